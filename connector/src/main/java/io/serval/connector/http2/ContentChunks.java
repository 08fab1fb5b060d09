package io.serval.connector.http2;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;

/**
 * Content that waits to be read, in the order of its arrival. Small pieces are put together, so that a client that
 * sends its bytes one by one takes no more memory than another. Guarded by its owner's lock.
 */
final class ContentChunks {
    private static final int SMALL = 1_024;

    private final ArrayDeque<byte[]> chunks = new ArrayDeque<>(4);
    private int firstAt;
    private int lastEnd;
    private int size;

    int size() {
        return size;
    }

    void add(byte[] bytes, int start, int length) {
        int taken = fillLast(bytes, start, length);
        if (taken < length) {
            byte[] chunk = new byte[Math.max(SMALL, length - taken)];
            System.arraycopy(bytes, start + taken, chunk, 0, length - taken);
            chunks.add(chunk);
            lastEnd = length - taken;
        }
        size += length;
    }

    private int fillLast(byte[] bytes, int start, int length) {
        byte[] last = chunks.peekLast();
        if (last == null) {
            return 0;
        }
        int count = Math.min(length, last.length - lastEnd);
        System.arraycopy(bytes, start, last, lastEnd, count);
        lastEnd += count;
        return count;
    }

    /** Takes what fits. @return how many bytes */
    int take(ByteBuffer target) {
        int count = 0;
        while (target.hasRemaining() && size > 0) {
            byte[] first = chunks.peek();
            int end = chunks.size() == 1 ? lastEnd : first.length;
            int part = Math.min(target.remaining(), end - firstAt);
            target.put(first, firstAt, part);
            firstAt += part;
            size -= part;
            count += part;
            if (firstAt == end) {
                chunks.poll();
                firstAt = 0;
            }
        }
        return count;
    }

    void clear() {
        chunks.clear();
        firstAt = 0;
        size = 0;
    }
}
