package io.serval.connector;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import io.serval.connector.metrics.RequestMetrics;
import io.serval.connector.metrics.SlowRequest;
import io.serval.http.HttpExchange;
import io.serval.http.HttpHandler;

import static io.serval.connector.Until.until;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** What a connector tells of itself, and what it answers when it has no worker left. */
class ObservationIT {
    private static final ConnectorConfig ONE_THREAD = ConnectorConfig.DEFAULT.withAddress("127.0.0.1")
            .withWorkers(WorkerConfig.DEFAULT.withMaxThreads(1).withMaxQueue(1)
                    .withThreads(WorkerConfig.Threads.PLATFORM));

    private static final String STALL = "io.serval.connector.ObservationIT.stallOn(ObservationIT.java:";

    private final List<Client> clients = new ArrayList<>();
    private HttpConnector connector;

    private void start(ConnectorConfig config, HttpHandler handler) throws IOException {
        connector = new HttpConnector(config, handler);
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

    private static String get(String target) {
        return "GET " + target + " HTTP/1.1\r\nHost: h\r\n\r\n";
    }

    private static void answer(HttpExchange exchange) throws IOException {
        byte[] bytes = exchange.head().target().path().getBytes(StandardCharsets.ISO_8859_1);
        exchange.response().write(bytes, 0, bytes.length);
    }

    /** Answers at once, but holds requests below {@code /hold} until the gate opens. */
    private static HttpHandler holding(Semaphore gate) {
        return exchange -> {
            if (exchange.head().target().path().startsWith("/hold")) {
                gate.acquireUninterruptibly();
            }
            answer(exchange);
        };
    }

    @Test void countsRequestsByTheirStatusWithTheirTimes() throws Exception {
        start(ONE_THREAD, exchange -> {
            exchange.response().status(exchange.head().target().path().equals("/missing") ? 404 : 200);
            answer(exchange);
        });
        Client client = client();
        for (String target : List.of("/a", "/b", "/missing")) {
            client.send(get(target)).response();
        }
        client().send("NONSENSE\r\n\r\n").rest();
        until(() -> connector.metrics().requests() == 4, "a request is not counted");
        RequestMetrics requests = connector.metrics().requestMetrics();
        assertEquals(List.of(0L, 0L, 2L, 0L, 2L, 0L), requests.byClass());
        assertEquals(2, requests.errors());
        assertEquals(4, requests.duration().count());
        assertEquals(3, requests.queueWait().count());
        assertEquals(1L, requests.refused().get(400));
        assertTrue(requests.bytesIn() > 60 && requests.bytesOut() > 300, requests::toString);
    }

    @Test void countsTheLimitsThatRequestsMeetByTheirAttributes() throws Exception {
        start(ONE_THREAD, ObservationIT::answer);
        client().send("GET /" + "a".repeat(9_000) + " HTTP/1.1\r\nHost: h\r\n\r\n").rest();
        client().send("GET / HTTP/1.1\r\nHost: h\r\nX: (maxSwallowSize)\r\nA:" + "a".repeat(9_000) + "\r\n\r\n").rest();
        client().send("GET / HTTP/1.1\r\nHost: h\r\n" + "A: b\r\n".repeat(101) + "\r\n").rest();
        client().send("NONSENSE\r\n\r\n").rest();
        until(() -> connector.metrics().requests() == 4, "a request is not counted");
        assertEquals(Map.of("maxHttpRequestHeaderSize", 2L, "maxHeaderCount", 1L),
                connector.metrics().requestMetrics().limited());
    }

    @Test void tellsWhatItsConnectionsAreAt() throws Exception {
        Semaphore gate = new Semaphore(0);
        start(ONE_THREAD.withPollerThreads(2), holding(gate));
        client().send(get("/idle")).response();
        client().send("GET / HT");
        client().send(get("/hold"));
        until(() -> {
            var states = connector.metrics().connectionMetrics();
            return states.idle() == 1 && states.receiving() == 1 && states.serving() == 1 && states.open() == 3;
        }, "the states are not told");
        gate.release();
    }

    @Test void loopsTellTicksUtilisationAndDelays() throws Exception {
        start(ONE_THREAD, ObservationIT::answer);
        client().send(get("/a")).response();
        until(() -> connector.metrics().loops().get(0).loopDelay().count() > 0, "the probe timer does not run");
        var loop = connector.metrics().loops().get(0);
        assertTrue(loop.ticks() > 0 && loop.ticksPerSecond() > 0 && loop.events() > 0, loop::toString);
        assertTrue(loop.utilisation() > 0 && loop.utilisation() < 1, loop::toString);
        assertTrue(loop.tickTime().count() > 0 && loop.taskDelay().count() > 0, loop::toString);
    }

    @Test void remembersSlowRequestsWithTheirStages() throws Exception {
        Semaphore gate = new Semaphore(0);
        ObservationConfig observation = ObservationConfig.DEFAULT.withSlowRequestThreshold(Duration.ofMillis(40))
                .withSlowRequests(2);
        start(ONE_THREAD.withObservation(observation), holding(gate));
        client().send(get("/fast")).response();
        Client slow = client().send(get("/hold/it?secret=1"));
        until(() -> connector.metrics().busyThreads() == 1, "no worker took the request");
        Thread.sleep(60);
        gate.release();
        slow.response();
        until(() -> !connector.slowRequests().isEmpty(), "the slow request is forgotten");
        SlowRequest kept = connector.slowRequests().get(0);
        assertEquals("GET", kept.method());
        assertEquals("/hold/it", kept.path());
        assertEquals(200, kept.status());
        assertTrue(kept.dispatched() >= kept.queued() && kept.firstByteOut() >= Duration.ofMillis(40).toNanos()
                && kept.lastByteOut() <= kept.total(), kept::toString);
        assertEquals(1, connector.metrics().requestMetrics().slow());
    }

    @Test void reservedPathsAreAnsweredWhileAllWorkersAreBusyAndTheQueueIsFull() throws Exception {
        Semaphore gate = new Semaphore(0);
        ObservationConfig observation = ObservationConfig.DEFAULT.withReservedPaths(Set.of("/health"));
        start(ONE_THREAD.withObservation(observation), holding(gate));
        Client running = client().send(get("/hold"));
        until(gate::hasQueuedThreads, "no worker took the request");
        Client queued = client().send(get("/hold"));
        until(() -> connector.metrics().queued() == 1, "the request is not queued");
        Client health = client();
        for (int i = 0; i < 50; i++) {
            assertTrue(health.send(get("/health?x")).response().startsWith("HTTP/1.1 200 "));
        }
        assertTrue(client().send(get("/other")).rest().startsWith("HTTP/1.1 503 "));
        gate.release(2);
        assertTrue(running.response().endsWith("/hold") && queued.response().endsWith("/hold"));
    }

    @Test void whatFollowsAReservedRequestOnItsConnectionDoesNotTakeTheReservedThread() throws Exception {
        Semaphore gate = new Semaphore(0);
        ObservationConfig observation = ObservationConfig.DEFAULT.withReservedPaths(Set.of("/health"));
        start(ONE_THREAD.withObservation(observation), holding(gate));
        Client pipelining = client().send(get("/health") + get("/hold") + get("/health"));
        assertTrue(pipelining.response().endsWith("/health"));
        until(() -> connector.metrics().busyThreads() == 1, "the second request is not with a worker");
        assertTrue(client().send(get("/health")).response().endsWith("/health"));
        gate.release();
        assertTrue(pipelining.response().endsWith("/hold"));
        assertTrue(pipelining.response().endsWith("/health"));
    }

    @Test void theFlightRecorderGetsRequestsWithTheirStagesAndStalls(@TempDir Path directory) throws Exception {
        ObservationConfig observation = ObservationConfig.DEFAULT.withLoopStallThreshold(Duration.ofMillis(200));
        CountDownLatch ended = new CountDownLatch(1);
        List<RecordedEvent> events;
        try (Recording recording = new Recording();
                LogLines log = new LogLines("io.serval.connector.net.LoopWatchdog")) {
            recording.enable("serval.Request");
            recording.enable("serval.QueueWait");
            recording.enable("serval.LoopStall");
            recording.start();
            connector = new HttpConnector(ONE_THREAD.withObservation(observation), ObservationIT::answer,
                    exchange -> stallOn("/stall", exchange, ended));
            connector.start();
            client().send(get("/some?query=1")).response();
            client().send("POST /stall HTTP/1.1\r\nHost: h\r\nContent-Length: x\r\n\r\n").rest();
            assertTrue(ended.await(10, TimeUnit.SECONDS));
            until(() -> connector.metrics().requests() == 2, "a request is not counted");
            assertEquals(1, log.lines().stream().filter(line -> line.contains(STALL)).count(), log.lines()::toString);
            assertEquals(1, stalls());
            Path file = directory.resolve("events.jfr");
            recording.dump(file);
            events = new ArrayList<>(RecordingFile.readAllEvents(file));
            events.sort(Comparator.comparing(RecordedEvent::getStartTime));
            Files.delete(file);
        }
        RecordedEvent request = event(events, "serval.Request");
        assertEquals("GET /some 200", request.getString("method") + ' ' + request.getString("path") + ' '
                + request.getInt("status"));
        assertTrue(request.getDuration("lastByteOut").compareTo(request.getDuration("dispatched")) >= 0
                && request.getDuration("total").toNanos() > 0, request::toString);
        assertEquals(request.getLong("id"), event(events, "serval.QueueWait").getLong("id"));
        assertTrue(events.stream().anyMatch(each -> each.getEventType().getName().equals("serval.LoopStall")
                && each.getString("culprit").startsWith(STALL)), events::toString);
    }

    /** A listener that breaks its promise not to block; requests the loop refuses are told by the loop. */
    private void stallOn(String path, HttpExchange exchange, CountDownLatch ended) {
        if (exchange.head().target().path().equals(path)) {
            for (int i = 0; i < 100 && stalls() == 0; i++) {
                LockSupport.parkNanos(Duration.ofMillis(100).toNanos());
            }
            ended.countDown();
        }
    }

    private long stalls() {
        return connector.stalls().stream().filter(each -> each.culprit().startsWith(STALL)).count();
    }

    private static RecordedEvent event(List<RecordedEvent> events, String name) {
        return events.stream().filter(each -> each.getEventType().getName().equals(name)).findFirst()
                .orElseThrow(() -> new AssertionError("no " + name + " in " + events));
    }
}
