package io.serval.connector.http2;

import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import io.serval.connector.ConnectorConfig;
import io.serval.connector.Http2Config;
import io.serval.connector.HttpConnector;
import io.serval.http.HttpExchange;
import io.serval.http.HttpHandler;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** HTTP/2 on clear text over real sockets: the JDK's client, and one that does what it is told. */
class Http2IT {
    /** {@code /size/n} sends n bytes, everything else is said back with the content. */
    private static final HttpHandler HANDLER = exchange -> {
        String path = exchange.head().target().path();
        if (path.startsWith("/size/")) {
            int size = Integer.parseInt(path.substring(6));
            byte[] part = new byte[16_000];
            for (int done = 0; done < size; done += part.length) {
                exchange.response().write(part, 0, Math.min(part.length, size - done));
            }
        } else {
            H2Wire.write(exchange, exchange.connection().protocol() + " " + exchange.head().method() + " " + path + " "
                    + drain(exchange));
        }
    };

    private final ExecutorService threads = Executors.newCachedThreadPool();
    private HttpConnector connector;

    private static long drain(HttpExchange exchange) throws IOException {
        byte[] part = new byte[16_384];
        long all = 0;
        for (int n = 0; n >= 0; n = exchange.content().read(part, 0, part.length)) {
            all += n;
        }
        return all;
    }

    private void start(HttpHandler handler) throws IOException {
        start(ConnectorConfig.DEFAULT.withHttp2(Http2Config.DEFAULT.withUpgrade(true)), handler);
    }

    private void start(ConnectorConfig config, HttpHandler handler) throws IOException {
        connector = new HttpConnector(config.withAddress("127.0.0.1"), handler);
        connector.start();
    }

    @AfterEach void nothingIsLeft() throws InterruptedException {
        threads.shutdownNow();
        until(() -> connector.metrics().activeExchanges() == 0, "exchanges are left");
        until(() -> connector.metrics().connections() == 0 || connector.metrics().buffersOutstanding() == 0,
                "buffers are left");
        connector.stop(Duration.ofSeconds(5));
    }

    private static void until(BooleanSupplier condition, String what) throws InterruptedException {
        long end = System.nanoTime() + Duration.ofSeconds(60).toNanos();
        while (!condition.getAsBoolean()) {
            assertTrue(System.nanoTime() < end, what);
            LockSupport.parkNanos(1_000_000);
        }
    }

    private URI uri(String path) {
        return URI.create("http://127.0.0.1:" + connector.localPort() + path);
    }

    private static HttpClient client() {
        return HttpClient.newBuilder().version(HttpClient.Version.HTTP_2).build();
    }

    // The JDK's client

    @Test
    void theJdksClientUpgradesWithItsFirstRequest() throws Exception {
        start(HANDLER);
        HttpClient client = client();
        for (String path : List.of("/first", "/second")) {
            HttpResponse<String> response = client.send(HttpRequest.newBuilder(uri(path)).build(),
                    BodyHandlers.ofString());
            assertEquals(HttpClient.Version.HTTP_2, response.version());
            assertEquals("h2c GET " + path + " 0", response.body());
        }
        assertEquals(1, connector.metrics().accepted());
    }

    @Test
    void theJdksClientUploadsAndDownloads() throws Exception {
        start(HANDLER);
        HttpClient client = client();
        client.send(HttpRequest.newBuilder(uri("/")).build(), BodyHandlers.discarding());
        HttpResponse<String> up = client.send(HttpRequest.newBuilder(uri("/up"))
                .POST(BodyPublishers.ofByteArray(new byte[5_000_000])).build(), BodyHandlers.ofString());
        assertEquals("h2c POST /up 5000000", up.body());
        HttpResponse<byte[]> down = client.send(HttpRequest.newBuilder(uri("/size/20000000")).build(),
                BodyHandlers.ofByteArray());
        assertEquals(20_000_000, down.body().length);
    }

    @Test
    void aRequestWithContentIsAnsweredInHttp1() throws Exception {
        start(HANDLER);
        HttpResponse<String> response = client().send(HttpRequest.newBuilder(uri("/"))
                .POST(BodyPublishers.ofString("abc")).build(), BodyHandlers.ofString());
        assertEquals("http/1.1 POST / 3", response.body());
    }

