package io.serval.connector;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import io.serval.http.FieldName;
import io.serval.http.HeaderFields;
import io.serval.http.HttpExchange;
import io.serval.http.HttpHandler;

import static io.serval.connector.Until.until;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

class HttpConnectorIT {
    private static final String GET = "GET / HTTP/1.1\r\nHost: h\r\n\r\n";
    private static final HttpHandler HELLO = exchange -> write(exchange, "hello");

    private HttpConnector connector;

    @AfterEach void stop() throws InterruptedException {
        if (connector != null) {
            String name = connector.name();
            connector.stop(Duration.ofSeconds(5));
            until(() -> threadsOf(name).isEmpty(), "threads are left: " + threadsOf(name));
        }
    }

    private static List<String> threadsOf(String name) {
        return Thread.getAllStackTraces().keySet().stream().map(Thread::getName).filter(n -> n.startsWith(name + "-"))
                .toList();
    }

    private Client start(HttpHandler handler) throws IOException {
        return start(ConnectorConfig.DEFAULT, handler);
    }

    private Client start(ConnectorConfig config, HttpHandler handler) throws IOException {
        connector = new HttpConnector(config.withAddress("127.0.0.1"), handler);
        connector.start();
        return new Client(connector.localPort());
    }

    private static void write(HttpExchange exchange, String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
        exchange.response().write(bytes, 0, bytes.length);
    }

    private static byte[] readAll(HttpExchange exchange) throws IOException {
        byte[] all = new byte[1 << 21];
        int length = 0;
        for (int n = 0; n >= 0; n = exchange.content().read(all, length, all.length - length)) {
            length += n;
        }
        return Arrays.copyOf(all, length);
    }

    // Life

    @Test void aTakenPortIsNamedInTheFailure() throws IOException {
        try (Client client = start(HELLO)) {
            client.send(GET).response();
            HttpConnector second = new HttpConnector(
                    ConnectorConfig.DEFAULT.withAddress("127.0.0.1").withPort(connector.localPort()), HELLO);
            BindException e = assertThrows(BindException.class, second::bind);
            assertTrue(e.getMessage().contains("127.0.0.1:" + connector.localPort()), e.getMessage());
            assertEquals(-1, second.localPort());
        }
    }

    @Test void stopsAndStartsAgain() throws IOException, InterruptedException {
        for (int round = 0; round < 3; round++) {
            try (Client client = start(HELLO)) {
                assertTrue(client.send(GET).response().endsWith("hello"));
                int port = connector.localPort();
                connector.stop();
                assertEquals(-1, connector.localPort());
                assertEquals("", client.rest());
                assertThrows(ConnectException.class, () -> new Client(port));
            }
            connector.start();
            try (Client client = new Client(connector.localPort())) {
                assertTrue(client.send(GET).response().endsWith("hello"));
            }
            stop();
        }
    }

    @Test void stopLeavesNoDescriptor() throws IOException, InterruptedException {
        Path descriptors = Path.of("/proc/self/fd");
        assumeTrue(Files.isDirectory(descriptors));
        long before = count(descriptors);
        for (int round = 0; round < 5; round++) {
            start(HELLO).send(GET).response();
            stop();
        }
        until(() -> count(descriptors) <= before + 5, "descriptors are left: " + before + " before, now "
                + count(descriptors));
    }

    private static long count(Path folder) {
        try (var files = Files.list(folder)) {
            return files.count();
        } catch (IOException e) {
            return -1;
        }
    }

    @Test void pauseRefusesConnectionsAndKeepsTheOpenOnes() throws IOException {
        try (Client client = start(HELLO)) {
            client.send(GET).response();
            int port = connector.localPort();
            connector.pause();
            assertThrows(IOException.class, () -> new Client(port));
            assertTrue(client.send(GET).response().endsWith("hello"));
            connector.resume();
            assertEquals(port, connector.localPort());
            try (Client another = new Client(port)) {
                assertTrue(another.send(GET).response().endsWith("hello"));
            }
        }
    }

