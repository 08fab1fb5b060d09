package io.serval.benchmarks.client;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

class LatenciesTest {
    @ParameterizedTest @ValueSource(longs = {0, 1, 15, 16, 17, 31, 32, 1_000, 123_456_789, Long.MAX_VALUE / 2})
    void anUpperBoundIsAtMostASixteenthTooHigh(long nanos) {
        Latencies latencies = new Latencies();
        latencies.record(nanos);
        long bound = latencies.nanosAt(1);
        assertTrue(bound >= nanos && bound - nanos <= nanos / 16, bound + " for " + nanos);
    }

    @Test void sharesCountFromTheFastest() {
        Latencies latencies = new Latencies();
        for (int i = 1; i <= 100; i++) {
            latencies.record(i <= 99 ? 10 : 1_000_000);
        }
        assertEquals(10, latencies.nanosAt(0.5));
        assertEquals(10, latencies.nanosAt(0.99));
        assertTrue(latencies.nanosAt(1) >= 1_000_000);
        assertEquals(100, latencies.count());
    }

    @Test void nothingRecordedIsZero() {
        assertEquals(0, new Latencies().nanosAt(0.99));
    }
}
