package io.serval.connector.http1;

import java.util.Arrays;

/**
 * Where a response collects before it goes to the socket: content first, with room before it, so that the head can be
 * put in front once it is known. Whole earlier responses of pipelined requests may stand before that. Confined to the
 * owner of the exchange.
 *
 * <pre>
 *   |  …  | sealed, to be sent |   room    |  block: content, then what is put before it  |  …  |
 *         start              end           blockStart                             blockEnd
 * </pre>
 */
final class ResponseBuffer {
    /** Room for a usual head and a chunk size. */
    private static final int ROOM = 512;
    private static final int KEPT_BYTES = 32 * 1024;

    private byte[] bytes = new byte[2 * 1024];
    private int start;
    private int end;
    private int blockStart = ROOM;
    private int blockEnd = ROOM;

    byte[] bytes() {
        return bytes;
    }

    int start() {
        return start;
    }

    /** Bytes that are sealed. */
    int sealed() {
        return end - start;
    }

    /** Bytes in the block. */
    int length() {
        return blockEnd - blockStart;
    }

    void append(byte[] source, int offset, int length) {
        ensure(length);
        System.arraycopy(source, offset, bytes, blockEnd, length);
        blockEnd += length;
    }

    /** Puts bytes in front of the block. */
    void prepend(byte[] source, int offset, int length) {
        int missing = length - (blockStart - end);
        if (missing > 0) {
            ensure(missing);
            System.arraycopy(bytes, blockStart, bytes, blockStart + missing, length());
            blockStart += missing;
            blockEnd += missing;
        }
        blockStart -= length;
        System.arraycopy(source, offset, bytes, blockStart, length);
    }

    /** Empties the block. */
    void dropBlock() {
        blockEnd = blockStart;
    }

    void truncateBlock(int length) {
        blockEnd = blockStart + length;
    }

    /** Joins the block to what is sealed and begins an empty one. */
    void seal() {
        int length = length();
        if (length == 0) {
            return;
        }
        if (start == end) {
            start = blockStart;
        } else {
            System.arraycopy(bytes, blockStart, bytes, end, length);
            blockEnd = end + length;
        }
        end = blockEnd;
        beginBlock();
    }

    /** What was sealed is sent. */
    void sent() {
        int length = length();
        if (length > 0) {
            start = blockStart;
            end = blockStart;
            return;
        }
        start = 0;
        end = 0;
        beginBlock();
    }

    /** Forgets everything; memory of unusual size is let go. */
    void clear() {
        start = 0;
        end = 0;
        if (bytes.length > KEPT_BYTES) {
            bytes = new byte[2 * 1024];
        }
        beginBlock();
    }

    private void beginBlock() {
        blockStart = end + ROOM;
        blockEnd = blockStart;
        ensure(0);
    }

    private void ensure(int more) {
        if (blockEnd + more > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, blockEnd + more));
        }
    }
}
