package io.serval.connector;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

import com.sun.management.ThreadMXBean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import io.serval.connector.metrics.LoopMetrics;
import io.serval.connector.net.DelegatingSelector;
import io.serval.connector.net.SelectorSource;
import io.serval.http.ExchangeListener;
import io.serval.http.FieldName;
import io.serval.http.HttpHandler;

import static io.serval.connector.Until.until;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** What the loops of a running connector do, and what they do not: wait, allocate, spin, or forget one of theirs. */
class LoopsIT {
    private static final String NAME = "loops";
    private static final String GET = "GET / HTTP/1.1\r\nHost: h\r\n\r\n";
    private static final byte[] BODY = "hello".getBytes(StandardCharsets.ISO_8859_1);
    private static final HttpHandler HELLO = exchange -> exchange.response().write(BODY, 0, BODY.length);
    private static final ConnectorConfig CONFIG = ConnectorConfig.DEFAULT.withName(NAME).withAddress("127.0.0.1")
            .withLimits(HttpLimits.DEFAULT.withMaxKeepAlive(-1)).withPollerThreads(1)
            .withWorkers(WorkerConfig.DEFAULT.withMaxThreads(4).withThreads(WorkerConfig.Threads.PLATFORM));
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    private final List<Client> clients = new ArrayList<>();
    private HttpConnector connector;

    private void start(ConnectorConfig config, HttpHandler handler) throws IOException {
        start(config, handler, SelectorSource.SYSTEM);
    }

