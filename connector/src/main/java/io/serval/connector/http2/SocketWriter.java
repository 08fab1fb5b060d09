package io.serval.connector.http2;

import java.io.IOException;
import java.nio.channels.SelectionKey;
import java.util.function.LongConsumer;

import io.serval.connector.buffer.BufferLease;
import io.serval.connector.net.Connection;

/**
 * The way of frames from their buffers to the socket: one thread writes at a time, and whoever comes meanwhile leaves
 * their frames to it, so that small answers of several streams share a write. When the socket is full the loop goes on
 * as soon as it takes bytes again. Safe for any thread; what says so is for who holds the lock.
 */
final class SocketWriter {
    /** Above this many bytes that the socket has not taken, content waits. */
    private static final int HIGH_MARK = 128 * 1024;
    private static final int LOW_MARK = 64 * 1024;
    /** Above this many bytes, which only answers without content can reach, nothing more is read. */
    private static final int FLOOD_MARK = 256 * 1024;

    private final Connection connection;
    private final LongConsumer countSent;
    private final OutputLock lock;
    private final FrameBuffers frames;
    private final Progress progress = new Progress();
    private Runnable whenRelieved = () -> { };
    private Runnable whenSent;
    private boolean writing;
    private boolean full;
    /** The socket was full and has not taken everything since. */
    private boolean congested;
    /** Content waits until less of it waits for the socket. */
    private boolean pressed;
    private IOException failure;

    /** @param countSent told how many bytes the socket took */
    SocketWriter(Connection connection, OutputLock lock, FrameBuffers frames, LongConsumer countSent) {
        this.connection = connection;
        this.lock = lock;
        this.frames = frames;
        this.countSent = countSent;
    }

    /** @param task run, with the lock held, when content may go on that had to wait for the socket */
    void whenRelieved(Runnable task) {
        whenRelieved = task;
    }

    private long now() {
        return connection.poller().ticker().nanoTime();
    }

    // With the lock held

    /** How much content may join what waits for the socket; 0 until enough of that is gone. */
    long room() {
        assert lock.isHeld();
        pressed |= frames.bytes() >= HIGH_MARK;
        return pressed ? 0 : Math.max(Frames.DEFAULT_FRAME_SIZE, HIGH_MARK - frames.bytes());
    }

    /** Whether it is the socket that content waits for. */
    boolean isPressed() {
        return pressed;
    }

    /** Since when the full socket took nothing, or next to nothing. */
    long stuckSince() {
        return progress.since();
    }

    /** Why nothing can be written any more, or {@code null}. */
    IOException failure() {
        return failure;
    }

    /** Nothing more can be written. */
    void fail(IOException cause) {
        if (failure == null) {
            failure = cause;
            writing = false;
        }
        frames.release();
    }

    // The state

    /** Whether bytes wait for the socket, or are just being written. */
    boolean isPending() {
        lock.lock();
        try {
            return pending();
        } finally {
            lock.unlock();
        }
    }

    private boolean pending() {
        return !frames.isEmpty() || writing || full;
    }

    /** Whether so much waits for the socket that nothing should be read that will be answered. */
    boolean isFlooded() {
        lock.lock();
        try {
            return full && frames.bytes() >= FLOOD_MARK;
        } finally {
            lock.unlock();
        }
    }

    /** Whether the socket took nothing for too long. */
    boolean isStuck(long nanos) {
        lock.lock();
        try {
            return congested && now() - progress.since() >= nanos;
        } finally {
            lock.unlock();
        }
    }

    /** Runs something when nothing is pending any more; at once if that is so. Not for more than one thing. */
    void whenSent(Runnable task) {
        lock.lock();
        try {
            if (pending() && failure == null) {
                whenSent = task;
            } else {
                lock.tell(task);
            }
        } finally {
            lock.unlock();
        }
    }

    // The writes

    /** Writes what is there, unless somebody does already or the socket is full. @throws IOException of the socket */
    void flush() throws IOException {
        BufferLease buffer = begin();
        while (buffer != null) {
            buffer = write(buffer);
        }
    }

    /** Writes a buffer, which is given back on every way out. @return the next one to write, or {@code null} */
    private BufferLease write(BufferLease buffer) throws IOException {
        int count;
        boolean taken;
        try {
            count = connection.transport().write(buffer.buffer());
            taken = connection.transport().flush();
        } catch (IOException | RuntimeException e) {
            buffer.close();
            throw e;
        }
        countSent.accept(count);
        return next(buffer, count, taken);
    }

    private BufferLease begin() {
        lock.lock();
        try {
            if (writing || full || frames.isEmpty() || failure != null) {
                return null;
            }
            writing = true;
            return frames.take();
        } finally {
            lock.unlock();
        }
    }

    /**
     * A buffer was written, whole or not.
     *
     * @param taken whether the system has all that the transport took
     * @return the next one to write, or {@code null}
     */
    private BufferLease next(BufferLease written, int count, boolean taken) {
        lock.lock();
        try {
            frames.sent(count);
            boolean whole = !written.buffer().hasRemaining();
            if (whole || failure != null) {
                written.close();
            } else {
                frames.putBack(written);
            }
            if (failure != null) {
                writing = false;
                return null;
            }
            full = !whole || !taken;
            moved(count);
            writing = !full && !frames.isEmpty();
            tellSent();
            return writing ? frames.take() : null;
        } finally {
            lock.unlock();
        }
    }

    private void moved(int count) {
        if (full) {
            noteProgress(count);
            lock.tell(() -> connection.poller().execute(this::awaitSocket));
        }
        if (pressed && frames.bytes() <= LOW_MARK) {
            pressed = false;
            whenRelieved.run();
        }
        congested = full || congested && !frames.isEmpty();
    }

    private void noteProgress(int count) {
        if (congested) {
            progress.moved(count, now());
        } else {
            progress.begin(now());
        }
    }

    private void tellSent() {
        if (whenSent != null && !pending()) {
            lock.tell(whenSent);
            whenSent = null;
        }
    }

    private void awaitSocket() {
        if (!connection.isClosing()) {
            connection.interestAlso(SelectionKey.OP_WRITE);
        }
    }

    /** The socket takes bytes again; in the loop. @return whether the rest may be written */
    boolean resume() throws IOException {
        if (!connection.transport().flush()) {
            return false;
        }
        lock.lock();
        try {
            full = false;
            tellSent();
        } finally {
            lock.unlock();
        }
        return true;
    }

    /** Whether the socket took everything it was given. */
    boolean isFull() {
        lock.lock();
        try {
            return full;
        } finally {
            lock.unlock();
        }
    }
}