    @Test void drainLetsRequestsFinishAndSaysSo() throws Exception {
        Semaphore gate = new Semaphore(0);
        CountDownLatch running = new CountDownLatch(1);
        try (Client idle = start(exchange -> {
            running.countDown();
            gate.acquireUninterruptibly();
            write(exchange, "done");
        }); Client busy = new Client(connector.localPort())) {
            busy.send(GET);
            assertTrue(running.await(10, TimeUnit.SECONDS));
            assertFalse(connector.drain(Duration.ofMillis(50)));
            assertEquals("", idle.rest(), "idle connections are closed");
            assertEquals(1, connector.activeExchanges());
            gate.release();
            assertTrue(connector.drain(Duration.ofSeconds(10)));
            String response = busy.rest();
            assertTrue(response.contains("Connection: close") && response.endsWith("done"), response);
            assertEquals(0, connector.activeExchanges());
        }
    }

    @Test void stopInterruptsAHandlerThatWaits() throws Exception {
        CountDownLatch interrupted = new CountDownLatch(1);
        CountDownLatch running = new CountDownLatch(1);
        try (Client client = start(exchange -> {
            running.countDown();
            try {
                Thread.sleep(60_000);
            } catch (InterruptedException e) {
                interrupted.countDown();
            }
        })) {
            client.send(GET);
            assertTrue(running.await(10, TimeUnit.SECONDS));
            connector.stop(Duration.ofSeconds(5));
            assertTrue(interrupted.await(1, TimeUnit.SECONDS));
        }
    }

    @Test void atTheConnectionLimitClientsWaitInTheBacklog() throws Exception {
        ConnectorConfig two = ConnectorConfig.DEFAULT.withMaxConnections(2);
        try (Client first = start(two, HELLO); Client second = new Client(connector.localPort())) {
            first.send(GET).response();
            second.send(GET).response();
            try (Client third = new Client(connector.localPort())) {
                third.send(GET);
                third.socket().setSoTimeout(150);
                assertThrows(SocketTimeoutException.class, third::response);
                assertEquals(2, connector.metrics().connections());
                third.socket().setSoTimeout(10_000);
                first.socket().close();
                assertTrue(third.response().endsWith("hello"));
            }
        }
    }

    @Test void metricsTellWhatHappened() throws Exception {
        try (Client client = start(HELLO)) {
            client.send(GET).response();
            client.send(GET).response();
            client.send("nonsense\r\n\r\n").rest();
            ConnectorMetrics metrics = connector.metrics();
            assertEquals(3, metrics.requests());
            assertEquals(1L, metrics.refused().get(400));
            assertEquals(1, metrics.accepted());
            assertTrue(metrics.bytesIn() >= 2L * GET.length(), metrics::toString);
            assertTrue(metrics.bytesOut() > 100, metrics::toString);
            assertTrue(metrics.loops().get(0).ticks() > 0);
            until(() -> connector.metrics().buffersOutstanding() == 0, "buffers are left");
        }
    }

    // Requests

    @Test void largeContentStreamsBothWays() throws Exception {
        byte[] content = new byte[1_500_000];
        new Random(5).nextBytes(content);
        try (Client client = start(exchange -> {
            byte[] all = readAll(exchange);
            exchange.response().write(all, 0, all.length);
        })) {
            client.send("POST / HTTP/1.1\r\nHost: h\r\nContent-Length: " + content.length + "\r\n\r\n");
            Thread writer = new Thread(() -> sendQuietly(client, content));
            writer.start();
            String head = client.head();
            assertTrue(head.contains("Transfer-Encoding: chunked"), head);
            InputStream in = client.socket().getInputStream();
            assertArrayEquals(content, unchunk(in));
            writer.join();
            client.send(GET);
            assertTrue(client.response().startsWith("HTTP/1.1 200"));
        }
    }

