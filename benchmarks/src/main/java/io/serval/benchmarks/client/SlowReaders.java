package io.serval.benchmarks.client;

import java.io.Closeable;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/** Clients that ask for much and take 512 bytes of it every 200 ms, from a thread of their own. */
public final class SlowReaders implements Closeable {
    private static final int BYTES_A_ROUND = 512;
    private static final int RECEIVE_BUFFER = 4 << 10;
    private static final long ROUND_NANOS = 200_000_000L;

    private final List<SocketChannel> channels = new ArrayList<>();
    private final Thread thread = new Thread(this::sip, "slow-readers");
    private volatile boolean closed;

    public SlowReaders(InetSocketAddress server, String path, int count) throws IOException {
        byte[] request = LoadSpec.get(path, 1).request();
        for (int i = 0; i < count; i++) {
            SocketChannel channel = SocketChannel.open();
            channel.setOption(StandardSocketOptions.SO_RCVBUF, RECEIVE_BUFFER);
            channel.connect(server);
            channel.write(ByteBuffer.wrap(request));
            channel.configureBlocking(false);
            channels.add(channel);
        }
        thread.setDaemon(true);
        thread.start();
    }

    /** Waits until the server has had time to see all of them. */
    public void settle() {
        LockSupport.parkNanos(5 * ROUND_NANOS);
    }

    @Override
    public void close() throws IOException {
        closed = true;
        LockSupport.unpark(thread);
        try {
            thread.join();
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
        }
        for (SocketChannel channel : channels) {
            channel.setOption(StandardSocketOptions.SO_LINGER, 0);
            channel.close();
        }
    }

    private void sip() {
        ByteBuffer few = ByteBuffer.allocateDirect(BYTES_A_ROUND);
        while (!closed) {
            for (SocketChannel channel : channels) {
                try {
                    channel.read(few.clear());
                } catch (IOException refusedByServer) {
                    few.clear();                            // some servers end such clients: that is their right
                }
            }
            LockSupport.parkNanos(ROUND_NANOS);
        }
    }
}
