package io.serval.connector.metrics;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

import org.junit.jupiter.api.Test;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

class HistogramTest {
    private static Histogram of(long... nanos) {
        List<Long> counts = new ArrayList<>(Collections.nCopies(Histogram.BUCKETS, 0L));
        long sum = 0;
        long max = 0;
        for (long each : nanos) {
            int bucket = Histogram.bucket(each);
            counts.set(bucket, counts.get(bucket) + 1);
            sum += each;
            max = Math.max(max, each);
        }
        return new Histogram(counts, sum, max);
    }

    @Test void everyTimeIsBelowTheBoundOfItsBucketAndNotBelowTheOneBefore() {
        for (long nanos : new long[] {0, 1, 999, 1_000, 1_999, 2_000, 500_000, 1_000_000, 33_000_000_000L,
            34_000_000_000L, Long.MAX_VALUE}) {
            int bucket = Histogram.bucket(nanos);
            assertTrue(nanos < Histogram.boundNanos(bucket) || bucket == Histogram.BUCKETS - 1, () -> nanos + " ns");
            assertTrue(bucket == 0 || nanos >= Histogram.boundNanos(bucket - 1), () -> nanos + " ns");
        }
    }

    @Test void aNegativeTimeCountsAsNone() {
        assertEquals(0, Histogram.bucket(-5));
    }

    @Test void quantilesAreBoundsOfBucketsAndNeverMoreThanTheLongest() {
        Histogram histogram = of(500, 1_500, 3_000, 70_000);
        assertEquals(1_000, histogram.quantileNanos(0.25));
        assertEquals(2_000, histogram.quantileNanos(0.5));
        assertEquals(70_000, histogram.quantileNanos(0.99));
        assertEquals(4, histogram.count());
        assertEquals(75_000 / 4, histogram.meanNanos());
    }

    @Test void nothingCountedHasNoQuantileAndNoMean() {
        assertEquals(0, Histogram.EMPTY.quantileNanos(0.99));
        assertEquals(0, Histogram.EMPTY.meanNanos());
    }

    @Test void addsUp() {
        assertEquals(of(500, 9_000, 1_000_000), of(500).plus(of(9_000, 1_000_000)));
    }

    @Test void refusesAnotherNumberOfBuckets() {
        assertThrows(IllegalArgumentException.class, () -> new Histogram(List.of(1L), 0, 0));
    }
}
