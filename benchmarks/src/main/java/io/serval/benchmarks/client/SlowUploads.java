package io.serval.benchmarks.client;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;

/** Clients that send a form of 20,000 bytes, ten bytes at a time. */
public final class SlowUploads extends SlowClients {
    private static final int CONTENT_LENGTH = 20_000;
    private static final int BYTES_A_ROUND = 10;
    private static final byte[] HEAD = ("POST /upload HTTP/1.1\r\nHost: localhost\r\n"
            + "Content-Type: application/octet-stream\r\nContent-Length: " + CONTENT_LENGTH + "\r\n\r\n")
            .getBytes(StandardCharsets.US_ASCII);

    private final InetSocketAddress server;

    public SlowUploads(InetSocketAddress server, int count) throws IOException {
        super(BYTES_A_ROUND, 2);
        this.server = server;
        start(count);
    }

    @Override
    SocketChannel connect() throws IOException {
        SocketChannel channel = SocketChannel.open(server);
        channel.write(ByteBuffer.wrap(HEAD));
        return channel;
    }

    @Override
    void move(SocketChannel channel, ByteBuffer few) throws IOException {
        channel.write(few);
    }
}
