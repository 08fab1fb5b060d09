package io.serval.connector;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import io.serval.http.FieldName;
import io.serval.http.HttpExchange;

import static io.serval.connector.Until.until;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/**
 * Slow uploads and slow readers beside a client that asks for something small: they hold no worker, so it waits for
 * nobody. With {@code -Dserval.slow=1000} as many of each, and then the times have to agree too: the 99th percentile at
 * most one and a half times that without them.
 */
class SlowCrowdIT {
    private static final int EACH = Integer.getInteger("serval.slow", 100);
    private static final boolean TIMED = EACH >= 1_000;
    private static final int RESPONSE = 100_000;
    /** The system's own buffers would take more than the response on one machine. */
    private static final SocketOptions SMALL_BUFFERS = new SocketOptions(2_000, true, false, 0, 8_192, true, false);
    private static final String GET = "GET / HTTP/1.1\r\nHost: h\r\n\r\n";

    private final List<SocketChannel> slow = new ArrayList<>();
    private final AtomicBoolean over = new AtomicBoolean();
    private HttpConnector connector;
    private Thread dripping;

    private static void handle(HttpExchange exchange) throws IOException {
        if (exchange.head().target().path().equals("/large")) {
            exchange.response().fields().set(FieldName.CONTENT_LENGTH, String.valueOf(RESPONSE));
            exchange.response().write(new byte[RESPONSE], 0, RESPONSE);
            return;
        }
        byte[] content = new byte[8_192];
        while (exchange.content().read(content, 0, content.length) > 0) {
            Thread.onSpinWait();
        }
        exchange.response().write(new byte[] {'o', 'k'}, 0, 2);
    }

    @AfterEach void stop() throws Exception {
        over.set(true);
        if (dripping != null) {
            dripping.join();
        }
        for (SocketChannel each : slow) {
            each.close();
        }
        connector.stop();
    }

    @Test void slowUploadsAndSlowReadersHoldNoWorkerAndNobodyUp() throws Exception {
        connector = new HttpConnector(ConnectorConfig.DEFAULT.withAddress("127.0.0.1")
                .withLimits(HttpLimits.DEFAULT.withMaxKeepAlive(-1))
                .withTimeouts(Timeouts.all(Duration.ofMinutes(10)).withRates(new DataRates(0, 0, Duration.ZERO)))
                .withSocket(SMALL_BUFFERS)
                .withWorkers(WorkerConfig.DEFAULT.withMaxThreads(200)), SlowCrowdIT::handle);
        connector.start();
        int requests = TIMED ? 10_000 : 500;
        long alone = percentile(requests);
        List<SocketChannel> uploads = new ArrayList<>();
        for (int i = 0; i < EACH; i++) {
            uploads.add(connect("POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 60000\r\n\r\n"));
            connect("GET /large HTTP/1.1\r\nHost: h\r\n\r\n");
        }
        until(this::receivingAll, () -> "not all are under way: " + connector.metrics().connectionMetrics());
        until(() -> connector.metrics().busyThreads() == 0, () -> "workers are held: " + connector.metrics());
        dripping = new Thread(() -> drip(uploads));
        dripping.start();
        long beside = percentile(requests);
        System.out.printf("p99 of a small GET: %,d us alone, %,d us beside %d slow uploads and %d slow readers%n",
                alone / 1_000, beside / 1_000, EACH, EACH);
        assertEquals(2 * EACH, connector.metrics().connectionMetrics().receiving(), "of those who are slow");
        assertTrue(!TIMED || beside <= alone * 3 / 2, () -> alone + " ns became " + beside);
    }

    private boolean receivingAll() {
        return connector.metrics().connectionMetrics().receiving() == 2 * EACH;
    }

    private SocketChannel connect(String request) throws IOException {
        SocketChannel channel = SocketChannel.open();
        slow.add(channel);
        channel.setOption(StandardSocketOptions.SO_RCVBUF, 4_096);
        channel.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), connector.localPort()));
        channel.write(ByteBuffer.wrap(request.getBytes(StandardCharsets.ISO_8859_1)));
        return channel;
    }

    /** Ten bytes a second each. */
    private void drip(List<SocketChannel> uploads) {
        try {
            while (!over.get()) {
                for (SocketChannel each : uploads) {
                    each.write(ByteBuffer.allocate(1));
                }
                TimeUnit.MILLISECONDS.sleep(100);
            }
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** @return the time that 99 of 100 requests do not exceed, in nanoseconds */
    private long percentile(int requests) throws IOException {
        long[] times = new long[requests];
        try (Client client = new Client(connector.localPort())) {
            for (int i = 0; i < requests; i++) {
                long begin = System.nanoTime();
                assertTrue(client.send(GET).response().endsWith("ok"));
                times[i] = System.nanoTime() - begin;
            }
        }
        Arrays.sort(times);
        return times[requests * 99 / 100];
    }
}
