package io.serval.connector;

import java.io.IOException;
import java.io.InputStream;
import java.lang.management.BufferPoolMXBean;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import io.serval.connector.metrics.LoopMetrics;
import io.serval.connector.tls.TestKeys;
import io.serval.http.FieldName;
import io.serval.http.HttpExchange;

import static io.serval.connector.Until.until;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/**
 * Everything at once for a while, on clear text and over TLS: conversations, uploads, downloads, clients that are slow,
 * silent, or gone. Then memory, descriptors and threads are where they were. Runs for {@code -Dserval.soak=}, an ISO
 * duration as {@code PT3M}, and tells the figures.
 */
class SoakIT {
    private static final Duration TIME = Duration.parse(System.getProperty("serval.soak", "PT2S"));
    private static final Duration WARM_UP = Duration.ofSeconds(2).plus(TIME.dividedBy(10));
    private static final Duration PATIENCE = Duration.ofSeconds(2);
    private static final int LARGE = 600_000;
    private static final String NAME = "soak";
    private static final ConnectorConfig CONFIG = ConnectorConfig.DEFAULT.withAddress("127.0.0.1")
            .withLimits(HttpLimits.DEFAULT.withMaxKeepAlive(-1).withAssembledContent(2_000))
            .withTimeouts(Timeouts.all(PATIENCE)).withWorkers(WorkerConfig.DEFAULT.withMaxThreads(32));

    private final Conversations talk = new Conversations();
    private final AtomicLong uploaded = new AtomicLong();
    private final AtomicInteger cutOff = new AtomicInteger();
    private final AtomicInteger gone = new AtomicInteger();
    private HttpConnector plain;
    private HttpConnector secure;
    private SSLContext trusting;

    /** What a process holds. */
    private record Holdings(long heap, long direct, long descriptors, long threads) {
        static Holdings now() throws IOException {
            for (int i = 0; i < 3; i++) {
                System.gc(); // the last of these finds what the cleaners of the first have let go
            }
            long heap = ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
            long direct = ManagementFactory.getPlatformMXBeans(BufferPoolMXBean.class).stream()
                    .filter(each -> each.getName().equals("direct")).mapToLong(BufferPoolMXBean::getMemoryUsed).sum();
            long threads = Thread.getAllStackTraces().keySet().stream()
                    .filter(each -> each.getName().startsWith(NAME)).count();
            return new Holdings(heap, direct, openDescriptors(), threads);
        }

        private static long openDescriptors() throws IOException {
            Path folder = Path.of("/proc/self/fd");
            if (!Files.isDirectory(folder)) {
                return 0;
            }
            try (Stream<Path> open = Files.list(folder)) {
                return open.count();
            }
        }

        @Override public String toString() {
            return String.format("heap %,d KiB, direct %,d KiB, %d descriptors, %d threads", heap >> 10, direct >> 10,
                    descriptors, threads);
        }
    }

    private static void handle(HttpExchange exchange) throws IOException {
        if (exchange.head().target().path().equals("/large")) {
            byte[] large = new byte[LARGE];
            exchange.response().fields().set(FieldName.CONTENT_LENGTH, String.valueOf(LARGE));
            exchange.response().write(large, 0, large.length);
        } else {
            Conversations.HANDLER.handle(exchange);
        }
    }

    @AfterEach void stop() {
        plain.stop();
        secure.stop();
    }

    @Test void afterEverythingAtOnceNothingIsLeft() throws Exception {
        trusting = TestKeys.trustingClient();
        trusting.getClientSessionContext().setSessionCacheSize(100); // what clients remember is not the server's
        plain = new HttpConnector(CONFIG.withName(NAME + "-plain"), SoakIT::handle);
        secure = new HttpConnector(CONFIG.withName(NAME + "-tls").withTls(TestKeys.localhost()), SoakIT::handle);
        plain.start();
        secure.start();
        Holdings fresh = Holdings.now();
        Holdings before = soak(WARM_UP);
        Holdings after = soak(TIME);
        System.out.printf("soak of %s: %,d answers, %,d MiB uploaded, %,d cut off by timeouts, %,d clients gone%n"
                + "  fresh  %s%n  before %s%n  after  %s%n", TIME, talk.answered(), uploaded.get() >> 20, cutOff.get(),
                gone.get(), fresh, before, after);
        assertTrue(after.heap() < before.heap() + (16 << 20), () -> before + " became " + after);
        assertTrue(after.direct() < before.direct() + (16 << 20), () -> before + " became " + after);
        assertTrue(after.descriptors() <= before.descriptors() + 3, () -> before + " became " + after);
        assertTrue(after.threads() <= before.threads() + 32, () -> before + " became " + after);
    }

