package io.serval.connector.http2;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.serval.connector.ConnectorConfig;
import io.serval.connector.DataRates;
import io.serval.connector.Http2Config;
import io.serval.connector.HttpConnector;
import io.serval.connector.Timeouts;
import io.serval.connector.WorkerConfig;
import io.serval.http.HttpHandler;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

/**
 * Clients that let hundreds of handlers wait, some for content, some for a window. Rates and timeouts are far away, so
 * nothing but the design keeps workers for the others.
 */
class BlockedStreamsIT {
    private static final int CLIENTS = 30;
    private static final int STREAMS = 10;
    private static final Timeouts PATIENT = Timeouts.all(Duration.ofMinutes(5))
            .withRates(new DataRates(0, 0, Duration.ZERO));

    private final AtomicInteger handling = new AtomicInteger();
    private final AtomicInteger failed = new AtomicInteger();
    private final List<H2Client> clients = new ArrayList<>();
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private HttpConnector connector;

    /** Reads all there is and sends as much as the path says; counts itself, and whether it fails. */
    private final HttpHandler handler = exchange -> {
        handling.incrementAndGet();
        try {
            H2Wire.readAll(exchange);
            int size = Integer.parseInt(exchange.head().target().path().substring(1));
            byte[] part = new byte[16_000];
            for (int done = 0; done < size; done += part.length) {
                exchange.response().write(part, 0, Math.min(part.length, size - done));
            }
        } catch (IOException e) {
            failed.incrementAndGet();
            throw e;
        } finally {
            handling.decrementAndGet();
        }
    };

    private void start(int maxThreads) throws IOException {
        start(maxThreads, Http2Config.DEFAULT);
    }

    private void start(int maxThreads, Http2Config http2) throws IOException {
        connector = new HttpConnector(ConnectorConfig.DEFAULT.withAddress("127.0.0.1").withTimeouts(PATIENT)
                .withHttp2(http2).withWorkers(WorkerConfig.DEFAULT.withMaxThreads(maxThreads)), handler);
        connector.start();
    }

    @AfterEach void noWorkerIsLost() throws Exception {
        threads.shutdownNow();
        for (H2Client client : clients) {
            client.close();
        }
        until(() -> connector.metrics().activeExchanges() == 0 && connector.metrics().busyThreads() == 0,
                () -> "workers are lost: " + connector.metrics().busyThreads());
        connector.stop(Duration.ofSeconds(10));
    }

    private static void until(BooleanSupplier condition, Supplier<String> what) {
        long end = System.nanoTime() + Duration.ofSeconds(30).toNanos();
        while (!condition.getAsBoolean()) {
            assertTrue(System.nanoTime() < end, what);
            LockSupport.parkNanos(1_000_000);
        }
    }

    private H2Client connect() throws IOException {
        H2Client client = new H2Client(connector.localPort());
        clients.add(client);
        return client;
    }

    private void blockReaders() throws IOException {
        byte[] part = new byte[16_384];
        for (int i = 0; i < CLIENTS; i++) {
            H2Client client = connect();
            for (int k = 0; k < STREAMS; k++) {
                int id = 1 + 2 * k;
                client.request(id, "POST", "/0", false);
                for (int sent = 0; sent < 65_536; sent += part.length) {
                    client.data(id, part, false);
                }
            }
        }
    }

    private void blockWriters() throws IOException {
        for (int i = 0; i < CLIENTS; i++) {
            H2Client client = connect().setting(Frames.SETTINGS_INITIAL_WINDOW_SIZE, 0);
            for (int k = 0; k < STREAMS; k++) {
                client.request(1 + 2 * k, "GET", "/1000000", true);
            }
        }
    }

    private void untilAllAreBlocked() {
        until(() -> handling.get() == CLIENTS * STREAMS, () -> "only " + handling.get() + " handlers wait");
    }

