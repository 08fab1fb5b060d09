package io.serval.connector.time;

import java.util.function.Consumer;

/**
 * Timers in buckets by the time left: setting, moving and taking back cost the same whatever the number of timers
 * (Varghese and Lauck, <i>Hashed and Hierarchical Timing Wheels</i>, 1987). Confined to one Poller.
 *
 * <p>There are {@value #LEVELS} levels of 64 buckets each. A bucket of level 0 is a millisecond wide, and each level is
 * eight times coarser than the one below. A timer goes to the finest level that reaches its time, and stays there: it
 * is never early, and late by at most an eighth of the time it was set for. Idle connections with long timeouts
 * therefore share few buckets and wake the loop rarely, while short timers are exact. A timer further away than the
 * last level reaches is looked at early and set again.
 */
public final class TimerWheel {
    static final int LEVELS = 7;
    private static final int BUCKETS = 64;
    private static final int EXPIRING = LEVELS * BUCKETS;
    private static final int SHIFT = 3;
    private static final long TICK_NANOS = 1_000_000;

    private final Consumer<Throwable> failures;
    private final Timer[] heads = new Timer[EXPIRING + 1];
    private final long[] occupied = new long[LEVELS];
    private final long origin;
    private long clock;
    private int size;

    /**
     * @param now      the time the wheel starts at
     * @param failures is told of what a timer throws; the others go on
     */
    public TimerWheel(long now, Consumer<Throwable> failures) {
        origin = now;
        this.failures = failures;
    }

    /** Number of timers set. */
    public int size() {
        return size;
    }

    /** Sets a timer, or moves it. The time may be past: then it is due at the next {@link #advance}. */
    public void set(Timer timer, long nanos) {
        cancel(timer);
        long tick = Math.max(clock + 1, ticksUp(nanos));
        int level = levelFor(tick - clock);
        long slot = Math.min(roundUp(tick, level), (clock >> level * SHIFT) + BUCKETS - 1);
        link(timer, level, (int) (slot & BUCKETS - 1));
        timer.looksAt(origin + (slot << level * SHIFT) * TICK_NANOS);
    }

    /** Takes a timer back; does nothing when it is not set. */
    public void cancel(Timer timer) {
        if (timer.isSet()) {
            unlink(timer);
            timer.looksAt(Timer.NEVER);
        }
    }

    /** Runs every timer due until {@code now}, in no particular order within a bucket. @return how many were due */
    public int advance(long now) {
        long target = (now - origin) / TICK_NANOS;
        if (target <= clock) {
            return 0;
        }
        long from = clock;
        clock = target;
        int ran = 0;
        for (int level = 0; level < LEVELS; level++) {
            ran += advanceLevel(level, from >> level * SHIFT, target >> level * SHIFT, now);
        }
        return ran;
    }

    /** Nanoseconds from {@code now} until the next bucket with a timer is due; {@link Timer#NEVER} if there is none. */
    public long nanosToNext(long now) {
        long next = Timer.NEVER;
        for (int level = 0; level < LEVELS; level++) {
            if (occupied[level] != 0) {
                next = Math.min(next, nextTick(level));
            }
        }
        return next == Timer.NEVER ? Timer.NEVER : Math.max(0, origin + next * TICK_NANOS - now);
    }

    private long nextTick(int level) {
        long current = clock >> level * SHIFT;
        int ahead = Long.numberOfTrailingZeros(Long.rotateRight(occupied[level], (int) (current + 1 & BUCKETS - 1)));
        return current + 1 + ahead << level * SHIFT;
    }

    private int advanceLevel(int level, long from, long to, long now) {
        int ran = 0;
        long last = Math.min(to, from + BUCKETS);
        for (long slot = from + 1; slot <= last && occupied[level] != 0; slot++) {
            ran += expire(level, (int) (slot & BUCKETS - 1), now);
        }
        return ran;
    }

    private int expire(int level, int slot, long now) {
        moveToExpiring(level, slot);
        int ran = 0;
        for (Timer timer = heads[EXPIRING]; timer != null; timer = heads[EXPIRING]) {
            unlink(timer);
            fire(timer, now);
            ran++;
        }
        return ran;
    }

    /** A list of its own, for a timer that runs may set itself or others, also into the bucket just emptied. */
    private void moveToExpiring(int level, int slot) {
        int bucket = level * BUCKETS + slot;
        heads[EXPIRING] = heads[bucket];
        heads[bucket] = null;
        occupied[level] &= ~(1L << slot);
        for (Timer timer = heads[EXPIRING]; timer != null; timer = timer.next) {
            timer.bucket = EXPIRING;
        }
    }

    private void fire(Timer timer, long now) {
        timer.looksAt(Timer.NEVER);
        try {
            long again = timer.due(now);
            if (again != Timer.NEVER) {
                set(timer, again);
            }
        } catch (RuntimeException | Error e) {
            failures.accept(e);
        }
    }

    private long ticksUp(long nanos) {
        return (nanos - origin + TICK_NANOS - 1) / TICK_NANOS;
    }

    private static long roundUp(long tick, int level) {
        return tick + (1L << level * SHIFT) - 1 >> level * SHIFT;
    }

    private static int levelFor(long ticks) {
        int level = 0;
        while (level < LEVELS - 1 && ticks >> level * SHIFT >= BUCKETS - 1) {
            level++;
        }
        return level;
    }

    private void link(Timer timer, int level, int slot) {
        int bucket = level * BUCKETS + slot;
        Timer first = heads[bucket];
        timer.bucket = bucket;
        timer.next = first;
        timer.previous = null;
        if (first != null) {
            first.previous = timer;
        }
        heads[bucket] = timer;
        occupied[level] |= 1L << slot;
        size++;
    }

    private void unlink(Timer timer) {
        int bucket = timer.bucket;
        if (timer.previous != null) {
            timer.previous.next = timer.next;
        } else {
            heads[bucket] = timer.next;
        }
        if (timer.next != null) {
            timer.next.previous = timer.previous;
        }
        if (heads[bucket] == null && bucket != EXPIRING) {
            occupied[bucket / BUCKETS] &= ~(1L << bucket % BUCKETS);
        }
        timer.bucket = -1;
        timer.previous = null;
        timer.next = null;
        size--;
    }
}
