package io.serval.connector;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;

import io.serval.http.HttpExchange;
import io.serval.http.HttpHandler;

import static org.junit.jupiter.api.Assertions.assertTrue;

/** What clients of tests under load say, a handler that answers in every way there is, and the look at the answers. */
final class Conversations {
    /** Answers with target and length of the content, in one of several ways that the target chooses. */
    static final HttpHandler HANDLER = exchange -> {
        String path = exchange.head().target().path();
        if (path.endsWith("/async")) {
            exchange.suspend();
            exchange.schedule(Duration.ofMillis(1), () -> {
                answer(exchange);
                exchange.complete();
            });
        } else if (path.endsWith("/ready")) {
            exchange.suspend();
            pump(exchange, new int[1]);
        } else if (path.endsWith("/unread")) {
            write(exchange, path + " unread");
        } else {
            answer(exchange);
        }
    };

    private static void pump(HttpExchange exchange, int[] length) throws IOException {
        byte[] buffer = new byte[700];
        while (exchange.content().isReady()) {
            int n = exchange.content().read(buffer, 0, buffer.length);
            if (n < 0) {
                write(exchange, exchange.head().target().path() + " " + length[0]);
                exchange.complete();
                return;
            }
            length[0] += n;
        }
        exchange.content().whenReady(() -> pump(exchange, length));
    }

    private static void answer(HttpExchange exchange) throws IOException {
        byte[] buffer = new byte[5_000];
        int length = 0;
        for (int n = 0; n >= 0; n = exchange.content().read(buffer, 0, buffer.length)) {
            length += n;
        }
        write(exchange, exchange.head().target().path() + " " + length);
    }

    private static void write(HttpExchange exchange, String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
        exchange.response().write(bytes, 0, bytes.length);
    }

    private final AtomicInteger answered = new AtomicInteger();

    /** Right answers so far. */
    int answered() {
        return answered.get();
    }

    /** Pipelined requests in pieces of any size, and the answers in order. */
    void converse(Client client, Random random) throws IOException {
        for (int round = 0; round < 5; round++) {
            StringBuilder requests = new StringBuilder();
            List<String> expected = new ArrayList<>();
            int count = 1 + random.nextInt(6);
            for (int i = 0; i < count; i++) {
                request(random, round + "." + i, requests, expected);
            }
            sendInPieces(client, requests.toString(), random);
            for (String content : expected) {
                String response = client.response();
                assertTrue(response.endsWith("\r\n\r\n" + content), () -> "for " + content + " came " + response);
                answered.incrementAndGet();
            }
        }
    }

    private static void request(Random random, String number, StringBuilder requests, List<String> expected) {
        String path = "/" + number + new String[] {"", "/async", "/ready", "/unread"}[random.nextInt(4)];
        int length = random.nextInt(4) == 0 ? random.nextInt(9_000) : 0;
        if (length == 0) {
            requests.append("GET ").append(path).append(" HTTP/1.1\r\nHost: h\r\n\r\n");
        } else if (random.nextBoolean()) {
            requests.append("POST ").append(path).append(" HTTP/1.1\r\nHost: h\r\nContent-Length: ").append(length)
                    .append("\r\n\r\n").append("x".repeat(length));
        } else {
            requests.append("POST ").append(path).append(" HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n")
                    .append(Integer.toHexString(length)).append("\r\n").append("y".repeat(length))
                    .append("\r\n0\r\n\r\n");
        }
        expected.add(path + (path.endsWith("/unread") ? " unread" : " " + length));
    }

    private static void sendInPieces(Client client, String text, Random random) throws IOException {
        for (int at = 0; at < text.length(); ) {
            int to = random.nextInt(3) == 0 ? Math.min(text.length(), at + 1 + random.nextInt(200)) : text.length();
            client.send(text.substring(at, to));
            if (random.nextInt(8) == 0) {
                Thread.yield();
            }
            at = to;
        }
    }

    /** A request that is cut off or broken, and a client that leaves without a word. */
    static void misbehave(Client client, Random random) {
        try {
            StringBuilder requests = new StringBuilder();
            for (int i = 0; i < 3; i++) {
                request(random, "bad." + i, requests, new ArrayList<>());
            }
            requests.setLength(1 + random.nextInt(requests.length()));
            if (random.nextBoolean()) {
                requests.insert(random.nextInt(requests.length()), '\u0001');
            }
            client.socket().setSoTimeout(30);
            client.send(requests.toString());
            switch (random.nextInt(3)) {
                case 0 -> client.socket().setSoLinger(true, 0);
                case 1 -> client.shutdownOutput().rest();
                default -> client.socket().getInputStream().skipNBytes(1);
            }
        } catch (IOException expected) {
            Thread.yield(); // the server may well have ended first
        }
    }
}