    private void assertOthersAreServed() throws IOException {
        for (int i = 0; i < 10; i++) {
            try (H2Client quick = new H2Client(connector.localPort())) {
                assertEquals(Frames.SETTINGS, quick.next().type());
                assertEquals(200, quick.get(1, "/5").status());
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {50, 200})
    void streamsThatWaitForContentDoNotDelayOthers(int maxThreads) throws Exception {
        start(maxThreads);
        blockReaders();
        untilAllAreBlocked();
        assertOthersAreServed();
    }

    @ParameterizedTest
    @ValueSource(ints = {50, 200})
    void streamsThatWaitForAWindowDoNotDelayOthers(int maxThreads) throws Exception {
        start(maxThreads);
        blockWriters();
        untilAllAreBlocked();
        assertOthersAreServed();
    }

    @Test
    void oneClientHasNoMoreThanItsShareOfTheWorkers() throws Exception {
        start(50, Http2Config.DEFAULT.withMaxExecution(7));
        H2Client client = connect().setting(Frames.SETTINGS_INITIAL_WINDOW_SIZE, 0);
        for (int k = 0; k < 40; k++) {
            client.request(1 + 2 * k, "GET", "/100000", true);
        }
        until(() -> handling.get() == 7, () -> handling.get() + " handlers run");
        assertOthersAreServed();
        assertEquals(7, handling.get());
        client.setting(Frames.SETTINGS_INITIAL_WINDOW_SIZE, 200_000).widen(0, 10_000_000);
        for (int ended = 0; ended < 40; ) {
            ended += client.next().endsStream() ? 1 : 0;
        }
    }

    @Test
    void closingWakesEveryReaderAndWriter() throws Exception {
        start(50);
        blockReaders();
        blockWriters();
        until(() -> handling.get() >= 450, () -> "only " + handling.get() + " handlers wait");
        for (H2Client client : clients) {
            client.close();
        }
        until(() -> handling.get() == 0 && connector.metrics().activeExchanges() == 0, () -> handling.get()
                + " handlers still wait");
        assertTrue(failed.get() >= 450, "only " + failed.get() + " heard of it");
    }

    @Test
    void resettingWakesReadersAndWritersOfThatStreamOnly() throws Exception {
        start(50);
        H2Client client = connect().setting(Frames.SETTINGS_INITIAL_WINDOW_SIZE, 0);
        client.request(1, "GET", "/1000000", true).request(3, "GET", "/1000000", true);
        until(() -> handling.get() == 2, () -> handling.get() + " handlers run");
        client.frame(Frames.RST_STREAM, 0, 1, "00000008");
        until(() -> handling.get() == 1, () -> handling.get() + " handlers run");
        client.setting(Frames.SETTINGS_INITIAL_WINDOW_SIZE, 2_000_000).widen(0, 2_000_000);
        for (H2Client.Frame frame = client.next(); !frame.endsStream(); frame = client.next()) {
            assertFalse(frame.streamId() == 1 && frame.type() == Frames.DATA, "content on a stream that was reset");
        }
        assertEquals(1, failed.get());
    }

    @Test
    void drainingHasADeadlineAndStoppingWakesAll() throws Exception {
        start(50);
        blockReaders();
        untilAllAreBlocked();
        assertFalse(connector.drain(Duration.ofMillis(200)), "there are requests under way");
        connector.stop(Duration.ofSeconds(10));
        until(() -> handling.get() == 0, () -> handling.get() + " handlers still wait");
    }

    @Test
    void manyDownloadsThroughSmallWindowsAllComplete() throws Exception {
        start(20);
        List<Future<Integer>> downloads = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            downloads.add(threads.submit(this::downloadTwenty));
        }
        for (Future<Integer> download : downloads) {
            assertEquals(20 * 200_000, download.get(60, TimeUnit.SECONDS));
        }
    }

    /** With windows of 4,000 bytes, widened frame by frame. @return how many bytes came */
    private int downloadTwenty() throws IOException {
        int got = 0;
        try (H2Client client = new H2Client(connector.localPort())) {
            client.setting(Frames.SETTINGS_INITIAL_WINDOW_SIZE, 4_000);
            for (int k = 0; k < 20; k++) {
                client.request(1 + 2 * k, "GET", "/200000", true);
            }
            for (int ended = 0; ended < 20; ) {
                H2Client.Frame frame = client.next();
                if (frame.type() == Frames.DATA && frame.payload().length > 0) {
                    got += frame.payload().length;
                    client.widen(0, frame.payload().length);
                    if (!frame.endsStream()) {
                        client.widen(frame.streamId(), frame.payload().length);
                    }
                }
                ended += frame.endsStream() ? 1 : 0;
            }
        }
        return got;
    }
}
