package io.serval.connector.metrics;

import java.util.List;

/**
 * One loop at one moment. Counts are since the start of the loop, times in nanoseconds.
 *
 * @param name               of the loop's thread
 * @param connections        open connections of this loop
 * @param ticks              passes of the loop
 * @param busyNanos          time in passes without the time in the selector
 * @param selectNanos        time in the selector, waiting and asking
 * @param tickNanosHistogram passes by busy time: the first below 1 µs, each further one below twice as much as the
 *                           one before, the last everything above
 * @param events             keys found ready
 * @param tasks              tasks run
 * @param timers             timers that were due
 * @param wakeups            times another thread woke the selector
 * @param prematureWakeups   returns of the selector without any reason
 * @param selectorsRebuilt   selectors replaced because of those
 * @param exceptions         failures that reached the root of the loop
 * @param queuedTasks        tasks waiting
 * @param buffersOutstanding buffers lent
 */
public record LoopMetrics(String name, int connections, long ticks, long busyNanos, long selectNanos,
                          List<Long> tickNanosHistogram, long events, long tasks, long timers, long wakeups,
                          long prematureWakeups, long selectorsRebuilt, long exceptions, int queuedTasks,
                          long buffersOutstanding) {
    public LoopMetrics {
        tickNanosHistogram = List.copyOf(tickNanosHistogram);
    }

    /** Share of its time that the loop worked, between 0 and 1. */
    public double utilisation() {
        long all = busyNanos + selectNanos;
        return all == 0 ? 0 : (double) busyNanos / all;
    }
}
