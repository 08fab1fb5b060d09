package io.serval.connector.http1;

import java.io.IOException;
import java.nio.ByteBuffer;

import io.serval.connector.buffer.BufferLease;
import io.serval.connector.buffer.BufferPool;
import io.serval.connector.net.Connection;

/**
 * Content that was read from the connection in one go, for a handler that takes it in small pieces: a buffer of 8 KiB,
 * as applications have it, must not cost a system call each. Holds a buffer only while something is in it. For the
 * owner of the exchange.
 */
final class ReadAhead {
    static final int BYTES = 64 * 1024;

    private BufferLease lease;

    /** Bytes that can be taken. */
    int length() {
        return lease == null ? 0 : lease.buffer().remaining();
    }

    /** Copies up to {@code count} bytes out. @return how many */
    int take(byte[] target, int offset, int count) {
        ByteBuffer buffer = lease.buffer();
        int taken = Math.min(count, buffer.remaining());
        buffer.get(target, offset, taken);
        if (!buffer.hasRemaining()) {
            release();
        }
        return taken;
    }

    /**
     * Reads what is there; only when empty.
     *
     * @param most bytes that belong to the content
     * @return as {@link io.serval.connector.net.Transport#read}
     */
    int fill(Connection connection, long most) throws IOException {
        boolean encrypted = connection.transport().tls() != null;
        BufferPool pool = encrypted ? connection.poller().heap() : connection.poller().direct();
        lease = pool.lease((int) Math.min(BYTES, most));
        int count = 0;
        try {
            ByteBuffer buffer = lease.buffer().limit((int) Math.min(lease.capacity(), most));
            count = connection.transport().read(buffer);
            buffer.flip();
        } finally {
            if (count <= 0) {
                release();
            }
        }
        return count;
    }

    /** Gives up what is there. */
    void release() {
        if (lease != null) {
            lease.close();
            lease = null;
        }
    }
}
