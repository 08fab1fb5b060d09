package io.serval.connector.net;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Consumer;

import io.serval.connector.observe.TimeCounts;
import io.serval.connector.time.Ticker;

/** What other threads leave to a loop, in the order of each. {@link #add} is for any thread, the rest for the loop. */
final class TaskQueue {
    /** So that a flood of tasks does not keep the loop from its sockets. */
    private static final long BUDGET_NANOS = 2_000_000;
    private static final int TASKS_BETWEEN_CLOCK_READS = 32;

    private final Ticker ticker;
    private final Queue<Runnable> tasks = new ConcurrentLinkedQueue<>();
    /** When a task was queued that the loop has not seen; 0 if there is none. */
    private volatile long since;
    private volatile boolean ended;

    TaskQueue(Ticker ticker) {
        this.ticker = ticker;
    }

    /** @return whether the task is going to be run; not after the {@link #end} */
    boolean add(Runnable task) {
        if (since == 0) {
            since = ticker.nanoTime();
        }
        tasks.add(task);
        return !ended || !tasks.remove(task);
    }

    /**
     * Runs what is there, for as long as a turn allows.
     *
     * @param delay counts how long the eldest has waited
     * @return how many were run
     */
    int run(long now, TimeCounts delay, Consumer<Runnable> runner) {
        countDelay(now, delay);
        long end = now + BUDGET_NANOS;
        int ran = 0;
        for (Runnable task = tasks.poll(); task != null; task = tasks.poll()) {
            runner.accept(task);
            if (++ran % TASKS_BETWEEN_CLOCK_READS == 0 && ticker.nanoTime() - end > 0) {
                break;
            }
        }
        if (since != 0 && tasks.isEmpty()) {
            since = 0; // of a task that came in between and has run; that of one just coming may be lost
        }
        return ran;
    }

    private void countDelay(long now, TimeCounts delay) {
        long first = since;
        if (first != 0) {
            since = 0;
            delay.add(Math.max(0, now - first));
        }
    }

    /** Takes no more. What was added before, and is not rejected, has to be {@link #run} after this. */
    void end() {
        ended = true;
    }

    boolean isEmpty() {
        return tasks.isEmpty();
    }

    int size() {
        return tasks.size();
    }
}
