package io.serval.connector.http1;

import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.FileChannel;
import java.util.ArrayDeque;
import java.util.concurrent.TimeUnit;

import io.serval.connector.buffer.BufferLease;
import io.serval.connector.buffer.BufferPool;
import io.serval.connector.exchange.Pace;
import io.serval.connector.net.Connection;

/**
 * Bytes on their way to the socket of a connection: staged in a direct buffer so that one write takes many pieces, and
 * kept while the socket is full. For the owner of the connection.
 *
 * <p>What the socket does not take is queued, up to {@value #QUEUED_BYTES} bytes and while the loop has memory for it;
 * so a client that takes its time with a response of that size holds no worker: the loop sends the rest. With more than
 * that a worker waits, unless the exchange writes without blocking. An idle output holds no buffer.
 *
 * <p>Responses to pipelined requests are held so that one write takes several. So that none waits for the next handler,
 * who may take his time, the loop looks at a {@linkplain #share shared} output now and then and {@linkplain #sendHeld
 * sends} what is held. And the output of a {@linkplain #shareWithApplication suspended} exchange that writes without
 * blocking is used by threads of the application, and by the worker that sends what they left. Only then do two threads
 * use the output, and {@code inUse} keeps them apart: whoever holds it does so for no longer than a write that does not
 * wait.
 */
final class SocketOutput {
    /** What is staged before it is written: one write of this size costs little more than a smaller one. */
    static final int STAGE_BYTES = BufferPool.LARGEST;
    /** What waits for a slow client before a worker does. */
    static final int QUEUED_BYTES = 8 * STAGE_BYTES;
    /** Content that is staged goes out from this size on, or when it is staged for {@link #PROMPT_NANOS}. */
    private static final int PROMPT_BYTES = 32 * 1024;
    private static final long PROMPT_NANOS = TimeUnit.MILLISECONDS.toNanos(1);
    /** Room for the responses that are held. */
    private static final int HELD_BYTES = 16 * 1024;
    private static final VarHandle IN_USE;

