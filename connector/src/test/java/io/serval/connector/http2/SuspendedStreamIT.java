package io.serval.connector.http2;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicReference;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import io.serval.connector.ConnectorConfig;
import io.serval.connector.HttpConnector;
import io.serval.http.FieldName;
import io.serval.http.HttpExchange;
import io.serval.http.HttpHandler;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

/** Suspended exchanges of HTTP/2 in the hands of threads of the application, while their workers go home. */
@Timeout(120)
class SuspendedStreamIT {
    private static final int BIG = 2 << 20;

    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final AtomicReference<Throwable> failure = new AtomicReference<>();
    private HttpConnector connector;

    private H2Client start(HttpHandler handler) throws IOException {
        connector = new HttpConnector(ConnectorConfig.DEFAULT.withAddress("127.0.0.1"), handler);
        connector.start();
        return new H2Client(connector.localPort());
    }

    @AfterEach void stop() {
        threads.shutdownNow();
        connector.stop();
    }

    @Test void whatAnotherThreadWritesAtOnceComesWholeAndInOrder() throws Exception {
        StringBuilder expected = new StringBuilder();
        for (int i = 0; i < 20; i++) {
            expected.append("line ").append(i).append('\n');
        }
        try (H2Client client = start(exchange -> {
            exchange.suspend();
            threads.execute(() -> writeLines(exchange));
        })) {
            for (int stream = 1; stream < 1_000; stream += 2) {
                assertEquals(expected.toString(), client.get(stream, "/").text(), "stream " + stream);
            }
        }
        assertNull(failure.get());
    }

    private void writeLines(HttpExchange exchange) {
        try {
            for (int i = 0; i < 20; i++) {
                byte[] line = ("line " + i + '\n').getBytes(StandardCharsets.US_ASCII);
                exchange.response().write(line, 0, line.length);
                exchange.response().flush();
            }
        } catch (IOException e) {
            failure.set(e);
        }
        exchange.complete();
    }

    @Test void whatIsWrittenWithoutBlockingIsSentThoughNobodyAsksAgain() throws Exception {
        try (H2Client client = start(exchange -> {
            exchange.suspend();
            exchange.response().fields().set(FieldName.CONTENT_LENGTH, String.valueOf(BIG));
            exchange.response().whenReady(() -> {
                exchange.response().write(new byte[BIG], 0, BIG);
                exchange.schedule(Duration.ofSeconds(100), exchange::complete);
            });
        })) {
            client.request(1, "GET", "/", true);
            int received = 0;
            while (received < BIG) {
                H2Client.Frame frame = client.next();
                if (frame.type() == Frames.DATA && frame.payload().length > 0) {
                    received += frame.payload().length;
                    client.widen(0, frame.payload().length).widen(1, frame.payload().length);
                }
            }
            assertEquals(BIG, received);
        }
    }
}
