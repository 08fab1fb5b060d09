package io.serval.connector;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import io.serval.connector.metrics.LoopMetrics;

import static io.serval.connector.Until.until;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/**
 * Clients that do everything at once: pipeline, stop in the middle, leave, come back, send nonsense. Whoever behaves
 * gets the right answers, and when all are gone nothing is left of them. Runs for {@code -Dserval.chaos=<seconds>}.
 */
class ChaosIT {
    private static final Duration TIME = Duration.ofSeconds(Integer.getInteger("serval.chaos", 2));

    @ParameterizedTest @EnumSource(value = WorkerConfig.Threads.class, names = {"PLATFORM", "VIRTUAL"})
    void nothingIsLostAndNothingIsLeft(WorkerConfig.Threads threads) throws Exception {
        assumeTrue(threads != WorkerConfig.Threads.VIRTUAL || Runtime.version().feature() >= 21);
        ConnectorConfig config = ConnectorConfig.DEFAULT.withAddress("127.0.0.1").withPollerThreads(2)
                .withWorkers(WorkerConfig.DEFAULT.withThreads(threads).withMaxThreads(16))
                .withLimits(HttpLimits.DEFAULT.withMaxKeepAlive(-1).withAssembledContent(2_000));
        AtomicInteger reported = new AtomicInteger();
        HttpConnector connector = new HttpConnector(config, Conversations.HANDLER,
                exchange -> reported.incrementAndGet());
        connector.start();
        try {
            Conversations talk = new Conversations();
            List<Throwable> failures = new Crowd().of(12, random -> {
                try (Client client = new Client(connector.localPort())) {
                    if (random.nextInt(4) == 0) {
                        Conversations.misbehave(client, random);
                    } else {
                        talk.converse(client, random);
                    }
                }
            }).act(TIME, () -> talk.answered() > 500);
            assertEquals(List.of(), failures);
            assertTrue(talk.answered() > 500, "only " + talk.answered() + " answers");
            until(() -> connector.metrics().connections() == 0, () -> "connections stay: " + connector.metrics());
            ConnectorMetrics metrics = connector.metrics();
            assertEquals(0, metrics.activeExchanges(), metrics::toString);
            assertEquals(0, metrics.buffersOutstanding(), metrics::toString);
            assertEquals(reported.get(), metrics.requests());
            assertEquals(0, metrics.loops().stream().mapToLong(LoopMetrics::exceptions).sum(), metrics::toString);
        } finally {
            connector.stop();
        }
    }
}
