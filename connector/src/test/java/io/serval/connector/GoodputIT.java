package io.serval.connector;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import org.junit.jupiter.api.Test;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/**
 * A server with three times the load it can carry does as much useful work as before, and those it takes do not wait
 * for long. Handlers wait instead of working, so the capacity is known whatever machine this runs on: 8 threads of 20
 * ms
 * each are 400 requests a second.
 */
class GoodputIT {
    private static final int THREADS = 8;
    private static final int QUEUE = 8;
    private static final long SERVICE_MILLIS = 20;
    private static final long RUN_MILLIS = 1_500;
    private static final byte[] BODY = "ok".getBytes();

    /** What a run of many clients gave. */
    private record Run(int served, int refused, int failed, List<Long> millis) {
        long p99() {
            List<Long> sorted = new ArrayList<>(millis);
            sorted.sort(null);
            return sorted.get(sorted.size() * 99 / 100);
        }
    }

    @Test void goodputAtThreeTimesTheLoadIsAtLeastFourFifthsOfThePeak() throws Exception {
        ConnectorConfig config = ConnectorConfig.DEFAULT.withAddress("127.0.0.1").withWorkers(
                WorkerConfig.DEFAULT.withMaxThreads(THREADS).withMaxQueue(QUEUE)
                        .withThreads(WorkerConfig.Threads.PLATFORM));
        HttpConnector connector = new HttpConnector(config, exchange -> {
            sleep(SERVICE_MILLIS);
            exchange.response().write(BODY, 0, BODY.length);
        });
        try (LogLines log = new LogLines("io.serval.connector.exchange.Overload")) {
            connector.start();
            Run peak = run(connector.localPort(), THREADS);
            Run over = run(connector.localPort(), 3 * (THREADS + QUEUE));
            assertEquals(0, peak.refused() + peak.failed() + over.failed(), () -> peak + " " + over);
            assertTrue(over.refused() > 0, "nothing was refused, so there was no overload");
            assertTrue(over.served() >= 0.8 * peak.served(), () -> over.served() + " after " + peak.served());
            assertTrue(over.p99() <= 10 * SERVICE_MILLIS, () -> "those taken waited up to " + over.p99() + " ms");
            assertEquals(1, log.lines().size(), log.lines()::toString);
        } finally {
            connector.stop();
        }
    }

    /** Clients that ask again as soon as they were served, and after a moment when they were refused. */
    private static Run run(int port, int clients) throws InterruptedException {
        AtomicInteger refused = new AtomicInteger();
        AtomicInteger failed = new AtomicInteger();
        ConcurrentLinkedQueue<Long> served = new ConcurrentLinkedQueue<>();
        ExecutorService threads = Executors.newFixedThreadPool(clients);
        long end = System.nanoTime() + Duration.ofMillis(RUN_MILLIS).toNanos();
        for (int i = 0; i < clients; i++) {
            threads.execute(() -> {
                while (System.nanoTime() < end) {
                    ask(port, end, served, refused, failed);
                }
            });
        }
        threads.shutdown();
        assertTrue(threads.awaitTermination(30, TimeUnit.SECONDS), "clients do not end");
        return new Run(served.size(), refused.get(), failed.get(), List.copyOf(served));
    }

    private static void ask(int port, long end, ConcurrentLinkedQueue<Long> served, AtomicInteger refused,
                            AtomicInteger failed) {
        try (Client client = new Client(port)) {
            while (System.nanoTime() < end) {
                long begin = System.nanoTime();
                String response = client.send("GET / HTTP/1.1\r\nHost: h\r\n\r\n").response();
                if (response.startsWith("HTTP/1.1 503 ")) {
                    refused.incrementAndGet();
                    sleep(SERVICE_MILLIS / 2);
                    return;
                }
                served.add((System.nanoTime() - begin) / 1_000_000);
            }
        } catch (IOException e) {
            failed.incrementAndGet();
        }
    }

    private static void sleep(long millis) {
        try {
            Thread.sleep(millis);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
