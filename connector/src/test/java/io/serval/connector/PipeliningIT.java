package io.serval.connector;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import io.serval.http.HttpExchange;
import io.serval.http.HttpHandler;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

class PipeliningIT {
    private HttpConnector connector;

    @AfterEach void stop() {
        if (connector != null) {
            connector.stop();
        }
    }

    private Client start(HttpHandler handler) throws IOException {
        connector = new HttpConnector(ConnectorConfig.DEFAULT.withAddress("127.0.0.1")
                .withLimits(HttpLimits.DEFAULT.withMaxKeepAlive(-1)), handler);
        connector.start();
        return new Client(connector.localPort());
    }

    private static String get(String path) {
        return "GET " + path + " HTTP/1.1\r\nHost: h\r\n\r\n";
    }

    private static void echoPath(HttpExchange exchange) throws IOException {
        byte[] path = exchange.head().target().path().getBytes(StandardCharsets.ISO_8859_1);
        exchange.response().write(path, 0, path.length);
    }

    private static void await(CountDownLatch latch) throws IOException {
        try {
            if (!latch.await(20, TimeUnit.SECONDS)) {
                throw new IOException("the client did not get the earlier responses");
            }
        } catch (InterruptedException e) {
            throw new IOException(e);
        }
    }

    @Test void aFinishedResponseDoesNotWaitForTheNextHandler() throws IOException {
        CountDownLatch arrived = new CountDownLatch(1);
        try (Client client = start(exchange -> {
            if (exchange.head().target().path().equals("/slow")) {
                byte[] begun = "begun ".getBytes(StandardCharsets.ISO_8859_1);
                exchange.response().write(begun, 0, begun.length);
                await(arrived);
            }
            echoPath(exchange);
        })) {
            client.send(get("/1") + get("/2") + get("/slow") + get("/3"));
            assertTrue(client.response().endsWith("/1"));
            assertTrue(client.response().endsWith("/2"));
            arrived.countDown();
            assertTrue(client.response().endsWith("begun /slow"));
            assertTrue(client.response().endsWith("/3"));
        }
    }

    @Test void theLoopLooksAgainAfterQuickRequests() throws IOException, InterruptedException {
        CountDownLatch arrived = new CountDownLatch(1);
        try (Client client = start(exchange -> {
            String path = exchange.head().target().path();
            if (path.startsWith("/pause")) {
                pause();
            }
            if (path.equals("/slow")) {
                await(arrived);
            }
            echoPath(exchange);
        })) {
            client.send(get("/1") + get("/pause1") + get("/2") + get("/pause2") + get("/3") + get("/slow"));
            for (String path : new String[] {"/1", "/pause1", "/2", "/pause2", "/3"}) {
                assertTrue(client.response().endsWith(path), path);
            }
            arrived.countDown();
            assertTrue(client.response().endsWith("/slow"));
        }
    }

    /** Long enough for the loop to look more than once. */
    private static void pause() throws IOException {
        try {
            TimeUnit.MILLISECONDS.sleep(30);
        } catch (InterruptedException e) {
            throw new IOException(e);
        }
    }

    /** The loop and the worker use the same output, thousands of times. */
    @Test void noByteIsLostOrTwiceWhileTheLoopLooksOn() throws IOException, InterruptedException {
        try (Client client = start(exchange -> {
            int number = Integer.parseInt(exchange.head().target().path().substring(1));
            if (number % 7 == 0) {
                long end = System.nanoTime() + number % 5 * 1_000_000L;
                while (System.nanoTime() < end) {
                    Thread.onSpinWait();
                }
            }
            echoPath(exchange);
            if (number % 11 == 0) {
                exchange.response().flush();
            }
        })) {
            int all = 3_000;
            Thread sender = new Thread(() -> {
                try {
                    for (int i = 0; i < all; i += 20) {
                        StringBuilder batch = new StringBuilder();
                        for (int j = i; j < i + 20; j++) {
                            batch.append(get("/" + j));
                        }
                        client.send(batch.toString());
                    }
                } catch (IOException e) {
                    throw new IllegalStateException(e);
                }
            });
            sender.start();
            for (int i = 0; i < all; i++) {
                String head = client.head();
                assertEquals("/" + i, content(client, head), "response " + i);
            }
            sender.join();
        }
    }

    private static String content(Client client, String head) throws IOException {
        if (!head.contains("chunked")) {
            int at = head.indexOf("Content-Length: ") + 16;
            return text(client, Integer.parseInt(head.substring(at, head.indexOf('\r', at))));
        }
        int size = Integer.parseInt(text(client, 3).strip(), 16);
        String content = text(client, size);
        assertEquals("\r\n0\r\n\r\n", text(client, 7));
        return content;
    }

    private static String text(Client client, int count) throws IOException {
        return new String(client.bytes(count), StandardCharsets.ISO_8859_1);
    }
}
