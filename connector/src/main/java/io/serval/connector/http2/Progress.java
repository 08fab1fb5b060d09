package io.serval.connector.http2;

/**
 * Whether something moves on. A few bytes now and then are no progress: a client that takes one byte before each
 * timeout would keep a response in memory for ever. Guarded by the lock of its owner.
 */
final class Progress {
    private static final int ENOUGH_BYTES = 1_024;

    private long since;
    private long bytes;

    /** A wait begins. */
    void begin(long now) {
        since = now;
        bytes = 0;
    }

    void moved(long count, long now) {
        bytes += count;
        if (bytes >= ENOUGH_BYTES) {
            begin(now);
        }
    }

    /** Since when nothing, or too little, has moved. */
    long since() {
        return since;
    }
}
