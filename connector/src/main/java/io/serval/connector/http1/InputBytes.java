package io.serval.connector.http1;

import java.io.IOException;
import java.nio.ByteBuffer;

import io.serval.connector.buffer.BufferLease;
import io.serval.connector.buffer.BufferPool;
import io.serval.connector.net.Transport;

/**
 * What was read from a connection and is not consumed yet. For the owner of the connection.
 *
 * <p>Most requests arrive whole: then these are bytes of the loop's own array, borrowed until the loop turns to the
 * next connection, and nothing is copied but what belongs to the request. Only a rest moves into a pooled buffer, and
 * an idle connection holds none.
 */
final class InputBytes {
    private static final int STREAM_BYTES = 32 * 1024;

    private final BufferPool pool;
    /** The loop's, or that of the lease; its position and limit mean nothing here. */
    private ByteBuffer buffer;
    private byte[] bytes;
    private int start;
    private int end;
    private BufferLease lease;

    InputBytes(BufferPool pool) {
        this.pool = pool;
    }

    byte[] bytes() {
        return bytes;
    }

    int start() {
        return start;
    }

    int end() {
        return end;
    }

    int length() {
        return end - start;
    }

    boolean isEmpty() {
        return start == end;
    }

    /** The bytes as a buffer; what is taken from it has to be {@linkplain #consume consumed} here too. */
    ByteBuffer asBuffer() {
        return buffer.limit(end).position(start);
    }

    void consume(int count) {
        start += count;
    }

    /** Takes over what the loop has read: borrowed when nothing is here, else appended. */
    void add(ByteBuffer read, ByteBuffer loopBuffer) {
        int count = read.remaining();
        if (lease == null) {
            buffer = loopBuffer;
            bytes = loopBuffer.array();
            read.get(bytes, 0, count);
            start = 0;
            end = count;
        } else {
            makeRoom(count);
            read.get(bytes, end, count);
            end += count;
        }
    }

    /** Stops borrowing: the rest moves into a buffer of its own, and without a rest there is none. */
    void settle() {
        if (isEmpty()) {
            release();
        } else if (lease == null) {
            byte[] borrowed = bytes;
            int rest = length();
            BufferLease own = pool.lease(rest);
            System.arraycopy(borrowed, start, own.array(), 0, rest);
            own(own, rest);
        }
    }

    /** Copies up to {@code length} bytes out. @return how many */
    int take(byte[] target, int offset, int length) {
        int count = Math.min(length, length());
        System.arraycopy(bytes, start, target, offset, count);
        start += count;
        return count;
    }

    /** Reads from the transport what is there, up to a bufferful. @return as {@link Transport#read} */
    int fill(Transport transport) throws IOException {
        if (isEmpty()) {
            start = 0;
            end = 0;
        }
        makeRoom(lease == null ? STREAM_BYTES : Math.min(STREAM_BYTES, Math.max(1, lease.capacity() - length())));
        ByteBuffer room = lease.buffer();
        room.limit(room.capacity()).position(end);
        int count = transport.read(room);
        if (count > 0) {
            end += count;
        }
        return count;
    }

    /** Gives the buffer back, and what is in it up. */
    void release() {
        if (lease != null) {
            lease.close();
            lease = null;
        }
        buffer = null;
        bytes = null;
        start = 0;
        end = 0;
    }

    private void makeRoom(int count) {
        int rest = length();
        if (lease != null && lease.capacity() - end >= count) {
            return;
        }
        if (lease != null && lease.capacity() - rest >= count) {
            System.arraycopy(bytes, start, bytes, 0, rest);
            start = 0;
            end = rest;
            return;
        }
        BufferLease larger = pool.lease(rest + count);
        if (rest > 0) {
            System.arraycopy(bytes, start, larger.array(), 0, rest);
        }
        if (lease != null) {
            lease.close();
        }
        own(larger, rest);
    }

    private void own(BufferLease own, int count) {
        lease = own;
        buffer = own.buffer();
        bytes = own.array();
        start = 0;
        end = count;
    }
}
