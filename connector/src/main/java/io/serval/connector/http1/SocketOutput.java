package io.serval.connector.http1;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.ArrayDeque;

import io.serval.connector.buffer.BufferLease;
import io.serval.connector.buffer.BufferPool;
import io.serval.connector.net.Connection;

/**
 * Bytes on their way to the socket of a connection: staged in a direct buffer so that one write takes many pieces, and
 * kept while the socket is full. For the owner of the connection.
 *
 * <p>A worker waits when the buffer is full and the socket takes no more, unless the exchange writes without blocking;
 * then, and in the loop, what is left is queued. An idle output holds no buffer.
 */
final class SocketOutput {
    /** What is staged before it is written: one write of this size costs little more than a smaller one. */
    static final int STAGE_BYTES = BufferPool.LARGEST;

    /** How an owner that may block waits for the socket. */
    @FunctionalInterface
    interface Wait {
        /** Returns when the socket takes bytes again; fails when that takes too long. */
        void untilWritable() throws IOException;
    }

    private final Connection connection;
    private final Wait wait;
    private final long timeoutNanos;
    /** From the moment the socket is full until it has taken everything. */
    private final Pace pace;
    private IOException failure;
    private BufferLease stage;
    private ArrayDeque<BufferLease> full;
    private long sent;
    /** Whether the transport holds bytes that the system has not taken. */
    private boolean transportFull;

    SocketOutput(Connection connection, Wait wait, Http1Settings settings) {
        this.connection = connection;
        this.wait = wait;
        timeoutNanos = settings.writeNanos();
        pace = new Pace(settings.minResponseRate(), settings.rateGraceNanos());
    }

    /** Makes every further use fail. */
    void fail(IOException cause) {
        failure = cause;
    }

    /** Bytes the socket took since the last call. */
    long takeSent() {
        long bytes = sent;
        sent = 0;
        return bytes;
    }

    /** The socket is full: how long its next byte may take. */
    long waitNanos() {
        long now = connection.poller().ticker().nanoTime();
        pace.begin(now);
        return pace.waitNanos(now, timeoutNanos);
    }

    /** Why the client was waited for long enough. */
    String complaint() {
        return pace.isTooSlow(connection.poller().ticker().nanoTime())
                ? pace.complaint("the response was taken", "minResponseDataRate")
                : "no byte of the response was taken within " + timeoutNanos / 1_000_000 + " ms (writeTimeout)";
    }

    /** Whether bytes are waiting for the socket. */
    boolean isPending() {
        return stage != null || transportFull;
    }

    /**
     * Adds bytes; writes when the stage is full.
     *
     * @param more  how many bytes are known to follow, to choose a stage of the right size
     * @param block whether to wait for the socket; else what it does not take is queued
     */
    void put(byte[] source, int offset, int length, int more, boolean block) throws IOException {
        int done = 0;
        while (done < length) {
            ByteBuffer room = room(length - done + more, block);
            int count = Math.min(room.remaining(), length - done);
            room.put(source, offset + done, count);
            done += count;
        }
    }

    /** As {@link #put(byte[], int, int, int, boolean)}, of what is between position and limit. */
    void put(ByteBuffer source, boolean block) throws IOException {
        int limit = source.limit();
        while (source.hasRemaining()) {
            ByteBuffer room = room(source.remaining(), block);
            room.put(source.limit(source.position() + Math.min(room.remaining(), source.remaining())));
            source.limit(limit);
        }
    }

    private ByteBuffer room(int wanted, boolean block) throws IOException {
        if (stage != null && !stage.buffer().hasRemaining()) {
            makeRoom(block);
        }
        if (stage == null) {
            stage = connection.poller().direct().lease(Math.min(wanted, STAGE_BYTES));
        }
        return stage.buffer();
    }

    private void makeRoom(boolean block) throws IOException {
        if (!flush(block)) {
            if (full == null) {
                full = new ArrayDeque<>();
            }
            full.add(stage);
            stage = null;
        }
    }

    /**
     * Writes what is there.
     *
     * @param block whether to wait until the socket has taken everything
     * @return whether nothing is left
     */
    boolean flush(boolean block) throws IOException {
        if (failure != null) {
            throw failure;
        }
        while (true) {
            boolean out = true;
            while (stage != null && out) {
                out = writeEldest();
            }
            if (out && isTransportEmpty()) {
                pace.reset();
                return true;
            }
            if (!block) {
                return false;
            }
            wait.untilWritable();
        }
    }

    /** Whether the system has everything the transport took. */
    private boolean isTransportEmpty() throws IOException {
        transportFull = transportFull && !connection.transport().flush();
        return !transportFull;
    }

    /** @return whether the eldest buffer went out whole */
    private boolean writeEldest() throws IOException {
        boolean queued = full != null && !full.isEmpty();
        BufferLease eldest = queued ? full.peek() : stage;
        ByteBuffer buffer = eldest.buffer().flip();
        try {
            took(connection.transport().write(buffer));
            transportFull = !connection.transport().flush();
        } finally {
            buffer.compact();
        }
        if (buffer.position() > 0) {
            return false;
        }
        eldest.close();
        if (queued) {
            full.poll();
        } else {
            stage = null;
        }
        return true;
    }

    /** Writes a part of a file after what is there, waiting for the socket. */
    void transferFrom(FileChannel file, long position, long count) throws IOException {
        if (count <= STAGE_BYTES) {
            copyFrom(file, position, count);
            return;
        }
        flush(true);
        long done = 0;
        while (done < count) {
            long taken = connection.transport().transferFrom(file, position + done, count - done);
            done += taken;
            took(taken);
            if (taken == 0) {
                checkThere(file, position + done);
                wait.untilWritable();
            }
        }
        pace.reset();
    }

    /** What fits into the socket unwaited for says nothing about the client. */
    private void took(long count) {
        sent += count;
        if (pace.isWaiting()) {
            pace.moved(count);
        }
    }

    /** A small part goes out with the head before it in one write. */
    private void copyFrom(FileChannel file, long position, long count) throws IOException {
        long done = 0;
        while (done < count) {
            ByteBuffer room = room((int) (count - done), true);
            int limit = room.limit();
            room.limit((int) Math.min(limit, room.position() + count - done));
            int read = file.read(room, position + done);
            room.limit(limit);
            if (read < 0) {
                checkThere(file, position + done);
            }
            done += Math.max(0, read);
        }
    }

    private static void checkThere(FileChannel file, long position) throws IOException {
        if (position >= file.size()) {
            throw new IOException("the file ended at " + position + ", before the part that was to be sent");
        }
    }

    /** Gives the buffers back, sent or not. */
    void release() {
        if (stage != null) {
            stage.close();
            stage = null;
        }
        while (full != null && !full.isEmpty()) {
            full.poll().close();
        }
    }
}
