package io.serval.benchmarks.client;

import java.io.Closeable;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/** Clients that send a form of 20,000 bytes a few bytes at a time, from a thread of their own, and never get done. */
public final class SlowUploads implements Closeable {
    private static final int CONTENT_LENGTH = 20_000;
    private static final int BYTES_A_ROUND = 10;
    private static final long ROUND_NANOS = 200_000_000L;

    private final List<SocketChannel> channels = new ArrayList<>();
    private final Thread thread = new Thread(this::dribble, "slow-uploads");
    private volatile boolean closed;

    public SlowUploads(InetSocketAddress server, int count) throws IOException {
        byte[] head = ("POST /upload HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/octet-stream\r\n"
                + "Content-Length: " + CONTENT_LENGTH + "\r\n\r\n").getBytes(StandardCharsets.US_ASCII);
        for (int i = 0; i < count; i++) {
            SocketChannel channel = SocketChannel.open(server);
            channel.write(ByteBuffer.wrap(head));
            channel.configureBlocking(false);
            channels.add(channel);
        }
        thread.setDaemon(true);
        thread.start();
    }

    /** Waits until the server has had time to see all of them. */
    public void settle() {
        LockSupport.parkNanos(2 * ROUND_NANOS);
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

    private void dribble() {
        ByteBuffer few = ByteBuffer.allocateDirect(BYTES_A_ROUND);
        while (!closed) {
            for (SocketChannel channel : channels) {
                try {
                    channel.write(few.rewind());
                } catch (IOException refusedByServer) {
                    few.position(0);                        // some servers end such clients: that is their right
                }
            }
            LockSupport.parkNanos(ROUND_NANOS);
        }
    }
}
