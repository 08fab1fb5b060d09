package io.serval.connector;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import io.serval.connector.coding.CountingCoding;
import io.serval.http.FieldName;
import io.serval.http.HttpExchange;
import io.serval.http.HttpHandler;

import static io.serval.connector.Until.until;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Encoders may hold memory that no garbage collector sees: however a response ends, its encoder is closed. */
@Timeout(30)
class CodingLifeIT {
    private static final String GET = "GET / HTTP/1.1\r\nHost: h\r\nAccept-Encoding: " + CountingCoding.NAME
            + "\r\n\r\n";
    private final int openedBefore = CountingCoding.OPENED.get();
    private HttpConnector connector;

    private HttpConnector start(HttpHandler handler) throws IOException {
        connector = new HttpConnector(ConnectorConfig.DEFAULT.withAddress("127.0.0.1")
                .withCompression(Compression.ON.withMode(Compression.Mode.FORCE)), handler);
        connector.start();
        return connector;
    }

    private static void begin(HttpExchange exchange) throws IOException {
        exchange.response().fields().set(FieldName.CONTENT_TYPE, "text/plain");
        write(exchange, "begun");
        exchange.response().flush();
    }

    private static void write(HttpExchange exchange, String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
        exchange.response().write(bytes, 0, bytes.length);
    }

    private void assertAllClosed() throws InterruptedException {
        until(() -> CountingCoding.OPENED.get() > openedBefore, "no encoder was opened");
        until(() -> CountingCoding.OPEN.get() == 0, "an encoder is open still");
    }

    @AfterEach void stop() {
        connector.stop();
        assertEquals(0, CountingCoding.OPEN.get(), "an encoder was left open");
    }

    @Test void theEncoderIsClosedWithAResponseThatIsWhole() throws Exception {
        try (Client client = new Client(start(CodingLifeIT::begin).localPort())) {
            client.send(GET).head();
            assertAllClosed();
        }
    }

    @Test void theEncoderIsClosedWhenTheHandlerFails() throws Exception {
        start(exchange -> {
            begin(exchange);
            throw new IllegalStateException("a fault of the application, thrown by this test");
        });
        try (Client client = new Client(connector.localPort())) {
            client.send(GET).rest();
            assertAllClosed();
        }
    }

    @Test void theEncoderIsClosedWhenTheClientGoesInTheMiddle() throws Exception {
        CountDownLatch gone = new CountDownLatch(1);
        start(exchange -> {
            begin(exchange);
            await(gone);
            assertThrows(IOException.class, () -> {
                for (int i = 0; i < 10_000; i++) {
                    write(exchange, "x".repeat(10_000));
                    exchange.response().flush();
                }
            });
        });
        try (Client client = new Client(connector.localPort())) {
            client.send(GET).head();
            client.socket().setSoLinger(true, 0);
        }
        gone.countDown();
        assertAllClosed();
    }

    private static void await(CountDownLatch latch) throws IOException {
        try {
            assertTrue(latch.await(10, TimeUnit.SECONDS));
        } catch (InterruptedException e) {
            throw new IOException(e);
        }
    }

    @Test void encodersOfSuspendedExchangesAreClosedWhenTheConnectorStops() throws Exception {
        start(exchange -> {
            begin(exchange);
            exchange.suspend();
        });
        int codingsBefore = CountingCoding.CLOSED_CODINGS.get();
        List<Client> clients = List.of(new Client(connector.localPort()), new Client(connector.localPort()));
        for (Client client : clients) {
            client.send(GET).head();
        }
        assertEquals(2, CountingCoding.OPEN.get());
        connector.stop();
        assertAllClosed();
        assertEquals(codingsBefore + 1, CountingCoding.CLOSED_CODINGS.get(), "the coding itself was not closed");
        for (Client client : clients) {
            client.close();
        }
    }
}
