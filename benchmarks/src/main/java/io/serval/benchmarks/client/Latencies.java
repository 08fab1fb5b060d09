package io.serval.benchmarks.client;

/** Times of answers, kept in buckets that are at most 1/16 of their value wide. Constant memory, no garbage. */
public final class Latencies {
    private static final int STEPS = 16;
    private static final int STEP_BITS = 4;

    private final long[] counts = new long[Long.SIZE * STEPS];
    private long total;

    public void record(long nanos) {
        counts[bucket(Math.max(0, nanos))]++;
        total++;
    }

    public long count() {
        return total;
    }

    /** An upper bound of the time that this share (0 to 1) of the answers stayed below; 0 when there were none. */
    public long nanosAt(double share) {
        long wanted = (long) Math.ceil(share * total);
        long seen = 0;
        for (int bucket = 0; bucket < counts.length; bucket++) {
            seen += counts[bucket];
            if (seen >= wanted && seen > 0) {
                return upperBound(bucket);
            }
        }
        return 0;
    }

    private static int bucket(long nanos) {
        if (nanos < STEPS) {
            return (int) nanos;
        }
        int shift = Long.SIZE - 1 - Long.numberOfLeadingZeros(nanos) - STEP_BITS;
        return (shift + 1) * STEPS + (int) (nanos >>> shift) - STEPS;
    }

    private static long upperBound(int bucket) {
        if (bucket < STEPS) {
            return bucket;
        }
        int shift = bucket / STEPS - 1;
        return ((long) (bucket % STEPS + STEPS + 1) << shift) - 1;
    }
}