    private Holdings soak(Duration time) throws Exception {
        List<Throwable> failures = new Crowd()
                .of(4, this::converse).of(2, this::converseOverTls)
                .of(2, random -> upload(connect(), random)).of(1, random -> upload(connectTls(), random))
                .of(1, random -> download(connect())).of(1, random -> download(connectTls()))
                .of(2, this::misbehave)
                .of(1, random -> waitForTheEnd(connect(), "")).of(1, random -> waitForTheEnd(connect(), "GET / HT"))
                .of(1, random -> waitForTheEnd(connect(), "POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 9\r\n\r\nx"))
                .of(1, random -> waitForTheEnd(connectTls(), "GET / HTTP/1.1\r\nHost: h\r\n\r\n"))
                .of(1, random -> readNothing(random.nextBoolean() ? connect() : connectTls()))
                .of(1, this::leaveInTheMiddle)
                .act(time, () -> talk.answered() > 100 && cutOff.get() > 4 && gone.get() > 4);
        assertEquals(List.of(), failures);
        for (HttpConnector each : List.of(plain, secure)) {
            until(() -> each.metrics().connections() == 0, () -> each.name() + " keeps " + each.metrics());
            ConnectorMetrics metrics = each.metrics();
            assertEquals(0, metrics.activeExchanges(), metrics::toString);
            assertEquals(0, metrics.buffersOutstanding(), metrics::toString);
            assertEquals(0, metrics.loops().stream().mapToLong(LoopMetrics::exceptions).sum(), metrics::toString);
        }
        return Holdings.now();
    }

    private Client connect() throws IOException {
        return new Client(plain.localPort());
    }

    private Client connectTls() throws IOException {
        Socket socket = trusting.getSocketFactory().createSocket(InetAddress.getLoopbackAddress(), secure.localPort());
        return new Client(socket);
    }

    private void converse(Random random) throws IOException {
        try (Client client = connect()) {
            talk.converse(client, random);
        }
    }

    private void converseOverTls(Random random) throws IOException {
        try (Client client = connectTls()) {
            talk.converse(client, random);
        }
    }

    private void upload(Client opened, Random random) throws IOException {
        try (Client client = opened) {
            int length = 100_000 + random.nextInt(1_000_000);
            client.send("POST /up HTTP/1.1\r\nHost: h\r\nContent-Length: " + length + "\r\n\r\n");
            client.send(new byte[length]);
            String response = client.response();
            assertTrue(response.endsWith("/up " + length), response);
            uploaded.addAndGet(length);
        }
    }

    private static void download(Client opened) throws IOException {
        try (Client client = opened) {
            client.send("GET /large HTTP/1.1\r\nHost: h\r\n\r\n").head();
            assertEquals(LARGE, client.bytes(LARGE).length);
        }
    }

    private void misbehave(Random random) throws IOException {
        try (Client client = connect()) {
            Conversations.misbehave(client, random);
        }
        Thread.yield();
    }

    /** Begins, or not, and says no more: the server ends it. */
    private void waitForTheEnd(Client opened, String beginning) throws IOException {
        try (Client client = opened) {
            client.send(beginning).rest();
            cutOff.incrementAndGet();
        }
    }

    private void readNothing(Client opened) throws IOException {
        try (Client client = opened) {
            client.socket().setReceiveBufferSize(4_096);
            client.send("GET /large HTTP/1.1\r\nHost: h\r\n\r\n".repeat(10));
            until(() -> hasLeft(client), "the server waits for ever");
            cutOff.incrementAndGet();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Writing is how one finds out without reading. */
    private static boolean hasLeft(Client client) {
        try {
            Thread.sleep(20);
            client.send("GET /large HTTP/1.1\r\nHost: h\r\n\r\n");
            return false;
        } catch (IOException e) {
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return true;
        }
    }

    private void leaveInTheMiddle(Random random) throws IOException {
        try (Client client = random.nextBoolean() ? connect() : connectTls()) {
            client.send(random.nextBoolean() ? "GET /large HTTP/1.1\r\nHost: h\r\n\r\n"
                    : "POST /up HTTP/1.1\r\nHost: h\r\nContent-Length: 100000\r\n\r\n" + "x".repeat(40_000));
            InputStream in = client.socket().getInputStream();
            client.socket().setSoTimeout(1 + random.nextInt(10));
            try {
                in.readNBytes(random.nextInt(LARGE));
            } catch (IOException expected) {
                Thread.yield(); // nothing comes to an upload that is not whole
            }
            client.socket().setSoLinger(true, 0);
            gone.incrementAndGet();
        } catch (SocketException e) {
            gone.incrementAndGet();
        }
    }
}
