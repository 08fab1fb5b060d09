package io.serval.benchmarks.client;

/**
 * What came back.
 *
 * @param requests answers that were complete in time
 * @param nanos    time they took together
 * @param inTime   those of them that had the right status within {@link LoadSpec#PATIENCE_NANOS}
 * @param failures connections lost and answers with another status than expected
 */
public record LoadResult(long requests, long nanos, long inTime, long failures, Latencies latencies) {
    public double perSecond() {
        return requests * 1e9 / nanos;
    }
}
