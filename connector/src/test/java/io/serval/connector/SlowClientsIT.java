package io.serval.connector;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import io.serval.http.FieldName;
import io.serval.http.HttpException;
import io.serval.http.HttpExchange;
import io.serval.http.HttpHandler;

import static io.serval.connector.Until.until;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** What slow, silent and greedy clients cost the others: nothing. */
class SlowClientsIT {
    private static final String GET = "GET / HTTP/1.1\r\nHost: h\r\n\r\n";
    private static final ConnectorConfig ONE_THREAD = ConnectorConfig.DEFAULT
            .withWorkers(WorkerConfig.DEFAULT.withMaxThreads(1).withThreads(WorkerConfig.Threads.PLATFORM));

    private final List<Client> clients = new ArrayList<>();
    private HttpConnector connector;

    private void start(ConnectorConfig config, HttpHandler handler) throws IOException {
        connector = new HttpConnector(config.withAddress("127.0.0.1"), handler);
        connector.start();
    }

    private Client client() throws IOException {
        Client client = new Client(connector.localPort());
        clients.add(client);
        return client;
    }

    @AfterEach void stop() throws IOException {
        for (Client client : clients) {
            client.close();
        }
        connector.stop();
    }

    private static void write(HttpExchange exchange, String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
        exchange.response().write(bytes, 0, bytes.length);
    }

    private static int drain(HttpExchange exchange) throws IOException {
        byte[] buffer = new byte[8_192];
        int all = 0;
        for (int n = 0; n >= 0; n = exchange.content().read(buffer, 0, buffer.length)) {
            all += n;
        }
        return all;
    }

    @Test void slowHeadsAndSmallContentsHoldNoWorker() throws IOException {
        start(ONE_THREAD, exchange -> write(exchange, "read " + drain(exchange)));
        for (int i = 0; i < 20; i++) {
            client().send("GET / HTTP/1.1\r\nHos");
            client().send("POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 60000\r\n\r\nabc");
        }
        for (int i = 0; i < 20; i++) {
            assertTrue(client().send(GET).response().endsWith("read 0"));
        }
    }

    @Test void aClientThatTakesItsTimeWithTheEndOfAResponseHoldsNoWorker() throws Exception {
        byte[] large = new byte[3 << 20];
        CountDownLatch left = new CountDownLatch(8);
        start(ONE_THREAD, exchange -> {
            if (exchange.head().target().path().equals("/large")) {
                exchange.response().fields().set(FieldName.CONTENT_LENGTH, "100000");
                exchange.response().write(large, 0, 100_000);
                left.countDown();
            } else {
                write(exchange, "quick");
            }
        });
        for (int i = 0; i < 8; i++) {
            client().send("GET /large HTTP/1.1\r\nHost: h\r\n\r\n");
        }
        assertTrue(left.await(10, TimeUnit.SECONDS));
        assertTrue(client().send(GET).response().endsWith("quick"));
        assertEquals(100_000, clients.get(0).response().length() - clients.get(0).lastHead().length());
    }

    @Test void whatAHandlerHasWrittenReachesTheClientWhileItGoesOn() throws Exception {
        int much = 900_000; // more than a socket takes unread, less than what is left to the loop
        for (int size : new int[] {100_000, much}) {
            CountDownLatch arrived = new CountDownLatch(1);
            start(ONE_THREAD, exchange -> {
                exchange.response().fields().set(FieldName.CONTENT_LENGTH, String.valueOf(size + 1));
                exchange.response().write(new byte[size], 0, size);
                awaitQuietly(arrived);
                write(exchange, "!");
            });
            Client client = client();
            client.socket().setReceiveBufferSize(64 * 1024);
            client.send(GET).head();
            assertEquals(size, client.bytes(size).length);
            arrived.countDown();
            assertEquals('!', client.bytes(1)[0]);
            connector.stop();
        }
    }

    private static void awaitQuietly(CountDownLatch latch) throws IOException {
        try {
            if (!latch.await(20, TimeUnit.SECONDS)) {
                throw new IOException("nothing arrived");
            }
        } catch (InterruptedException e) {
            throw new IOException(e);
        }
    }

    @Test void aWorkerThatWaitsForContentIsReleasedWith408() throws IOException {
        ConnectorConfig hasty = ONE_THREAD.withTimeouts(Timeouts.DEFAULT.withContent(Duration.ofMillis(100)));
        AtomicReference<Throwable> seen = new AtomicReference<>();
        start(hasty, exchange -> {
            try {
                drain(exchange);
            } catch (HttpException e) {
                seen.set(e);
                throw e;
            }
            write(exchange, "ok");
        });
        String response = client().send("POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 1000000\r\n\r\nabc").rest();
        assertTrue(response.startsWith("HTTP/1.1 408 ") && response.contains("Connection: close"), response);
        assertTrue(seen.get().getMessage().contains("connectionUploadTimeout"), () -> "seen: " + seen.get());
        assertTrue(client().send(GET).response().endsWith("ok"));
    }

    @Test void aSuspendedExchangeThatWaitsForContentIsReleasedWith408() throws IOException {
        ConnectorConfig hasty = ONE_THREAD.withTimeouts(Timeouts.DEFAULT.withContent(Duration.ofMillis(100)));
        start(hasty, exchange -> {
            exchange.suspend();
            exchange.content().whenReady(() -> {
                drain(exchange);
                exchange.complete();
            });
        });
        String response = client().send("POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 1000000\r\n\r\n").rest();
        assertTrue(response.startsWith("HTTP/1.1 408 "), response);
    }

    @Test void aWorkerThatWaitsForAClientThatReadsNothingIsReleased() throws Exception {
        ConnectorConfig hasty = ONE_THREAD.withTimeouts(Timeouts.DEFAULT.withWrite(Duration.ofMillis(150)));
        byte[] large = new byte[64 << 20];
        CountDownLatch failed = new CountDownLatch(1);
        start(hasty, exchange -> {
            if (exchange.head().target().path().equals("/")) {
                write(exchange, "quick");
                return;
            }
            try {
                exchange.response().write(large, 0, large.length);
            } catch (IOException e) {
                failed.countDown();
                throw e;
            }
        });
        client().send("GET /large HTTP/1.1\r\nHost: h\r\n\r\n");
        assertTrue(failed.await(10, TimeUnit.SECONDS), "the worker waits on");
        assertTrue(client().send(GET).response().endsWith("quick"));
    }

    @Test void fullWorkersAnswer503AtOnceAndServeOnAfterwards() throws Exception {
        Semaphore gate = new Semaphore(0);
        ConnectorConfig small = ConnectorConfig.DEFAULT.withWorkers(WorkerConfig.DEFAULT.withMaxThreads(1)
                .withMaxQueue(1).withThreads(WorkerConfig.Threads.PLATFORM));
        CountDownLatch running = new CountDownLatch(1);
        start(small, exchange -> {
            running.countDown();
            gate.acquireUninterruptibly();
            write(exchange, "served");
        });
        Client first = client().send(GET);
        assertTrue(running.await(10, TimeUnit.SECONDS));
        Client second = client().send(GET);
        until(() -> connector.metrics().queued() == 1, "the second does not wait");
        String refused = client().send(GET).rest();
        assertTrue(refused.startsWith("HTTP/1.1 503 ") && refused.contains("Retry-After: "), refused);
        assertEquals(1L, connector.metrics().refused().get(503));
        gate.release(10);
        assertTrue(first.response().endsWith("served"));
        assertTrue(second.response().endsWith("served"));
    }
}
