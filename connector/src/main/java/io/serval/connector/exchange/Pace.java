package io.serval.connector.exchange;

/**
 * How fast a client sends or takes bytes, counted over the time it was waited for: an application that takes its time
 * does not make its client slow. For the owner of the connection.
 */
public final class Pace {
    private static final long SECOND_NANOS = 1_000_000_000L;

    private final long bytesPerSecond;
    private final long graceNanos;
    private long bytes;
    private long waited;
    private long since;
    private boolean waiting;

    /**
     * @param bytesPerSecond the least; 0 for any
     * @param graceNanos     may be waited whatever the rate
     */
    public Pace(long bytesPerSecond, long graceNanos) {
        this.bytesPerSecond = bytesPerSecond;
        this.graceNanos = graceNanos;
    }

    public void reset() {
        bytes = 0;
        waited = 0;
        waiting = false;
    }

    /** Bytes came, or went. */
    public void moved(long count) {
        bytes += count;
    }

    /** The client is waited for from now on, if it was not before. */
    public void begin(long now) {
        if (!waiting) {
            waiting = true;
            since = now;
        }
    }

    public boolean isWaiting() {
        return waiting;
    }

    /** The client is not waited for any more. */
    public void end(long now) {
        if (waiting) {
            waiting = false;
            waited += now - since;
        }
    }

    /**
     * How long the client may be waited for.
     *
     * @param timeoutNanos the longest wait without a byte, 0 for any
     * @return 0 for as long as it takes, else at least 1
     */
    public long waitNanos(long now, long timeoutNanos) {
        if (bytesPerSecond == 0) {
            return timeoutNanos;
        }
        long left = Math.max(1, left(now));
        return timeoutNanos == 0 ? left : Math.min(left, timeoutNanos);
    }

    public boolean isTooSlow(long now) {
        return bytesPerSecond > 0 && left(now) <= 0;
    }

    private long left(long now) {
        long soFar = waiting ? waited + now - since : waited;
        return graceNanos + bytes / bytesPerSecond * SECOND_NANOS
                + bytes % bytesPerSecond * SECOND_NANOS / bytesPerSecond - soFar;
    }

    /** What is wrong with a client that is too slow. */
    public String complaint(String what, String attribute) {
        return what + " slower than " + bytesPerSecond + " bytes a second (" + attribute + ")";
    }
}
