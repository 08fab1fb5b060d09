package io.serval.connector.net;

import io.serval.connector.observe.TimeCounts;

/** What a loop counts. Plain fields written by the loop alone; a reader may see them a moment late. */
final class LoopCounters {
    long ticks;
    long busyNanos;
    long selectNanos;
    long events;
    long tasks;
    long timers;
    long exceptions;
    long interestChanges;
    final TimeCounts tickTime = new TimeCounts();
    final TimeCounts loopDelay = new TimeCounts();
    final TimeCounts taskDelay = new TimeCounts();

    void tick(long nanos) {
        ticks++;
        busyNanos += nanos;
        tickTime.add(nanos);
    }
}
