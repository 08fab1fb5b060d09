package io.serval.connector.work;

import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.atomic.AtomicReferenceArray;

/**
 * A bounded queue of jobs with the time each was queued. Many producers, many consumers, no lock, no allocation: a ring
 * whose cells carry a turn number that says who may touch them next (D. Vyukov, <i>Bounded MPMC queue</i>). Safe for
 * any thread.
 *
 * <p>With ring size n, cell i is free for the producer of position p (p mod n = i) while its turn is p, filled for the
 * consumer of p while its turn is p + 1, and free for p + n after that.
 */
final class WorkQueue {
    private final int bound;
    private final int mask;
    private final AtomicReferenceArray<Runnable> jobs;
    private final AtomicLongArray times;
    private final AtomicLongArray turns;
    private final AtomicLong tail = new AtomicLong();
    private final AtomicLong head = new AtomicLong();

    /** @param bound most jobs waiting */
    WorkQueue(int bound) {
        this.bound = bound;
        int cells = Integer.highestOneBit(Math.max(2, bound) - 1) << 1;
        mask = cells - 1;
        jobs = new AtomicReferenceArray<>(cells);
        times = new AtomicLongArray(cells);
        turns = new AtomicLongArray(cells);
        for (int i = 0; i < cells; i++) {
            turns.setPlain(i, i);
        }
    }

    /** Adds a job at the end. @return whether there was room */
    boolean offer(Runnable job, long now) {
        while (true) {
            long position = tail.get();
            int cell = (int) position & mask;
            long turn = turns.get(cell);
            if (turn == position) {
                if (position - head.get() >= bound) {
                    return false;
                }
                if (tail.compareAndSet(position, position + 1)) {
                    jobs.setPlain(cell, job);
                    times.setPlain(cell, now);
                    turns.setRelease(cell, position + 1);
                    return true;
                }
            } else if (turn < position) {
                return false;
            }
        }
    }

    /** Takes the eldest job, or gives {@code null} if there is none. */
    Runnable poll() {
        while (true) {
            long position = head.get();
            int cell = (int) position & mask;
            long turn = turns.get(cell);
            if (turn == position + 1) {
                if (head.compareAndSet(position, position + 1)) {
                    Runnable job = jobs.getPlain(cell);
                    jobs.setPlain(cell, null);
                    turns.setRelease(cell, position + mask + 1);
                    return job;
                }
            } else if (turn <= position) {
                return null;
            }
        }
    }

    /** Whether a job is there to be taken. */
    boolean isEmpty() {
        long position = head.get();
        return turns.get((int) position & mask) <= position;
    }

    int size() {
        long first = head.get();
        return (int) Math.max(0, tail.get() - first);
    }

    /** How long the eldest job has waited, in nanoseconds; 0 when there is none. */
    long age(long now) {
        long position = head.get();
        int cell = (int) position & mask;
        if (turns.get(cell) != position + 1) {
            return 0;
        }
        long queued = times.getPlain(cell);
        return head.get() == position ? Math.max(0, now - queued) : 0;
    }
}
