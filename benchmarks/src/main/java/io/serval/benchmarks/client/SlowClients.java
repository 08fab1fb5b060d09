package io.serval.benchmarks.client;

import java.io.Closeable;
import java.io.IOException;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/** Clients that move a few bytes every 200 ms, from a thread of their own, and never get done. */
public abstract class SlowClients implements Closeable {
    private static final long ROUND_NANOS = 200_000_000L;

    private final int bytesARound;
    private final int roundsToSettle;
    private final List<SocketChannel> channels = new ArrayList<>();
    private final Thread thread = new Thread(this::rounds, "slow-clients");
    private volatile boolean closed;

    SlowClients(int bytesARound, int roundsToSettle) {
        this.bytesARound = bytesARound;
        this.roundsToSettle = roundsToSettle;
    }

    /** A client that has asked. */
    abstract SocketChannel connect() throws IOException;

    /** Moves up to as many bytes as the buffer has room for. */
    abstract void move(SocketChannel channel, ByteBuffer few) throws IOException;

    void start(int count) throws IOException {
        for (int i = 0; i < count; i++) {
            SocketChannel channel = connect();
            channel.configureBlocking(false);
            channels.add(channel);
        }
        thread.setDaemon(true);
        thread.start();
    }

    /** Waits until the server has had time to see all of them. */
    public void settle() {
        LockSupport.parkNanos(roundsToSettle * ROUND_NANOS);
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

    private void rounds() {
        ByteBuffer few = ByteBuffer.allocateDirect(bytesARound);
        while (!closed) {
            for (SocketChannel channel : channels) {
                few.clear();
                try {
                    move(channel, few);
                } catch (IOException refusedByServer) {
                    few.clear();                            // some servers end such clients: that is their right
                }
            }
            LockSupport.parkNanos(ROUND_NANOS);
        }
    }
}
