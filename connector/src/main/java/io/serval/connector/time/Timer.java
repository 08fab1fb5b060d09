package io.serval.connector.time;

/**
 * Something a {@link TimerWheel} looks at when its time has come. An entry is its own list node, so that setting it
 * allocates nothing. Confined to the Poller of its wheel, except {@link #lookNanos()}.
 */
public abstract class Timer {
    /** Returned by {@link #due} when the wheel need not look again. */
    public static final long NEVER = Long.MAX_VALUE;

    Timer previous;
    Timer next;
    int bucket = -1;
    private volatile long lookNanos = NEVER;

    /**
     * The wheel's time reached the time this timer was set for.
     *
     * @return when to look again, or {@link #NEVER}
     */
    protected abstract long due(long now);

    /** When the wheel is going to look, {@link #NEVER} while it is not set. Any thread may ask. */
    public final long lookNanos() {
        return lookNanos;
    }

    /** Whether a wheel holds this timer. */
    final boolean isSet() {
        return bucket >= 0;
    }

    final void looksAt(long nanos) {
        lookNanos = nanos;
    }
}
