package io.serval.connector.http2;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;

import io.serval.connector.buffer.BufferLease;
import io.serval.connector.buffer.BufferPool;

/** Frames on their way to the socket, in pooled direct buffers, the eldest first. Guarded by its owner's lock. */
final class FrameBuffers {
    private static final int USUAL = 16 * 1024;

    private final BufferPool pool;
    private final ArrayDeque<BufferLease> buffers = new ArrayDeque<>();
    private long bytes;

    FrameBuffers(BufferPool pool) {
        this.pool = pool;
    }

    /** Bytes that wait. */
    long bytes() {
        return bytes;
    }

    boolean isEmpty() {
        return buffers.isEmpty();
    }

    /** @param more bytes that will follow this frame, to choose a buffer of the right size */
    void header(int length, int type, int flags, int streamId, int more) {
        ByteBuffer room = room(Frames.HEADER_BYTES, length + more);
        room.put((byte) (length >>> 16)).putShort((short) length).put((byte) type).put((byte) flags).putInt(streamId);
        bytes += Frames.HEADER_BYTES;
    }

    void put(byte[] source, int start, int length) {
        int done = 0;
        while (done < length) {
            ByteBuffer room = room(1, length - done);
            int count = Math.min(room.remaining(), length - done);
            room.put(source, start + done, count);
            done += count;
        }
        bytes += length;
    }

    void putInt(int value) {
        room(4, 0).putInt(value);
        bytes += 4;
    }

    void putShort(int value) {
        room(2, 0).putShort((short) value);
        bytes += 2;
    }

    void putLong(long value) {
        room(8, 0).putLong(value);
        bytes += 8;
    }

    private ByteBuffer room(int least, int more) {
        BufferLease last = buffers.peekLast();
        if (last == null || last.buffer().remaining() < least) {
            last = pool.lease(Math.min(BufferPool.LARGEST, Math.max(USUAL, least + more)));
            buffers.add(last);
        }
        return last.buffer();
    }

    /** Takes the eldest buffer out, ready to be written; nothing more is added to it. */
    BufferLease take() {
        BufferLease eldest = buffers.poll();
        eldest.buffer().flip();
        return eldest;
    }

    /** Puts back what the socket did not take. */
    void putBack(BufferLease unsent) {
        unsent.buffer().compact();
        buffers.addFirst(unsent);
    }

    /** The socket took that many. */
    void sent(int count) {
        bytes -= count;
    }

    void release() {
        while (!buffers.isEmpty()) {
            buffers.poll().close();
        }
        bytes = 0;
    }
}