    private void start(ConnectorConfig config, HttpHandler handler, SelectorSource selectors) throws IOException {
        connector = new HttpConnector(config, handler, ExchangeListener.NONE,
                new Surroundings(selectors, UnaryOperator.identity(), true));
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

    private static List<Thread> threads() {
        return Thread.getAllStackTraces().keySet().stream().filter(each -> each.getName().startsWith(NAME + "-"))
                .toList();
    }

    private static Thread loop() {
        return threads().stream().filter(each -> each.getName().equals(NAME + "-Poller-1")).findFirst().orElseThrow();
    }

    private LoopMetrics figures() {
        return connector.metrics().loops().get(0);
    }

    @Test void connectionsAreSpreadEvenlyOverTheLoops() throws Exception {
        start(CONFIG.withPollerThreads(4), HELLO);
        for (int i = 0; i < 402; i++) {
            client();
        }
        until(() -> connector.metrics().connections() == 402, "not all are accepted");
        List<Integer> counts = connector.metrics().loops().stream().map(LoopMetrics::connections).sorted().toList();
        assertEquals(List.of(100, 100, 101, 101), counts);
    }

    /** Returns at once for nothing when a test says so, until it is replaced. */
    private static final class Restless extends DelegatingSelector {
        private final AtomicBoolean broken;

        Restless(AtomicBoolean broken) throws IOException {
            super(Selector.open());
            this.broken = broken;
        }

        @Override public int select(Consumer<SelectionKey> action, long timeout) throws IOException {
            return broken.get() ? 0 : super.select(action, timeout);
        }

        @Override protected void implCloseSelector() throws IOException {
            broken.set(false);
            super.implCloseSelector();
        }
    }

    @Test void requestsGoOnWhenTheSelectorGoesWrong() throws Exception {
        AtomicBoolean broken = new AtomicBoolean();
        CountDownLatch running = new CountDownLatch(1);
        CountDownLatch gate = new CountDownLatch(1);
        start(CONFIG, exchange -> {
            if (exchange.head().target().path().equals("/wait")) {
                running.countDown();
                awaitQuietly(gate);
            }
            HELLO.handle(exchange);
        }, () -> new Restless(broken));
        Client half = client().send(GET.substring(0, 20));
        Client served = client().send("GET /wait HTTP/1.1\r\nHost: h\r\n\r\n");
        Client idle = client();
        idle.send(GET).response();
        awaitQuietly(running);
        broken.set(true);
        idle.send(GET);
        until(() -> figures().selectorsRebuilt() == 1, "the selector is not replaced");
        gate.countDown();
        assertTrue(served.response().endsWith("hello"));
        assertTrue(half.send(GET.substring(20)).response().endsWith("hello"));
        assertTrue(idle.response().endsWith("hello"));
        assertTrue(client().send(GET).response().endsWith("hello"), "nobody is accepted any more");
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            assertTrue(latch.await(20, TimeUnit.SECONDS));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void ask(Client client, int times) throws IOException {
        for (int i = 0; i < times; i++) {
            client.send(GET).response();
        }
    }

    @Test void aRequestLeavesNextToNoGarbageInTheLoop() throws Exception {
        start(CONFIG, HELLO);
        Client client = client();
        ask(client, 2_000);
        long before = THREADS.getThreadAllocatedBytes(loop().getId());
        ask(client, 5_000);
        long each = (THREADS.getThreadAllocatedBytes(loop().getId()) - before) / 5_000;
        assertTrue(each <= 200, each + " bytes a request");
    }

    /** Counted by the JVM: times the loop's thread waited for a lock, a monitor or another thread. */
    @Test void theLoopNeverWaitsForAnybody() throws Exception {
        start(CONFIG, exchange -> {
            byte[] content = new byte[1_000];
            while (exchange.content().read(content, 0, content.length) > 0) {
                exchange.response().write(content, 0, content.length);
            }
            HELLO.handle(exchange);
        });
        List<Thread> senders = new ArrayList<>();
        Runnable talk = () -> {
            try (Client client = new Client(connector.localPort())) {
                for (int i = 0; i < 300; i++) {
                    client.send("POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 3\r\n\r\nabc").response();
                }
            } catch (IOException e) {
                throw new IllegalStateException(e);
            }
        };
        talk.run();
        long id = loop().getId();
        long waited = THREADS.getThreadInfo(id).getWaitedCount();
        for (int i = 0; i < 8; i++) {
            senders.add(new Thread(talk));
        }
        senders.forEach(Thread::start);
        for (Thread sender : senders) {
            sender.join();
        }
        assertEquals(waited, THREADS.getThreadInfo(id).getWaitedCount());
    }

    @Test void aResponseThatNobodyReadsCostsTheLoopNoTurnsAndLittleMemory() throws Exception {
        byte[] large = new byte[100 << 20];
        start(CONFIG, exchange -> {
            exchange.response().fields().set(FieldName.CONTENT_LENGTH, String.valueOf(large.length));
            exchange.response().write(large, 0, large.length);
        });
        client().send(GET).head();
        until(() -> connector.metrics().connectionMetrics().waiting() == 1, "the worker does not wait");
        LoopMetrics before = figures();
        TimeUnit.MILLISECONDS.sleep(500);
        LoopMetrics after = figures();
        // A probe timer turns the loop ten times a second, and each look at the figures once more.
        assertTrue(after.ticks() - before.ticks() < 40, () -> after.ticks() - before.ticks() + " turns");
        assertTrue(after.buffersOutstanding() <= 9, after::toString);
    }

    @Test void stopLeavesNoThread() throws Exception {
        start(CONFIG.withPollerThreads(3), HELLO);
        ask(client(), 10);
        assertTrue(threads().size() >= 4, () -> threads().toString());
        connector.stop();
        until(() -> threads().isEmpty(), () -> "left: " + threads());
    }

    @Test void theBacklogOfTheSystemIsAsLongAsAcceptCountSays() throws Exception {
        connector = new HttpConnector(CONFIG.withSocket(SocketOptions.DEFAULT.withBacklog(3)), HELLO);
        connector.bind();
        List<Socket> sockets = new ArrayList<>();
        try {
            assertThrows(SocketTimeoutException.class, () -> connectAll(sockets, 30));
            assertTrue(sockets.size() - 1 >= 3 && sockets.size() - 1 <= 6, "connected: " + (sockets.size() - 1));
        } finally {
            for (Socket socket : sockets) {
                socket.close();
            }
        }
    }

    private void connectAll(List<Socket> sockets, int count) throws IOException {
        for (int i = 0; i < count; i++) {
            Socket socket = new Socket();
            sockets.add(socket);
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), connector.localPort()), 400);
        }
    }

    @Test void newClientsAreTakenWhileOthersKeepTheLoopBusy() throws Exception {
        start(CONFIG, HELLO);
        AtomicBoolean enough = new AtomicBoolean();
        List<IOException> failures = new CopyOnWriteArrayList<>();
        List<Thread> busy = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            Client greedy = client();
            busy.add(new Thread(() -> {
                try {
                    while (!enough.get()) {
                        greedy.send(GET.repeat(20));
                        for (int j = 0; j < 20; j++) {
                            greedy.response();
                        }
                    }
                } catch (IOException e) {
                    failures.add(e);
                }
            }));
        }
        busy.forEach(Thread::start);
        for (int i = 0; i < 50; i++) {
            assertTrue(client().send(GET).response().endsWith("hello"));
        }
        enough.set(true);
        for (Thread each : busy) {
            each.join();
        }
        assertEquals(List.of(), failures);
    }
}
