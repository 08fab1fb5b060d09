package io.serval.container.accesslog;

import java.util.Arrays;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Lines on their way from many threads to one: two pages, one being filled while the other is written. The lock is
 * held for the copy of a line or the swap of the pages, never during I/O. Memory is bounded by two full pages. Safe for
 * any thread.
 */
final class LogBuffer {
    private static final int FIRST_BYTES = 16 << 10;

    private final ReentrantLock lock = new ReentrantLock();
    private final int maxBytes;
    private Page filling = new Page();
    private Page writing = new Page();
    private long dropped;

    /** Bytes in the order of arrival. */
    static final class Page {
        private byte[] bytes = new byte[FIRST_BYTES];
        private int size;

        byte[] bytes() {
            return bytes;
        }

        int size() {
            return size;
        }
    }

    /** What adding a line did. */
    enum Added { FIRST, MORE, HALF_FULL, DROPPED }

    /** @param maxBytes of one page */
    LogBuffer(int maxBytes) {
        this.maxBytes = maxBytes;
    }

    Added add(byte[] line, int length) {
        lock.lock();
        try {
            Page page = filling;
            int before = page.size;
            if (before + length > maxBytes) {
                dropped++;
                return Added.DROPPED;
            }
            if (before + length > page.bytes.length) {
                page.bytes = Arrays.copyOf(page.bytes, Math.min(maxBytes, Math.max(before + length, before * 2)));
            }
            System.arraycopy(line, 0, page.bytes, before, length);
            page.size = before + length;
            boolean crossed = before <= maxBytes / 2 && page.size > maxBytes / 2;
            return before == 0 ? Added.FIRST : crossed ? Added.HALF_FULL : Added.MORE;
        } finally {
            lock.unlock();
        }
    }

    /** The lines so far, valid until the next call; lines from now on go to the other page. For one thread. */
    Page take() {
        lock.lock();
        try {
            Page taken = filling;
            filling = writing;
            filling.size = 0;
            writing = taken;
            return taken;
        } finally {
            lock.unlock();
        }
    }

    boolean isEmpty() {
        return filled() == 0;
    }

    boolean isHalfFull() {
        return filled() > maxBytes / 2;
    }

    private int filled() {
        lock.lock();
        try {
            return filling.size;
        } finally {
            lock.unlock();
        }
    }

    /** How many lines found no room. */
    long dropped() {
        lock.lock();
        try {
            return dropped;
        } finally {
            lock.unlock();
        }
    }
}
