package io.serval.connector.net;

import java.util.ArrayList;
import java.util.List;

/** What a loop counts. Plain fields written by the loop alone; a reader may see them a moment late. */
final class LoopCounters {
    private static final int BUCKETS = 21;

    long ticks;
    long busyNanos;
    long selectNanos;
    long events;
    long tasks;
    long timers;
    long wakeups;
    long rebuilt;
    long exceptions;
    private final long[] histogram = new long[BUCKETS];

    void tick(long nanos) {
        ticks++;
        busyNanos += nanos;
        histogram[bucket(nanos)]++;
    }

    List<Long> histogram() {
        List<Long> copy = new ArrayList<>(BUCKETS);
        for (long count : histogram) {
            copy.add(count);
        }
        return copy;
    }

    private static int bucket(long nanos) {
        return Math.min(BUCKETS - 1, 64 - Long.numberOfLeadingZeros(Math.max(0, nanos / 1_000)));
    }
}