    private static void sendQuietly(Client client, byte[] content) {
        try {
            client.send(content);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static byte[] unchunk(InputStream in) throws IOException {
        var all = new ByteArrayOutputStream();
        while (true) {
            StringBuilder line = new StringBuilder();
            for (int b = in.read(); b != '\n'; b = in.read()) {
                line.append((char) b);
            }
            int size = Integer.parseInt(line.toString().strip(), 16);
            all.write(in.readNBytes(size));
            in.readNBytes(2);
            if (size == 0) {
                return all.toByteArray();
            }
        }
    }

    @Test void aSlowReaderGetsEverythingAndHoldsNoWorkerForTheLastPart() throws Exception {
        byte[] content = new byte[8 << 20];
        new Random(6).nextBytes(content);
        try (Client client = start(exchange -> {
            exchange.response().fields().set(FieldName.CONTENT_LENGTH, String.valueOf(content.length));
            exchange.response().write(content, 0, content.length);
        })) {
            client.send(GET);
            client.head();
            until(() -> connector.metrics().connectionMetrics().waiting() == 1, "the socket is never full");
            byte[] received = new byte[content.length];
            InputStream in = client.socket().getInputStream();
            for (int at = 0; at < received.length; ) {
                int n = in.read(received, at, Math.min(100_000, received.length - at));
                assertTrue(n > 0, "ended at " + at);
                at += n;
            }
            assertArrayEquals(content, received);
        }
    }

    @Test void filesAreSentWhole(@TempDir Path folder) throws Exception {
        byte[] content = new byte[3 << 20];
        new Random(7).nextBytes(content);
        Path file = Files.write(folder.resolve("f"), content);
        try (Client client = start(exchange -> {
            boolean small = exchange.head().target().path().equals("/small");
            long count = small ? 1_000 : content.length - 10;
            exchange.response().fields().set(FieldName.CONTENT_LENGTH, String.valueOf(count));
            try (FileChannel channel = FileChannel.open(file)) {
                exchange.response().transferFrom(channel, 10, count);
            }
        })) {
            client.send("GET /large HTTP/1.1\r\nHost: h\r\n\r\n").head();
            assertArrayEquals(Arrays.copyOfRange(content, 10, content.length), client.bytes(content.length - 10));
            client.send("GET /small HTTP/1.1\r\nHost: h\r\n\r\n").head();
            assertArrayEquals(Arrays.copyOfRange(content, 10, 1_010), client.bytes(1_000));
        }
    }

    @Test void interimResponsesComeBeforeTheFinalOne() throws Exception {
        try (Client client = start(exchange -> {
            HeaderFields hints = new HeaderFields();
            hints.set(FieldName.of("Link"), "</style.css>");
            exchange.inform(103, hints);
            write(exchange, "page");
        })) {
            client.send(GET);
            assertEquals("HTTP/1.1 103 Early Hints\r\nLink: </style.css>\r\n\r\n", client.head());
            assertTrue(client.response().endsWith("page"));
        }
    }

    @Test void trailersGoBothWays() throws Exception {
        AtomicReference<String> received = new AtomicReference<>();
        try (Client client = start(exchange -> {
            readAll(exchange);
            received.set(exchange.content().trailers().get("X-Sum"));
            HeaderFields trailers = new HeaderFields();
            trailers.set(FieldName.of("X-Out"), "7");
            exchange.response().trailers(() -> trailers);
            write(exchange, "body");
        })) {
            client.send("POST / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\nConnection: close\r\n\r\n"
                    + "1\r\na\r\n0\r\nX-Sum: 42\r\n\r\n");
            String response = client.rest();
            assertTrue(response.endsWith("\r\n4\r\nbody\r\n0\r\nX-Out: 7\r\n\r\n"), response);
            assertEquals("42", received.get());
        }
    }

    @Test void anEarlyAnswerReachesAClientThatStillSends() throws Exception {
        try (Client client = start(exchange -> {
            exchange.response().status(403);
            write(exchange, "no");
        })) {
            client.send("POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 50000000\r\n\r\n");
            byte[] part = new byte[100_000];
            for (int i = 0; i < 20; i++) {
                client.send(part);
            }
            String response = client.rest();
            assertTrue(response.startsWith("HTTP/1.1 403 ") && response.endsWith("no"), response);
        }
    }

    @Test void anAbruptCloseHarmsNobody() throws Exception {
        CountDownLatch failed = new CountDownLatch(1);
        try (Client bystander = start(exchange -> {
            if (exchange.head().method().equals("POST")) {
                try {
                    readAll(exchange);
                } catch (IOException e) {
                    failed.countDown();
                    throw e;
                }
            }
            write(exchange, "ok");
        })) {
            for (int i = 0; i < 20; i++) {
                Client rude = new Client(connector.localPort());
                rude.send("POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 500000\r\n\r\n12345");
                rude.socket().setSoLinger(true, 0);
                rude.close();
            }
            assertTrue(failed.await(10, TimeUnit.SECONDS), "no handler was told");
            assertTrue(bystander.send(GET).response().endsWith("ok"));
            until(() -> connector.activeExchanges() == 0 && connector.metrics().connections() == 1,
                    "exchanges or connections are left");
            until(() -> connector.metrics().buffersOutstanding() == 0, "buffers are left");
        }
    }

    // Suspended exchanges

    @Test void aSuspendedExchangeIsCompletedByAnotherThread() throws Exception {
        try (Client client = start(exchange -> {
            exchange.suspend();
            new Thread(() -> {
                exchange.execute(() -> write(exchange, "a"));
                exchange.execute(() -> write(exchange, "b"));
                exchange.execute(exchange::complete);
            }).start();
        })) {
            for (int i = 0; i < 50; i++) {
                assertTrue(client.send(GET).response().endsWith("ab"));
            }
            until(() -> connector.activeExchanges() == 0, "exchanges are left");
        }
    }

    @Test void tasksOfAnExchangeNeverOverlapAndKeepTheirOrder() throws Exception {
        AtomicInteger inside = new AtomicInteger();
        AtomicInteger overlaps = new AtomicInteger();
        List<Integer> order = new CopyOnWriteArrayList<>();
        try (Client client = start(exchange -> {
            exchange.suspend();
            new Thread(() -> {
                for (int i = 0; i < 500; i++) {
                    int number = i;
                    exchange.execute(() -> {
                        overlaps.addAndGet(inside.incrementAndGet() - 1);
                        order.add(number);
                        inside.decrementAndGet();
                    });
                }
                exchange.execute(exchange::complete);
            }).start();
        })) {
            client.send(GET).response();
            assertEquals(0, overlaps.get());
            assertEquals(500, order.size());
            for (int i = 0; i < 500; i++) {
                assertEquals(i, order.get(i));
            }
        }
    }

    @Test void scheduledTasksComeLaterAndCanBeTakenBack() throws Exception {
        try (Client client = start(exchange -> {
            exchange.suspend();
            exchange.schedule(Duration.ofMillis(20), () -> write(exchange, "never")).cancel();
            exchange.schedule(Duration.ofMillis(60), () -> {
                write(exchange, "later");
                exchange.complete();
            });
        })) {
            long start = System.nanoTime();
            assertTrue(client.send(GET).response().endsWith("\r\n\r\nlater"));
            assertTrue(System.nanoTime() - start >= 60_000_000L);
        }
    }

    @Test void aFailingTaskIs500() throws Exception {
        try (Client client = start(exchange -> {
            exchange.suspend();
            exchange.execute(() -> {
                throw new IllegalStateException();
            });
        })) {
            assertTrue(client.send(GET).response().startsWith("HTTP/1.1 500 "));
        }
    }

    @Test void contentIsReadWithoutBlockingAsItComes() throws Exception {
        try (Client client = start(ConnectorConfig.DEFAULT.withLimits(HttpLimits.DEFAULT.withAssembledContent(0)),
                exchange -> {
                    exchange.suspend();
                    exchange.content().whenReady(() -> pump(exchange, new byte[100]));
                })) {
            client.send("POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 10\r\n\r\n");
            for (String part : List.of("01", "2345", "67", "89")) {
                long read = connector.metrics().bytesIn();
                client.send(part);
                until(() -> connector.metrics().bytesIn() > read, "a part is not read");
            }
            String head = client.head();
            assertTrue(head.contains("chunked") || head.contains("Content-Length: 10"), head);
            assertTrue(new String(client.bytes(10), StandardCharsets.ISO_8859_1).equals("0123456789"));
        }
    }

    private static void pump(HttpExchange exchange, byte[] buffer) throws IOException {
        while (exchange.content().isReady()) {
            int n = exchange.content().read(buffer, 0, buffer.length);
            if (n < 0) {
                exchange.complete();
                return;
            }
            exchange.response().write(buffer, 0, n);
        }
        exchange.content().whenReady(() -> pump(exchange, buffer));
    }

    @Test void contentIsWrittenWithoutBlockingAsItGoes() throws Exception {
        int pieces = 200;
        byte[] piece = new byte[50_000];
        AtomicInteger waits = new AtomicInteger();
        try (Client client = start(exchange -> {
            exchange.response().fields().set(FieldName.CONTENT_LENGTH, String.valueOf(pieces * piece.length));
            exchange.suspend();
            AtomicInteger left = new AtomicInteger(pieces);
            exchange.response().whenReady(new HttpExchange.ExchangeTask() {
                @Override public void run() throws IOException {
                    while (exchange.response().isReady()) {
                        if (left.getAndDecrement() == 0) {
                            exchange.complete();
                            return;
                        }
                        exchange.response().write(piece, 0, piece.length);
                    }
                    waits.incrementAndGet();
                    exchange.response().whenReady(this);
                }
            });
        })) {
            client.send(GET).head();
            until(() -> connector.metrics().busyThreads() == 0, "a worker waits for the client");
            assertEquals(pieces * piece.length, client.bytes(pieces * piece.length).length);
            assertTrue(waits.get() > 0, "the socket was never full");
            client.send(GET).head();
        }
    }

    // Upgrades

    @Test void anUpgradedConnectionEchoesBothBlockingAndNot() throws Exception {
        try (Client client = start(exchange -> {
            boolean blocking = exchange.head().target().path().equals("/b");
            exchange.response().status(101);
            exchange.response().fields().set(FieldName.UPGRADE, "echo");
            exchange.upgrade(stream -> {
                ByteBuffer buffer = ByteBuffer.allocate(1_000);
                if (blocking) {
                    while (stream.read(buffer.clear()) >= 0) {
                        stream.write(buffer.flip());
                        stream.flush();
                    }
                    stream.close();
                } else {
                    stream.whenReadable(new HttpExchange.ExchangeTask() {
                        @Override public void run() throws IOException {
                            while (stream.isReadable()) {
                                if (stream.read(buffer.clear()) < 0) {
                                    stream.close();
                                    return;
                                }
                                stream.write(buffer.flip());
                                stream.flush();
                            }
                            stream.whenReadable(this);
                        }
                    });
                }
            });
        })) {
            client.send(GET.replace("/ ", "/n "));
            for (String path : List.of("/b", "/n")) {
                try (Client peer = new Client(connector.localPort())) {
                    peer.send("GET " + path + " HTTP/1.1\r\nHost: h\r\nConnection: upgrade\r\nUpgrade: echo\r\n\r\nfirst");
                    String head = peer.head();
                    assertTrue(head.startsWith("HTTP/1.1 101 ") && head.contains("Upgrade: echo"), head);
                    assertEquals("first", new String(peer.bytes(5)));
                    for (int i = 0; i < 20; i++) {
                        peer.send("ping" + (i % 10));
                        assertEquals("ping" + (i % 10), new String(peer.bytes(5)));
                    }
                    peer.shutdownOutput();
                    assertEquals("", peer.rest());
                }
            }
            until(() -> connector.metrics().connections() == 1, "upgraded connections are left");
        }
    }

    @Test void sixtyFourKeepAliveConnectionsLoseNothing() throws Exception {
        AtomicInteger served = new AtomicInteger();
        ConnectorConfig config = ConnectorConfig.DEFAULT.withPollerThreads(2)
                .withLimits(HttpLimits.DEFAULT.withMaxKeepAlive(-1));
        try (Client first = start(config, exchange -> {
            served.incrementAndGet();
            write(exchange, exchange.head().target().path());
        })) {
            first.send("GET / HTTP/1.1\r\nHost: h\r\n\r\n").response();
            served.set(0);
            List<Thread> clients = new ArrayList<>();
            List<Throwable> failures = new CopyOnWriteArrayList<>();
            AtomicInteger sent = new AtomicInteger();
            long end = System.nanoTime() + Duration.ofSeconds(2).toNanos();
            for (int c = 0; c < 64; c++) {
                int number = c;
                clients.add(new Thread(() -> load(number, end, sent, failures)));
            }
            clients.forEach(Thread::start);
            for (Thread client : clients) {
                client.join(20_000);
            }
            assertEquals(List.of(), failures);
            assertEquals(sent.get(), served.get());
            assertTrue(sent.get() > 500, "only " + sent + " requests");
            until(() -> connector.activeExchanges() == 0, "exchanges are left");
            until(() -> connector.metrics().buffersOutstanding() == 0, "buffers are left");
        }
    }

    private void load(int number, long end, AtomicInteger sent, List<Throwable> failures) {
        try (Client client = new Client(connector.localPort())) {
            for (int i = 0; System.nanoTime() < end; i++) {
                String path = "/" + number + "/" + i;
                sent.incrementAndGet();
                client.send("GET " + path + " HTTP/1.1\r\nHost: h\r\n\r\n");
                String response = client.response();
                assertTrue(response.endsWith("\r\n\r\n" + path), () -> path + " was answered by " + response);
            }
        } catch (Throwable e) {
            failures.add(e);
        }
    }
}
