package io.serval.connector;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import io.serval.http.FieldName;
import io.serval.http.HttpExchange;
import io.serval.http.HttpHandler;
import io.serval.http.ResponseContent;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** A suspended exchange belongs to threads of the application, while its worker goes home and its tasks come. */
@Timeout(120)
class SuspendedExchangeIT {
    private static final int ROUNDS = 1500;
    private static final int BIG = 16 << 20;
    /** Less than maxSwallowSize, so that the connection goes on though the head of the response is out earlier. */
    private static final int UPLOAD = 1 << 20;

    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final AtomicReference<Throwable> failure = new AtomicReference<>();
    private HttpConnector connector;

    @AfterEach void stop() {
        threads.shutdownNow();
        connector.stop();
    }

    private Client start(HttpHandler handler) throws IOException {
        connector = new HttpConnector(ConnectorConfig.DEFAULT.withAddress("127.0.0.1")
                .withLimits(HttpLimits.DEFAULT.withMaxKeepAlive(-1)), handler);
        connector.start();
        return new Client(connector.localPort());
    }

    /** Something a thread of the application does with an exchange. */
    @FunctionalInterface
    private interface Work {
        void run() throws Exception;
    }

    private void inBackground(HttpExchange exchange, Work work) {
        threads.execute(() -> {
            try {
                work.run();
            } catch (Exception e) {
                failure.compareAndSet(null, e);
            } finally {
                exchange.complete();
            }
        });
    }

    private static byte[] line(int number) {
        return ("line " + number + '\n').getBytes(StandardCharsets.US_ASCII);
    }

    private static void write(ResponseContent response, byte[] bytes) throws IOException {
        response.write(bytes, 0, bytes.length);
    }

    /** What a chunked response says. */
    private static String chunked(Client client) throws IOException {
        client.head();
        InputStream in = client.socket().getInputStream();
        StringBuilder content = new StringBuilder();
        for (int size = chunkSize(in); size > 0; size = chunkSize(in)) {
            content.append(new String(in.readNBytes(size), StandardCharsets.US_ASCII));
            assertEquals("\r\n", new String(in.readNBytes(2), StandardCharsets.US_ASCII), "the end of a chunk");
        }
        assertEquals("\r\n", new String(in.readNBytes(2), StandardCharsets.US_ASCII), "the end of the message");
        return content.toString();
    }

