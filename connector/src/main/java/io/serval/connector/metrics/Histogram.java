package io.serval.connector.metrics;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * How often something took how long. Buckets are fixed: the first counts what took less than 1 µs, each further one
 * what
 * took less than twice the bound of the one before, the last everything from {@link #boundNanos} of the one before it
 * (33.6 s) on. Immutable.
 *
 * @param counts   one count a bucket, {@link #BUCKETS} of them
 * @param sumNanos sum of all times
 * @param maxNanos the longest time
 */
public record Histogram(List<Long> counts, long sumNanos, long maxNanos) {
    /** Number of buckets. */
    public static final int BUCKETS = 27;
    /** Nothing was counted. */
    public static final Histogram EMPTY = new Histogram(Collections.nCopies(BUCKETS, 0L), 0, 0);

    public Histogram {
        if (counts.size() != BUCKETS) {
            throw new IllegalArgumentException("counts must be " + BUCKETS + ", were " + counts.size());
        }
        counts = List.copyOf(counts);
    }

    /** The bucket of a time. */
    public static int bucket(long nanos) {
        return Math.min(BUCKETS - 1, 64 - Long.numberOfLeadingZeros(Math.max(0, nanos / 1_000)));
    }

    /** What the times in a bucket are below, in nanoseconds; {@link Long#MAX_VALUE} for the last. */
    public static long boundNanos(int bucket) {
        return bucket == BUCKETS - 1 ? Long.MAX_VALUE : 1_000L << bucket;
    }

    /** How many times were counted. */
    public long count() {
        long all = 0;
        for (long each : counts) {
            all += each;
        }
        return all;
    }

    /** Mean in nanoseconds; 0 when nothing was counted. */
    public long meanNanos() {
        long count = count();
        return count == 0 ? 0 : sumNanos / count;
    }

    /**
     * A time that the given share of all did not exceed, in nanoseconds: the bound of its bucket, so up to twice the
     * true value, but never more than the longest time. 0 when nothing was counted.
     *
     * @param share between 0 and 1; 0.99 for the 99th percentile
     */
    public long quantileNanos(double share) {
        long wanted = (long) Math.ceil(share * count());
        long seen = 0;
        for (int i = 0; i < BUCKETS; i++) {
            seen += counts.get(i);
            if (seen >= wanted && seen > 0) {
                return Math.min(boundNanos(i), maxNanos);
            }
        }
        return 0;
    }

    /** This and another together. */
    public Histogram plus(Histogram other) {
        List<Long> sums = new ArrayList<>(BUCKETS);
        for (int i = 0; i < BUCKETS; i++) {
            sums.add(counts.get(i) + other.counts.get(i));
        }
        return new Histogram(sums, sumNanos + other.sumNanos, Math.max(maxNanos, other.maxNanos));
    }
}