    @Test
    void manyRequestsOfTheJdksClientAtOnce() throws Exception {
        start(HANDLER);
        HttpClient client = client();
        client.send(HttpRequest.newBuilder(uri("/")).build(), BodyHandlers.discarding());
        List<CompletableFuture<HttpResponse<byte[]>>> all = new ArrayList<>();
        for (int i = 0; i < 80; i++) {
            all.add(client.sendAsync(HttpRequest.newBuilder(uri("/size/" + i * 3_000)).build(),
                    BodyHandlers.ofByteArray()));
        }
        for (int i = 0; i < 80; i++) {
            assertEquals(i * 3_000, all.get(i).get(20, TimeUnit.SECONDS).body().length);
        }
    }

    @Test
    void switchedOffItIsNotSpoken() throws Exception {
        start(ConnectorConfig.DEFAULT.withHttp2(Http2Config.OFF), HANDLER);
        HttpResponse<String> response = client().send(HttpRequest.newBuilder(uri("/")).build(),
                BodyHandlers.ofString());
        assertEquals(HttpClient.Version.HTTP_1_1, response.version());
        try (Socket socket = new Socket("127.0.0.1", connector.localPort())) {
            socket.getOutputStream().write(FrameBytes.connection().toBytes());
            String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
            assertTrue(answer.startsWith("HTTP/1.1 4") || answer.startsWith("HTTP/1.1 5"), answer);
        }
    }

    // The upgrade by the letter (RFC 7540 §3.2)

    private String upgrade(String lines) throws IOException {
        try (Socket socket = new Socket("127.0.0.1", connector.localPort())) {
            socket.setSoTimeout(10_000);
            socket.getOutputStream().write(("GET /up HTTP/1.1\r\nHost: localhost\r\n" + lines + "\r\n").getBytes(
                    StandardCharsets.ISO_8859_1));
            InputStream in = socket.getInputStream();
            return new String(in.readNBytes(12), StandardCharsets.ISO_8859_1);
        }
    }

    @Test
    void onlyAnOfferByTheLetterIsTaken() throws IOException {
        start(HANDLER);
        String offer = "Connection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\nHTTP2-Settings: AAMAAABk\r\n";
        assertEquals("HTTP/1.1 101", upgrade(offer));
        assertEquals("HTTP/1.1 101", upgrade(offer.replace("h2c", "websocket, h2c")));
        assertEquals("HTTP/1.1 200", upgrade(offer.replace("Upgrade: h2c", "Upgrade: h2")));
        assertEquals("HTTP/1.1 200", upgrade(offer.replace(", HTTP2-Settings\r", "\r")));
        assertEquals("HTTP/1.1 200", upgrade(offer.replace("AAMAAABk", "AAMA*")));
        assertEquals("HTTP/1.1 200", upgrade(offer.replace("AAMAAABk", "AAMAAA")));
        assertEquals("HTTP/1.1 200", upgrade(offer + "HTTP2-Settings: AAMAAABk\r\n"));
        assertEquals("HTTP/1.1 200", upgrade(offer.substring(0, offer.indexOf("HTTP2-Settings: "))));
    }

    @Test
    void byDefaultNoOfferIsTaken() throws IOException {
        start(ConnectorConfig.DEFAULT, HANDLER);
        assertEquals("HTTP/1.1 200", upgrade("Connection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\n"
                + "HTTP2-Settings: AAMAAABk\r\n"));
    }

    @Test
    void theSettingsOfAnUpgradeCount() throws IOException {
        start(HANDLER);
        try (Socket socket = new Socket("127.0.0.1", connector.localPort())) {
            // SETTINGS_INITIAL_WINDOW_SIZE 10
            socket.getOutputStream().write(("GET /size/100 HTTP/1.1\r\nHost: localhost\r\nConnection: Upgrade, "
                    + "HTTP2-Settings\r\nUpgrade: h2c\r\nHTTP2-Settings: AAQAAAAK\r\n\r\n").getBytes(
                    StandardCharsets.ISO_8859_1));
            InputStream in = socket.getInputStream();
            for (int seen = 0; seen != 0x0d0a0d0a; ) {
                seen = seen << 8 | in.read();
            }
            try (H2Client client = new H2Client(socket)) {
                assertEquals(10, client.await(Frames.DATA).payload().length);
                client.widen(1, 90);
                assertEquals(90, client.await(Frames.DATA).payload().length);
                assertEquals(200, client.get(3, "/size/5").status());
            }
        }
    }

