package io.serval.connector;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import io.serval.connector.metrics.LoopMetrics;
import io.serval.connector.net.SelectorSource;

import static io.serval.connector.Until.until;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/**
 * One call in a hundred fails on the connections of half of the clients, and many do less than they could on all. The
 * other half notices nothing, the figures are right, and nothing is left. Runs for {@code -Dserval.faults=<seconds>}.
 */
class FaultsIT {
    private static final Duration TIME = Duration.ofSeconds(Integer.getInteger("serval.faults", 2));

    private final FaultySockets sockets = new FaultySockets();
    private final Conversations talk = new Conversations();
    private final AtomicInteger reported = new AtomicInteger();
    private final AtomicInteger failed = new AtomicInteger();
    private HttpConnector connector;

    @ParameterizedTest @EnumSource(value = WorkerConfig.Threads.class, names = {"PLATFORM", "VIRTUAL"})
    void faultsOfSomeConnectionsHarmNoOther(WorkerConfig.Threads threads) throws Exception {
        assumeTrue(threads != WorkerConfig.Threads.VIRTUAL || Runtime.version().feature() >= 21);
        ConnectorConfig config = ConnectorConfig.DEFAULT.withAddress("127.0.0.1").withPollerThreads(2)
                .withWorkers(WorkerConfig.DEFAULT.withThreads(threads).withMaxThreads(16))
                .withLimits(HttpLimits.DEFAULT.withMaxKeepAlive(-1).withAssembledContent(2_000));
        connector = new HttpConnector(config, Conversations.HANDLER, exchange -> reported.incrementAndGet(),
                new Surroundings(SelectorSource.SYSTEM, sockets, true));
        connector.start();
        try (LogLines log = new LogLines("io.serval.connector.net.Acceptor")) {
            List<Throwable> failures = new Crowd().of(8, this::lucky).of(8, this::unlucky).act(TIME, this::isEnough);
            assertEquals(List.of(), failures);
            assertTrue(isEnough(), () -> sockets.faults() + " faults, " + failed + " failures");
            checkFigures();
            assertEquals(sockets.setUpFailures(), log.lines().size(), log.lines()::toString);
        } finally {
            connector.stop();
        }
    }

    private void lucky(Random random) throws IOException {
        try (Client client = new Client(connector.localPort())) {
            try {
                talk.converse(client, random);
            } catch (IOException e) {
                if (!sockets.isNotSetUp(client)) {
                    throw e;
                }
            } finally {
                sockets.gone(client);
            }
        }
    }

    /** May be cut off at any time, but is never told anything wrong. */
    private void unlucky(Random random) throws IOException {
        try (Client client = new Client(connector.localPort())) {
            sockets.unlucky(client);
            try {
                talk.converse(client, random);
            } catch (IOException e) {
                failed.incrementAndGet();
            } finally {
                sockets.gone(client);
            }
        }
    }

    private boolean isEnough() {
        return sockets.faults() > 20 && failed.get() > 10 && sockets.setUpFailures() > 0 && talk.answered() > 100;
    }

    private void checkFigures() throws InterruptedException {
        until(() -> connector.metrics().connections() == 0, () -> "connections stay: " + connector.metrics());
        ConnectorMetrics metrics = connector.metrics();
        assertEquals(0, metrics.activeExchanges(), metrics::toString);
        assertEquals(0, metrics.buffersOutstanding(), metrics::toString);
        assertEquals(reported.get(), metrics.requests());
        assertEquals(sockets.setUpFailures(), metrics.connectionMetrics().refused());
        assertEquals(sockets.setUpFailures(), metrics.loops().stream().mapToLong(LoopMetrics::exceptions).sum());
        assertEquals(0, metrics.loops().stream().mapToInt(LoopMetrics::connections).sum());
    }
}
