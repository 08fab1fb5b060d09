package io.serval.benchmarks.client;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;

/** Clients that ask for much and take 512 bytes of it at a time. */
public final class SlowReaders extends SlowClients {
    private static final int BYTES_A_ROUND = 512;
    private static final int RECEIVE_BUFFER = 4 << 10;
    /** A gigabyte goes into the buffers of the system first, which takes it more than a second. */
    private static final int ROUNDS_TO_SETTLE = 20;

    private final InetSocketAddress server;
    private final byte[] request;

    public SlowReaders(InetSocketAddress server, String path, int count) throws IOException {
        super(BYTES_A_ROUND, ROUNDS_TO_SETTLE);
        this.server = server;
        this.request = LoadSpec.get(path, 1).request();
        start(count);
    }

    @Override
    SocketChannel connect() throws IOException {
        SocketChannel channel = SocketChannel.open();
        channel.setOption(StandardSocketOptions.SO_RCVBUF, RECEIVE_BUFFER);
        channel.connect(server);
        channel.write(ByteBuffer.wrap(request));
        return channel;
    }

    @Override
    void move(SocketChannel channel, ByteBuffer few) throws IOException {
        channel.read(few);
    }
}
