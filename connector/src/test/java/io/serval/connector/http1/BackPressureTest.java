package io.serval.connector.http1;

import java.io.IOException;
import java.nio.channels.SelectionKey;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicInteger;

import org.junit.jupiter.api.Test;

import io.serval.connector.net.HandLoop;
import io.serval.http.FieldName;
import io.serval.http.HttpExchange;
import io.serval.http.HttpHandler;

import static io.serval.connector.Until.until;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** What waits when a client or the memory is not as fast as the rest: the fewest, and nothing without bound. */
class BackPressureTest {
    private static final String GET = "GET / HTTP/1.1\r\nHost: h\r\n\r\n";

    private static HttpHandler answering(int bytes) {
        return exchange -> {
            exchange.response().fields().set(FieldName.CONTENT_LENGTH, String.valueOf(bytes));
            exchange.response().write(new byte[bytes], 0, bytes);
        };
    }

    @Test void aResponseThatFitsTheSocketChangesNothingTheSelectorWatches() throws IOException {
        try (Wire wire = new Wire(answering(1_000), Wire.settings(-1, 65_536))) {
            for (int i = 0; i < 100; i++) {
                wire.send(GET);
            }
            assertEquals(100, wire.log.size());
            assertEquals(0, wire.loop.interestChanges());
        }
    }

    @Test void whatDoesNotFitIsWatchedForOnceAndNoLongerThanNeeded() throws IOException {
        try (Wire wire = new Wire(answering(1_000))) {
            wire.transport.room(500);
            wire.send(GET);
            assertEquals(1, wire.loop.interestChanges(), "to write");
            wire.transport.room(10_000);
            wire.turn();
            assertEquals(2, wire.loop.interestChanges(), "and back to read");
            wire.send(GET);
            assertEquals(2, wire.loop.interestChanges());
        }
    }

    /** A worker that answers a client that takes nothing at all; the loop is somebody else's thread then. */
    private static Thread serve(Wire wire) {
        wire.transport.room(0);
        wire.transport.arrive(GET.getBytes(StandardCharsets.ISO_8859_1));
        wire.loop.turn(wire.connection, wire.transport);
        Thread worker = new Thread(wire.jobs.remove());
        worker.start();
        return worker;
    }

    @Test void aResponseUpToAMebibyteHoldsNoWorkerHoweverSlowItsClient() throws Exception {
        int head = 200;
        try (Wire wire = new Wire(answering(SocketOutput.QUEUED_BYTES - head))) {
            Thread worker = serve(wire);
            worker.join(20_000);
            assertFalse(worker.isAlive(), "the worker waits for the client");
            wire.transport.room(Integer.MAX_VALUE);
            wire.turn();
            assertTrue(wire.received().length() > SocketOutput.QUEUED_BYTES - head, "the loop sends the rest");
            assertEquals(0, wire.buffers());
        }
    }

    @Test void aWorkerWaitsWithALargerOneAndTheMemoryItTakesHasABound() throws Exception {
        try (Wire wire = new Wire(answering(4 << 20))) {
            Thread worker = serve(wire);
            until(() -> worker.getState() == Thread.State.WAITING, "the worker does not wait");
            assertEquals(SocketOutput.QUEUED_BYTES / SocketOutput.STAGE_BYTES, wire.buffers());
            wire.loop.turn(wire.connection, wire.transport);
            assertEquals(SelectionKey.OP_WRITE, wire.loop.watched(wire.connection) & SelectionKey.OP_WRITE);
            wire.transport.room(Integer.MAX_VALUE);
            while (worker.isAlive()) {
                wire.turn();
            }
            wire.turn();
            assertTrue(wire.received().length() > 4 << 20);
            assertEquals(0, wire.buffers());
        }
    }

    @Test void aWorkerWaitsAtOnceWhereTheLoopHasNoMemoryForMore() throws Exception {
        try (Wire wire = new Wire(new HandLoop(() -> { }, 1 << 20, 0), answering(400_000), Wire.SETTINGS, null,
                exchange -> { })) {
            Thread worker = serve(wire);
            until(() -> worker.getState() == Thread.State.WAITING, "the worker does not wait");
            assertEquals(1, wire.buffers());
            wire.transport.room(Integer.MAX_VALUE);
            while (worker.isAlive()) {
                wire.turn();
            }
        }
    }

    @Test void oneWhoWritesWithoutWaitingIsToldOnceWhenThereIsRoom() throws IOException {
        AtomicInteger called = new AtomicInteger();
        AtomicInteger notReady = new AtomicInteger();
        try (Wire wire = new Wire(exchange -> {
            exchange.suspend();
            exchange.response().whenReady(() -> { });
            exchange.response().write(new byte[20_000], 0, 20_000);
            notReady.addAndGet(exchange.response().isReady() ? 0 : 1);
            exchange.response().whenReady(() -> {
                called.incrementAndGet();
                exchange.complete();
            });
        })) {
            wire.transport.room(1_000);
            wire.send(GET);
            assertEquals(1, notReady.get());
            assertEquals(0, called.get());
            for (int i = 0; i < 30; i++) {
                wire.transport.room(1_000);
                wire.turn();
            }
            assertEquals(1, called.get());
            assertTrue(wire.received().endsWith("\r\n0\r\n\r\n"));
        }
    }

    @Test void contentIsStreamedWhenTheLoopHasNoMemoryToCollectIt() throws IOException {
        AtomicInteger length = new AtomicInteger();
        try (Wire wire = new Wire(new HandLoop(() -> { }, 0, 1 << 20), exchange -> length.set(readAll(exchange)),
                Wire.SETTINGS, null, exchange -> { })) {
            wire.transport.arrive("POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 5\r\n\r\nhel".getBytes());
            wire.loop.turn(wire.connection, wire.transport);
            assertEquals(1, wire.jobs.size(), "a worker is to read it");
            wire.send("lo");
            assertEquals(5, length.get());
            assertTrue(wire.received().startsWith("HTTP/1.1 200 "), wire::received);
        }
    }

    private static int readAll(HttpExchange exchange) throws IOException {
        byte[] buffer = new byte[100];
        int all = 0;
        for (int n = 0; n >= 0; n = exchange.content().read(buffer, 0, buffer.length)) {
            all += n;
        }
        return all;
    }
}