    private static int chunkSize(InputStream in) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int b = in.read(); b != '\n'; b = in.read()) {
            assertTrue(b >= 0, "the end of the connection within a chunk line");
            line.append((char) b);
        }
        return Integer.parseInt(line.toString().strip(), 16);
    }

    @Test void whatAnotherThreadWritesAtOnceComesWholeAndInOrder() throws Exception {
        try (Client client = start(exchange -> {
            exchange.suspend();
            inBackground(exchange, () -> {
                for (int i = 0; i < 20; i++) {
                    write(exchange.response(), line(i));
                    exchange.response().flush();
                }
            });
        })) {
            StringBuilder expected = new StringBuilder();
            for (int i = 0; i < 20; i++) {
                expected.append("line ").append(i).append('\n');
            }
            for (int round = 0; round < ROUNDS; round++) {
                client.send("GET /" + round + " HTTP/1.1\r\nHost: h\r\n\r\n");
                assertEquals(expected.toString(), chunked(client), "round " + round);
            }
        }
        assertNull(failure.get());
    }

    @Test void tasksOfTheExchangeDoNotDisturbAThreadThatWaitsForASlowClient() throws Exception {
        AtomicBoolean written = new AtomicBoolean();
        CountDownLatch disturbed = new CountDownLatch(1);
        byte[] part = new byte[1 << 20];
        int parts = 32; // more than any socket takes unread
        try (Client client = start(exchange -> {
            exchange.suspend();
            exchange.response().fields().set(FieldName.CONTENT_LENGTH, String.valueOf(parts * part.length));
            inBackground(exchange, () -> {
                for (int i = 0; i < parts; i++) {
                    write(exchange.response(), part);
                }
                written.set(true);
            });
            keepBusy(exchange, written, disturbed);
        })) {
            client.send("GET / HTTP/1.1\r\nHost: h\r\n\r\n");
            client.head();
            assertTrue(disturbed.await(60, TimeUnit.SECONDS));
            for (int i = 0; i < parts; i++) {
                assertArrayEquals(part, client.bytes(part.length), "part " + i);
            }
        }
        assertNull(failure.get());
    }

    /** Tasks again and again until everything is written. */
    private static void keepBusy(HttpExchange exchange, AtomicBoolean written, CountDownLatch soon) {
        int[] left = {20};
        exchange.schedule(Duration.ofMillis(2), new HttpExchange.ExchangeTask() {
            @Override public void run() {
                if (--left[0] == 0) {
                    soon.countDown();
                }
                if (!written.get()) {
                    exchange.schedule(Duration.ofMillis(2), this);
                }
            }
        });
    }

    @Test void oneThreadReadsWhileAnotherWrites() throws Exception {
        byte[] sent = new byte[UPLOAD];
        Arrays.fill(sent, (byte) 'x');
        try (Client client = start(exchange -> {
            exchange.suspend();
            exchange.response().fields().set(FieldName.CONTENT_LENGTH, String.valueOf(UPLOAD));
            AtomicInteger running = new AtomicInteger(2);
            Work read = () -> {
                byte[] buffer = new byte[5000];
                int total = 0;
                for (int count = 0; count >= 0; count = exchange.content().read(buffer, 0, buffer.length)) {
                    total += count;
                }
                assertEquals(UPLOAD, total);
            };
            Work write = () -> {
                for (int at = 0; at < UPLOAD; at += 4096) {
                    exchange.response().write(sent, at, 4096);
                }
            };
            for (Work each : new Work[] {read, write}) {
                threads.execute(() -> {
                    try {
                        each.run();
                    } catch (Exception e) {
                        failure.compareAndSet(null, e);
                    }
                    if (running.decrementAndGet() == 0) {
                        exchange.complete();
                    }
                });
            }
        })) {
            for (int round = 0; round < 5; round++) {
                client.send("POST / HTTP/1.1\r\nHost: h\r\nContent-Length: " + UPLOAD + "\r\n\r\n");
                Future<?> upload = threads.submit(() -> sendSlowly(client, sent));
                client.head();
                assertArrayEquals(sent, client.bytes(UPLOAD));
                upload.get(30, TimeUnit.SECONDS);
            }
        }
        assertNull(failure.get());
    }

    private static void sendSlowly(Client client, byte[] content) {
        try {
            for (int at = 0; at < content.length; at += 1 << 16) {
                client.send(Arrays.copyOfRange(content, at, at + (1 << 16)));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test void whatIsWrittenWithoutBlockingIsSentThoughNobodyAsksAgain() throws Exception {
        try (Client client = start(exchange -> {
            exchange.suspend();
            exchange.response().fields().set(FieldName.CONTENT_LENGTH, String.valueOf(BIG + 1));
            exchange.response().whenReady(() -> {
                exchange.response().write(new byte[BIG], 0, BIG);
                exchange.schedule(Duration.ofSeconds(60), exchange::complete);
            });
        })) {
            client.send("GET / HTTP/1.1\r\nHost: h\r\n\r\n");
            client.head();
            assertArrayEquals(new byte[BIG], client.bytes(BIG));
        }
    }

    @Test void threadsThatWriteWhenTheyMayAreNotDisturbedByWhatElseTheExchangeDoes() throws Exception {
        try (Client client = start(exchange -> {
            AtomicBoolean written = new AtomicBoolean();
            exchange.suspend();
            exchange.response().whenReady(() -> inBackground(exchange, () -> {
                for (int i = 0; i < 200; i++) {
                    write(exchange.response(), line(i));
                    exchange.response().flush();
                    while (!exchange.response().isReady()) {
                        Thread.onSpinWait();
                    }
                }
                written.set(true);
            }));
            keepBusy(exchange, written, new CountDownLatch(1));
        })) {
            for (int round = 0; round < 100; round++) {
                client.send("GET /" + round + " HTTP/1.1\r\nHost: h\r\n\r\n");
                assertEquals(200, chunked(client).lines().count(), "round " + round);
            }
        }
        assertNull(failure.get());
    }
}
