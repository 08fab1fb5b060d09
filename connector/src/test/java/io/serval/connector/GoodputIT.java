package io.serval.connector;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

import org.junit.jupiter.api.Test;

import static io.serval.connector.Until.until;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/**
 * A server with three times the load it can carry does as much useful work as it can, and those it takes do not wait
 * for long. Time is counted in requests here, so that it does not matter how fast the machine is: a handler ends when
 * the test gives it a turn, and a turn that no client has anything of would be lost work.
 */
class GoodputIT {
    private static final int THREADS = 8;
    private static final int QUEUE = 8;
    private static final int CLIENTS = 3 * (THREADS + QUEUE);
    private static final int TURNS = 400;
    private static final byte[] BODY = {'o', 'k'};

    private final Semaphore turns = new Semaphore(0);
    private final AtomicInteger turn = new AtomicInteger();
    private final AtomicInteger served = new AtomicInteger();
    private final AtomicInteger refused = new AtomicInteger();
    private final AtomicBoolean over = new AtomicBoolean();
    /** Written by the clock. */
    private int longestQueue;
    private HttpConnector connector;

    @Test void underThreeTimesTheLoadNoTurnIsLostAndThoseTakenWaitForTheQueueAtMost() throws Exception {
        ConnectorConfig config = ConnectorConfig.DEFAULT.withAddress("127.0.0.1")
                .withLimits(HttpLimits.DEFAULT.withMaxKeepAlive(-1)).withWorkers(WorkerConfig.DEFAULT
                        .withMaxThreads(THREADS).withMaxQueue(QUEUE).withThreads(WorkerConfig.Threads.PLATFORM));
        connector = new HttpConnector(config, exchange -> {
            turns.acquireUninterruptibly();
            exchange.response().write(BODY, 0, BODY.length);
        });
        try (LogLines log = new LogLines("io.serval.connector.exchange.Overload")) {
            connector.start();
            Thread clock = new Thread(this::giveTurns);
            clock.start();
            assertEquals(List.of(), new Crowd().of(CLIENTS, random -> ask()).act(Duration.ZERO, over::get));
            clock.join();
            assertEquals(TURNS, turn.get(), "a turn was given that served nobody");
            assertTrue(refused.get() > 0, "nothing was refused, so there was no overload");
            assertTrue(longestQueue <= QUEUE, () -> longestQueue + " were taken to wait for a turn");
            assertEquals(1, log.lines().size(), log.lines()::toString);
        } finally {
            connector.stop();
        }
    }

    /** The next turn comes when a client has had something of the last. */
    private void giveTurns() {
        try {
            for (int i = 1; i <= TURNS; i++) {
                turn.set(i);
                turns.release();
                int wanted = i;
                until(() -> served.get() >= wanted, () -> "turn " + wanted + " served nobody");
                longestQueue = Math.max(longestQueue, connector.metrics().queued());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            over.set(true);
            turns.release(CLIENTS * TURNS); // for those that are still there
        }
    }

    /** Asks again as soon as it was served, and comes back when it was refused. */
    private void ask() throws IOException, InterruptedException {
        try (Client client = new Client(connector.localPort())) {
            client.socket().setSoTimeout(60_000);
            while (!over.get()) {
                String response = client.send("GET / HTTP/1.1\r\nHost: h\r\n\r\n").response();
                if (response.startsWith("HTTP/1.1 503 ")) {
                    refused.incrementAndGet();
                    Thread.sleep(1);
                    return;
                }
                served.incrementAndGet();
            }
        }
    }
}
