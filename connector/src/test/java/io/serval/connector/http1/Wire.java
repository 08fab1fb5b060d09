package io.serval.connector.http1;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;

import io.serval.connector.coding.ContentCodings;
import io.serval.connector.exchange.Exchanges;
import io.serval.connector.exchange.Lanes;
import io.serval.connector.net.Connection;
import io.serval.connector.net.FakeTransport;
import io.serval.connector.net.HandLoop;
import io.serval.connector.observe.Events;
import io.serval.connector.observe.RequestWatch;
import io.serval.connector.work.Rejection;
import io.serval.connector.work.Workers;
import io.serval.http.ExchangeListener;
import io.serval.http.HttpHandler;

/**
 * A connection of HTTP/1.1 in memory: bytes in, bytes out, the loop turned by hand and the jobs of the workers run by
 * hand, in the loop's thread unless a test does otherwise.
 */
final class Wire implements AutoCloseable {
    static final Http1Settings SETTINGS = settings(100, 65_536);

    final HandLoop loop;
    final FakeTransport transport = new FakeTransport();
    final Connection connection;
    final Exchanges exchanges;
    final Http1Service service;
    final ConcurrentLinkedQueue<Runnable> jobs = new ConcurrentLinkedQueue<>();
    final List<String> log = new ArrayList<>();
    Rejection rejection;
    /** Jobs the workers took. */
    int taken;

    Wire(HttpHandler handler) throws IOException {
        this(handler, SETTINGS);
    }

    Wire(HttpHandler handler, Http1Settings settings) throws IOException {
        this(handler, settings, null);
    }

    Wire(HttpHandler handler, Http1Settings settings, ContentCodings codings) throws IOException {
        this(handler, settings, codings, exchange -> { });
    }

    Wire(HttpHandler handler, Http1Settings settings, ContentCodings codings, ExchangeListener listener)
            throws IOException {
        this(new HandLoop(() -> { }), handler, settings, codings, listener);
    }

    Wire(HandLoop loop, HttpHandler handler, Http1Settings settings, ContentCodings codings, ExchangeListener listener)
            throws IOException {
        this.loop = loop;
        exchanges = new Exchanges(handler, e -> {
            log.add(e.head().method() + " " + e.head().target() + " " + e.response().status());
            listener.completed(e);
        }, new Lanes(new HandWorkers()), new RequestWatch(0, 0, Events.NONE));
        service = new Http1Service(exchanges, settings, codings);
        connection = loop.connect(transport, c -> new Http1Protocol(service, c));
    }

    static Http1Settings settings(int maxKeepAlive, int assembled) {
        return new Http1Settings(8_192, 8_192, 100, 8_192, 8_192, 2 << 20, maxKeepAlive, assembled, 8_192, null,
                Duration.ofSeconds(10).toNanos(), Duration.ofSeconds(20).toNanos(), Duration.ofSeconds(30).toNanos(),
                Duration.ofSeconds(40).toNanos(), Duration.ofSeconds(50).toNanos(), "", "", 0, 0, 0);
    }

    private final class HandWorkers implements Workers {
        @Override public Rejection execute(Runnable job, long now) {
            if (rejection == null) {
                jobs.add(job);
                taken++;
            }
            return rejection;
        }

        @Override public void flush() { }

        @Override public boolean stop(Duration timeout) {
            return true;
        }

        @Override public int threads() {
            return 0;
        }

        @Override public int busy() {
            return 0;
        }

        @Override public int queued() {
            return jobs.size();
        }
    }

    /** One arrival of bytes, and all that follows from it. */
    void send(String bytes) {
        send(bytes.getBytes(StandardCharsets.ISO_8859_1));
    }

    void send(byte[] bytes) {
        transport.arrive(bytes);
        turn();
    }

    void endInput() {
        transport.endInput();
        turn();
    }

    /** Turns loop and workers until nothing happens. */
    void turn() {
        do {
            loop.turn(connection, transport);
            for (Runnable job = jobs.poll(); job != null; job = jobs.poll()) {
                job.run();
            }
            loop.turn(connection, transport);
        } while (!jobs.isEmpty());
    }

    void pass(Duration time) {
        loop.pass(time);
        turn();
    }

    /** Everything written so far, without the Date lines, which depend on the day. */
    String received() {
        return new String(transport.written(), StandardCharsets.ISO_8859_1).replaceAll("Date: [^\r]*\r\n", "");
    }

    boolean isOpen() {
        return transport.isOpen();
    }

    /** Buffers lent by the loop's pools. */
    long buffers() {
        return loop.poller().direct().outstanding() + loop.poller().heap().outstanding();
    }

    @Override public void close() {
        loop.close();
    }
}
