package io.serval.connector.time;

/**
 * A deadline that moves all the time and is hardly ever met: the owner writes a field, and the wheel looks at it only
 * when the time once set for looking has come, and then sets itself for what is left. A keep-alive request so costs no
 * timer operation.
 *
 * <p>{@link #set} and {@link #clear} are for the owner of the thing that has the deadline, whichever thread that is;
 * the rest is for the Poller of the wheel. An owner that moves the deadline while the wheel looks cannot be missed: the
 * owner writes the deadline and then reads when the wheel looks, the wheel writes that it looks no more and then reads
 * the deadline.
 */
public abstract class Deadline extends Timer {
    private volatile long nanos = NEVER;

    /**
     * Moves the deadline to {@code timeoutNanos} after {@code now}; a timeout of 0 means there is none.
     *
     * @return whether the wheel will look in time, late by an eighth at most; if not, its Poller has to {@link #watch}
     */
    public final boolean set(long now, long timeoutNanos) {
        if (timeoutNanos == 0) {
            nanos = NEVER;
            return true;
        }
        long deadline = now + timeoutNanos;
        nanos = deadline;
        long look = lookNanos();
        return look != NEVER && look - deadline <= timeoutNanos >> 3;
    }

    /** Takes the deadline away. */
    public final void clear() {
        nanos = NEVER;
    }

    /** Makes the wheel look when the deadline has come. */
    public final void watch(TimerWheel wheel) {
        long deadline = nanos;
        if (deadline != NEVER) {
            wheel.set(this, deadline);
        }
    }

    @Override protected final long due(long now) {
        long deadline = nanos;
        return deadline == NEVER || deadline - now > 0 ? deadline : expired(now);
    }

    /** Whether the deadline, as it is now, has passed: for {@link #expired} after it made sure of the owner. */
    protected final boolean isPast(long now) {
        long deadline = nanos;
        return deadline != NEVER && deadline - now <= 0;
    }

    /** The deadline, or {@link Timer#NEVER}. */
    protected final long nanos() {
        return nanos;
    }

    /**
     * The deadline had passed when the wheel looked. It may have been moved since, with its owner.
     *
     * @return when to look again, or {@link Timer#NEVER}
     */
    protected abstract long expired(long now);
}
