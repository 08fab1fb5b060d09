package io.serval.connector;

import java.io.IOException;
import java.time.Duration;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import io.serval.connector.tls.TestKeys;

import static io.serval.connector.Until.until;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/**
 * The six timeouts by the clock on the wall: none comes early, and none much too late. What they do exactly, and when,
 * the tests with a clock of their own tell.
 */
class TimeoutsIT {
    private static final Duration TIMEOUT = Duration.ofMillis(300);
    /** Of a machine that has other things to do as well. */
    private static final Duration LATE = Duration.ofSeconds(5);
    private static final Timeouts LONG = Timeouts.all(Duration.ofMinutes(5));
    private static final String GET = "GET / HTTP/1.1\r\nHost: h\r\n\r\n";

    private HttpConnector connector;

    private Client start(Timeouts timeouts) throws IOException {
        connector = new HttpConnector(ConnectorConfig.DEFAULT.withAddress("127.0.0.1").withTimeouts(timeouts),
                exchange -> {
                    byte[] content = new byte[exchange.head().target().path().equals("/large") ? 50 << 20 : 2];
                    exchange.response().write(content, 0, content.length);
                });
        connector.start();
        return new Client(connector.localPort());
    }

    @AfterEach void stop() {
        connector.stop();
    }

    private static void inTime(long begin) {
        long took = System.nanoTime() - begin;
        assertTrue(took >= TIMEOUT.toNanos(), () -> "after " + took / 1_000_000 + " ms, too early");
        assertTrue(took <= TIMEOUT.plus(LATE).toNanos(), () -> "after " + took / 1_000_000 + " ms, too late");
    }

    @Test void aSilentConnectionIsClosed() throws IOException {
        long begin = System.nanoTime();
        try (Client client = start(LONG.withFirstByte(TIMEOUT))) {
            assertEquals("", client.rest());
            inTime(begin);
        }
    }

    @Test void aHeadThatIsNotWholeIsAnsweredWith408() throws IOException {
        try (Client client = start(LONG.withHead(TIMEOUT))) {
            long begin = System.nanoTime();
            assertTrue(client.send("GET / HT").rest().startsWith("HTTP/1.1 408 "));
            inTime(begin);
        }
    }

    @Test void contentThatDoesNotComeIsAnsweredWith408() throws IOException {
        try (Client client = start(LONG.withContent(TIMEOUT))) {
            long begin = System.nanoTime();
            client.send("POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 9\r\n\r\nx");
            assertTrue(client.rest().startsWith("HTTP/1.1 408 "));
            inTime(begin);
        }
    }

    @Test void aConnectionThatIsIdleIsClosed() throws IOException {
        try (Client client = start(LONG.withKeepAlive(TIMEOUT))) {
            client.send(GET).head();
            long begin = System.nanoTime() - TIMEOUT.dividedBy(4).toNanos(); // the server's time began before
            client.bytes(2);
            assertEquals("", client.rest());
            inTime(begin);
        }
    }

    @Test void aResponseThatIsNotTakenIsGivenUp() throws Exception {
        try (Client client = start(LONG.withWrite(TIMEOUT))) {
            long begin = System.nanoTime();
            client.send("GET /large HTTP/1.1\r\nHost: h\r\n\r\n").head();
            until(() -> connector.metrics().connections() == 0, "the server waits for ever");
            inTime(begin);
        }
    }

    @Test void aHandshakeThatDoesNotComeIsGivenUp() throws IOException {
        connector = new HttpConnector(ConnectorConfig.DEFAULT.withAddress("127.0.0.1").withTimeouts(LONG)
                .withTls(TestKeys.localhost(TIMEOUT)), exchange -> { });
        connector.start();
        long begin = System.nanoTime();
        try (Client client = new Client(connector.localPort())) {
            client.rest();
            inTime(begin);
        }
    }
}
