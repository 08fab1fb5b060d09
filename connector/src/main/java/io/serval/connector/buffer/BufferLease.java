package io.serval.connector.buffer;

import java.nio.ByteBuffer;

/** A buffer on loan from a {@link BufferPool}. One owner at a time; the owner gives it back by {@link #close}, once. */
public final class BufferLease implements AutoCloseable {
    private final BufferPool pool;
    private final ByteBuffer buffer;
    private final int sizeClass;
    private boolean lent;
    private Throwable lentAt;

    BufferLease(BufferPool pool, ByteBuffer buffer, int sizeClass) {
        this.pool = pool;
        this.buffer = buffer;
        this.sizeClass = sizeClass;
    }

    /** The memory, empty (position 0, limit at capacity) when it was lent. */
    public ByteBuffer buffer() {
        return buffer;
    }

    /** The bytes of a heap buffer. */
    public byte[] array() {
        return buffer.array();
    }

    public int capacity() {
        return buffer.capacity();
    }

    /** Gives the buffer back. @throws IllegalStateException when it was given back before */
    @Override public void close() {
        if (!lent) {
            throw new IllegalStateException("buffer given back twice");
        }
        lent = false;
        pool.giveBack(this);
    }

    BufferLease lend(Throwable where) {
        lent = true;
        lentAt = where;
        buffer.clear();
        return this;
    }

    /** Where it was lent, when the pool keeps track; else {@code null}. */
    Throwable lentAt() {
        return lentAt;
    }

    /** The size class it is kept in, or -1 when it is not kept. */
    int sizeClass() {
        return sizeClass;
    }
}
