package io.serval.benchmarks.client;

/**
 * What came back.
 *
 * @param requests answers that were complete in time
 * @param nanos    time they took together
 * @param failures connections lost and answers with a status other than 200
 */
public record LoadResult(long requests, long nanos, long failures, Latencies latencies) {
    public double perSecond() {
        return requests * 1e9 / nanos;
    }
}