    static {
        try {
            IN_USE = MethodHandles.lookup().findVarHandle(SocketOutput.class, "inUse", boolean.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

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
    /** When the stage was begun. */
    private long stagedNanos;
    private ArrayDeque<BufferLease> full;
    private long sent;
    /** Whether the transport holds bytes that the system has not taken. */
    private boolean transportFull;
    /** Whether two threads may use the output; changed by an owner who is alone. */
    private boolean shared;
    /** Whether the loop is going to look; only while in use. */
    private boolean watched;
    private volatile boolean inUse;

    SocketOutput(Connection connection, Wait wait, Http1Settings settings) {
        this.connection = connection;
        this.wait = wait;
        timeoutNanos = settings.writeNanos();
        pace = new Pace(settings.minResponseRate(), settings.rateGraceNanos());
    }

    // Two threads

    /** The loop hands the connection off. @param value whether it is going to look at what is held */
    void share(boolean value) {
        shared = value;
        watched = value;
    }

    /** The exchange is suspended: from now on threads of the application write. By the owner. */
    void shareWithApplication() {
        shared = true;
    }

    private void enter() {
        while (shared && !IN_USE.compareAndSet(this, false, true)) {
            Thread.onSpinWait();
        }
    }

    private void leave() {
        if (shared) {
            inUse = false;
        }
    }

    /**
     * A handler has written more than its buffer holds: that goes out, unless it is little and has just come, so that
     * the rest of it may go with it.
     *
     * @return whether the socket is full and the loop has to {@linkplain #sendHeld look after} what it did not take,
     *         which it does not do yet: the handler may not write again for long
     */
    boolean passOn() throws IOException {
        if (isFresh() || flush(false)) {
            return false;
        }
        shared = true;
        enter();
        boolean begin = !watched;
        watched = true;
        leave();
        return begin;
    }

    private boolean isFresh() {
        enter();
        boolean little = stage != null && (full == null || full.isEmpty())
                && stage.buffer().position() < PROMPT_BYTES;
        boolean fresh = little && connection.poller().ticker().nanoTime() - stagedNanos < PROMPT_NANOS;
        leave();
        return fresh;
    }

    /**
     * In the loop, while a worker owns the connection: sends what is held, and looks no more when nothing was: then
     * the worker is busy with one request, and sends the response to it by himself.
     *
     * @param writerWaits whether somebody waits for the socket, and will send by himself
     * @return whether to look again
     */
    boolean sendHeld(boolean writerWaits) {
        if (!shared) {
            return false; // handed off anew meanwhile, without anything to look at
        }
        if (writerWaits || !IN_USE.compareAndSet(this, false, true)) {
            return true;
        }
        try {
            watched = stage != null || transportFull;
            if (watched) {
                writeAll();
            }
            return watched;
        } catch (IOException e) {
            failure = e;
            return false;
        } finally {
            inUse = false;
        }
    }

    /** Adds a whole response and keeps it, as the next follows, unless nobody would look after it. */
    void hold(byte[] source, int offset, int length) throws IOException {
        put(source, offset, length, HELD_BYTES, false);
        enter();
        boolean lookedAfter = watched;
        leave();
        if (!lookedAfter) {
            flush(false);
        }
    }

    /** Makes every further use fail. */
    void fail(IOException cause) {
        enter();
        failure = cause;
        leave();
    }

    /** Bytes the socket took since the last call. */
    long takeSent() {
        enter();
        long bytes = sent;
        sent = 0;
        leave();
        return bytes;
    }

    // The client's time

    /** The socket is full: how long its next byte may take. */
    long waitNanos() {
        long now = connection.poller().ticker().nanoTime();
        enter();
        pace.begin(now);
        long nanos = pace.waitNanos(now, timeoutNanos);
        leave();
        return nanos;
    }

    /** Why the client was waited for long enough. */
    String complaint() {
        return pace.isTooSlow(connection.poller().ticker().nanoTime())
                ? pace.complaint("the response was taken", "minResponseDataRate")
                : "no byte of the response was taken within " + timeoutNanos / 1_000_000 + " ms (writeTimeout)";
    }

    /** What fits into the socket unwaited for says nothing about the client. */
    private void took(long count) {
        sent += count;
        if (pace.isWaiting()) {
            pace.moved(count);
        }
    }

    // Bytes

    /** Whether bytes are waiting for the socket. */
    boolean isPending() {
        enter();
        boolean pending = stage != null || transportFull;
        leave();
        return pending;
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
            makeRoom(block);
            enter();
            try {
                ByteBuffer room = room(length - done + more);
                int count = Math.min(room.remaining(), length - done);
                room.put(source, offset + done, count);
                done += count;
            } finally {
                leave();
            }
        }
    }

    /** As {@link #put(byte[], int, int, int, boolean)}, of what is between position and limit. */
    void put(ByteBuffer source, boolean block) throws IOException {
        int limit = source.limit();
        while (source.hasRemaining()) {
            makeRoom(block);
            enter();
            try {
                ByteBuffer room = room(source.remaining());
                room.put(source.limit(source.position() + Math.min(room.remaining(), source.remaining())));
                source.limit(limit);
            } finally {
                leave();
            }
        }
    }

    /** The stage, which has room after {@link #makeRoom}: the loop only empties it. */
    private ByteBuffer room(int wanted) throws IOException {
        if (failure != null) {
            throw failure;
        }
        if (stage == null) {
            stage = connection.poller().direct().lease(Math.min(wanted, STAGE_BYTES));
            stagedNanos = connection.poller().ticker().nanoTime();
        }
        return stage.buffer();
    }

    private void makeRoom(boolean block) throws IOException {
        if (isStageFull(false) && !flush(block && !mayQueue())) {
            isStageFull(true);
        }
    }

    private boolean mayQueue() {
        enter();
        try {
            int queued = full == null ? 0 : full.size();
            return queued < QUEUED_BYTES / STAGE_BYTES - 1 && !connection.poller().direct().isTight();
        } finally {
            leave();
        }
    }

    /** @param queue whether to put a full stage into the queue, so that another can follow */
    private boolean isStageFull(boolean queue) {
        enter();
        try {
            boolean isFull = stage != null && !stage.buffer().hasRemaining();
            if (isFull && queue) {
                queueStage();
            }
            return isFull;
        } finally {
            leave();
        }
    }

    private void queueStage() {
        if (full == null) {
            full = new ArrayDeque<>();
        }
        full.add(stage);
        stage = null;
    }

    /**
     * Writes what is there.
     *
     * @param block whether to wait until the socket has taken everything
     * @return whether nothing is left
     */
    boolean flush(boolean block) throws IOException {
        while (!tryFlush()) {
            if (!block) {
                return false;
            }
            wait.untilWritable();
        }
        return true;
    }

    private boolean tryFlush() throws IOException {
        enter();
        try {
            return writeAll();
        } finally {
            leave();
        }
    }

    /** @return whether the socket took everything */
    private boolean writeAll() throws IOException {
        if (failure != null) {
            throw failure;
        }
        boolean out = true;
        while (stage != null && out) {
            out = writeEldest();
        }
        if (out && isTransportEmpty()) {
            pace.reset();
            return true;
        }
        return false;
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

    /** A small part goes out with the head before it in one write. */
    private void copyFrom(FileChannel file, long position, long count) throws IOException {
        long done = 0;
        while (done < count) {
            makeRoom(true);
            enter();
            try {
                ByteBuffer room = room((int) (count - done));
                int limit = room.limit();
                room.limit((int) Math.min(limit, room.position() + count - done));
                int read = file.read(room, position + done);
                room.limit(limit);
                if (read < 0) {
                    checkThere(file, position + done);
                }
                done += Math.max(0, read);
            } finally {
                leave();
            }
        }
    }

    private static void checkThere(FileChannel file, long position) throws IOException {
        if (position >= file.size()) {
            throw new IOException("the file ended at " + position + ", before the part that was to be sent");
        }
    }

    /** Gives the buffers back, sent or not; whoever still writes fails. */
    void release() {
        enter();
        if (failure == null) {
            failure = new ClosedChannelException();
        }
        if (stage != null) {
            stage.close();
            stage = null;
        }
        while (full != null && !full.isEmpty()) {
            full.poll().close();
        }
        leave();
    }
}
