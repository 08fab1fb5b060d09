package io.serval.connector.metrics;

/**
 * One loop at one moment. Counts are since the start of the loop, times in nanoseconds.
 *
 * @param name              of the loop's thread
 * @param connections       open connections of this loop
 * @param ticks             passes of the loop
 * @param busyNanos         time in passes without the time in the selector
 * @param selectNanos       time in the selector, waiting and asking
 * @param tickTime          passes by their busy time
 * @param loopDelay         how late a probe timer, due ten times a second, was run: what a timer or a connection waits
 *                          for the loop at worst; up to 2 ms are the grain of the clock
 * @param taskDelay         how long tasks of other threads waited: the eldest of each pass
 * @param events            keys found ready
 * @param tasks             tasks run
 * @param timers            timers that were due
 * @param wakeups           times another thread woke the selector
 * @param prematureWakeups  returns of the selector without any reason
 * @param selectorsRebuilt  selectors replaced because of those
 * @param exceptions        failures that reached the root of the loop
 * @param stalls            times the watchdog found one pass to last longer than {@code loopStallThreshold}
 * @param queuedTasks       tasks waiting
 * @param buffersOutstanding buffers lent
 */
public record LoopMetrics(String name, int connections, long ticks, long busyNanos, long selectNanos,
                          Histogram tickTime, Histogram loopDelay, Histogram taskDelay, long events, long tasks,
                          long timers, long wakeups, long prematureWakeups, long selectorsRebuilt, long exceptions,
                          long stalls, int queuedTasks, long buffersOutstanding) {
    /** Share of its time that the loop worked since its start, between 0 and 1. */
    public double utilisation() {
        return share(busyNanos, busyNanos + selectNanos);
    }

    /** As {@link #utilisation()}, since an earlier look at the same loop. */
    public double utilisationSince(LoopMetrics earlier) {
        long busy = busyNanos - earlier.busyNanos;
        return share(busy, busy + selectNanos - earlier.selectNanos);
    }

    /** Mean number of ready keys a pass. */
    public double eventsPerTick() {
        return share(events, ticks);
    }

    /** Mean number of passes in a second since the start. */
    public double ticksPerSecond() {
        return share(ticks, busyNanos + selectNanos) * 1e9;
    }

    private static double share(long part, long whole) {
        return whole == 0 ? 0 : (double) part / whole;
    }
}
