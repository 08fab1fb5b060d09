package io.serval.connector.observe;

import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Test;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

class RequestCountsTest {
    private final RequestCounts counts = new RequestCounts();

    @Test void countsByTheHundredsOfTheStatus() {
        for (int status : new int[] {0, 101, 200, 204, 304, 404, 499, 503, 999}) {
            counts.add(status, 1_000, 0);
        }
        assertEquals(List.of(2L, 1L, 2L, 1L, 2L, 1L), counts.byClass());
        assertEquals(9, counts.completed());
    }

    @Test void aRequestThatNoWorkerHadHasNoQueueWait() {
        counts.add(400, 5_000, -1);
        counts.add(200, 7_000, 3_000);
        assertEquals(1, counts.queueWait().count());
        assertEquals(3_000, counts.queueWait().maxNanos());
        assertEquals(12_000, counts.duration().sumNanos());
        assertEquals(7_000, counts.duration().maxNanos());
    }

    @Test void losesNoneOfManyThreads() throws InterruptedException {
        ExecutorService threads = Executors.newFixedThreadPool(8);
        for (int i = 0; i < 8; i++) {
            int number = i;
            threads.execute(() -> {
                for (int k = 0; k < 20_000; k++) {
                    counts.add(200, number * 1_000L + k, 1);
                }
            });
        }
        threads.shutdown();
        assertTrue(threads.awaitTermination(30, TimeUnit.SECONDS));
        assertEquals(160_000, counts.completed());
        assertEquals(160_000, counts.duration().count());
        assertEquals(26_999, counts.duration().maxNanos());
    }
}
