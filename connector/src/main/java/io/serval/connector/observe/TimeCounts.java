package io.serval.connector.observe;

import java.util.ArrayList;
import java.util.List;

import io.serval.connector.metrics.Histogram;

/** A {@link Histogram} being counted by one thread. Others may read it, and see what was counted a moment late. */
public final class TimeCounts {
    private final long[] counts = new long[Histogram.BUCKETS];
    private long sum;
    private long max;

    public void add(long nanos) {
        counts[Histogram.bucket(nanos)]++;
        sum += nanos;
        if (nanos > max) {
            max = nanos;
        }
    }

    public Histogram snapshot() {
        List<Long> copy = new ArrayList<>(counts.length);
        for (long count : counts) {
            copy.add(count);
        }
        return new Histogram(copy, sum, max);
    }
}