    // Many at once

    @Test
    void manyDownloadsThroughOneConnectionAllComplete() throws Exception {
        start(HANDLER);
        try (H2Client client = new H2Client(connector.localPort())) {
            client.setting(Frames.SETTINGS_INITIAL_WINDOW_SIZE, 5_000);
            for (int i = 0; i < 60; i++) {
                client.request(1 + 2 * i, "GET", "/size/100000", true);
            }
            int[] got = new int[120];
            for (int ended = 0; ended < 60; ) {
                H2Client.Frame frame = client.next();
                if (frame.type() == Frames.DATA) {
                    got[frame.streamId()] += frame.payload().length;
                    if (frame.payload().length > 0) {
                        client.widen(0, frame.payload().length).widen(frame.streamId(), frame.payload().length);
                    }
                    ended += frame.endsStream() ? 1 : 0;
                }
            }
            for (int i = 0; i < 60; i++) {
                assertEquals(100_000, got[1 + 2 * i]);
            }
        }
    }

    @Test
    void uploadsGrowTheirWindow() throws Exception {
        start(HANDLER);
        byte[] content = new byte[30_000_000];
        HttpClient client = client();
        client.send(HttpRequest.newBuilder(uri("/")).build(), BodyHandlers.discarding());
        HttpResponse<String> up = client.send(HttpRequest.newBuilder(uri("/up"))
                .POST(BodyPublishers.ofByteArray(content)).build(), BodyHandlers.ofString());
        assertEquals("h2c POST /up 30000000", up.body());
    }

    // The end

    @Test
    void drainingLosesNoRequest() throws Exception {
        start(exchange -> {
            LockSupport.parkNanos(1_000_000);
            HANDLER.handle(exchange);
        });
        AtomicBoolean drained = new AtomicBoolean();
        AtomicInteger answered = new AtomicInteger();
        List<Future<String>> clients = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            clients.add(threads.submit(() -> askUntilTold(drained, answered)));
        }
        until(() -> answered.get() > 200, "no load");
        drained.set(true);
        assertTrue(connector.drain(Duration.ofSeconds(40)));
        for (Future<String> client : clients) {
            assertEquals("told before", client.get(40, TimeUnit.SECONDS));
        }
    }

    /** Asks one request after another, until the server has said that it leaves. */
    private String askUntilTold(AtomicBoolean drained, AtomicInteger answered) throws IOException {
        try (H2Client client = new H2Client(connector.localPort())) {
            for (int id = 1; client.lastOfServer == Integer.MAX_VALUE || id <= client.lastOfServer; id += 2) {
                if (client.get(id, "/").status() != 200) {
                    return client.lastOfServer < id && drained.get() ? "told before"
                            : "stream " + id + " is lost, last " + client.lastOfServer;
                }
                answered.incrementAndGet();
            }
            client.awaitEnd();
            return "told before";
        }
    }

    @Test
    void contentArrivesWhole() throws Exception {
        byte[] sent = new byte[3_000_000];
        new java.util.Random(1).nextBytes(sent);
        start(exchange -> {
            byte[] part = new byte[10_000];
            for (int n = 0; n >= 0; n = exchange.content().read(part, 0, part.length)) {
                exchange.response().write(part, 0, n);
            }
        });
        HttpClient client = client();
        client.send(HttpRequest.newBuilder(uri("/")).build(), BodyHandlers.discarding());
        HttpResponse<byte[]> echo = client.send(HttpRequest.newBuilder(uri("/"))
                .POST(BodyPublishers.ofByteArray(sent)).build(), BodyHandlers.ofByteArray());
        assertArrayEquals(sent, echo.body(), () -> "differs from " + Arrays.mismatch(sent, echo.body()));
    }
}
