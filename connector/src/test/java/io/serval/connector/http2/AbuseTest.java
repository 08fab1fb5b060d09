package io.serval.connector.http2;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiConsumer;
import java.util.stream.Stream;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import io.serval.http.HttpExchange;
import io.serval.http.HttpHandler;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** What clients may send without end, and what honest clients send that looks like it. */
class AbuseTest {
    private H2Wire wire;

    private H2Wire serve(HttpHandler handler) throws IOException {
        return serve(handler, H2Wire.SETTINGS);
    }

    private H2Wire serve(HttpHandler handler, Http2Settings settings) throws IOException {
        wire = new H2Wire(handler, settings).hello();
        return wire;
    }

    @AfterEach void nothingIsLeft() {
        assertEquals(H2Wire.NOTHING_LEFT, wire.leftovers());
        wire.close();
    }

    // Floods: as many as allowed do no harm, one more ends the connection, and after ten seconds it counts anew.

    static Stream<Arguments> floods() {
        AbuseGuard.Limits limits = H2Wire.GUARD;
        return Stream.of(
                flood("SETTINGS", limits.settings() - 1, (wire, i) -> wire.setting(3, i)),
                flood("PING", limits.pings(), (wire, i) -> wire.ping(i)),
                flood("PRIORITY", limits.priorities(), (wire, i) -> wire.frame(2, 0, 1, "0000000010")),
                flood("PRIORITY_UPDATE", limits.priorities(), (wire, i) -> wire.frame(16, 0, 0, "00000001753d31")),
                flood("empty DATA", limits.idleFrames(), (wire, i) -> wire.frame(0, 0, 1, "")),
                flood("padding alone", limits.idleFrames(), (wire, i) -> wire.frame(0, 8, 1, "00")),
                flood("unknown types", limits.idleFrames(), (wire, i) -> wire.frame(77, 0, 1, "01")),
                flood("PING answers", limits.idleFrames(), (wire, i) -> wire.frame(6, 1, 0, "0102030405060708")),
                flood("SETTINGS answers", limits.idleFrames(), (wire, i) -> wire.frame(4, 1, 0, "")),
                flood("WINDOW_UPDATE", limits.windowUpdates() + 100, (wire, i) -> wire.widen(0, 1)),
                flood("WINDOW_UPDATE of streams", limits.windowUpdates() + 100, (wire, i) -> wire.widen(1, 1)),
                flood("malformed requests", limits.faults(), (wire, i) -> wire.headers(3 + 2 * i, ":method=GET", true)),
                flood("resets", limits.resets(), (wire, i) -> wire.post(3 + 2 * i, "/", "").reset(3 + 2 * i)));
    }

    private static Arguments flood(String name, int allowed, BiConsumer<H2Wire, Integer> frame) {
        return Arguments.of(name, allowed, frame);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("floods")
    void aFloodEndsTheConnection(String name, int allowed, BiConsumer<H2Wire, Integer> frame) throws IOException {
        serve(H2Wire.ECHO).post(1, "/", "");
        for (int i = 0; i < allowed; i++) {
            frame.accept(wire, i);
        }
        assertNull(wire.goAway(), "as many as are allowed");
        frame.accept(wire, allowed);
        assertEquals(ErrorCode.ENHANCE_YOUR_CALM, wire.goAway());
    }

    @Test
    void afterTenSecondsItCountsAnew() throws IOException {
        serve(H2Wire.ECHO);
        for (int i = 0; i < 5; i++) {
            for (int k = 0; k < H2Wire.GUARD.pings(); k++) {
                wire.ping(k);
            }
            wire.pass(java.time.Duration.ofSeconds(11));
            wire.get(1 + 2 * i, "/");
        }
        assertNull(wire.goAway());
    }

    @Test
    void rapidResetsReachNoHandler() throws IOException {
        AtomicInteger called = new AtomicInteger();
        serve(exchange -> called.incrementAndGet()).jobsWait = true;
        FrameBytes burst = new FrameBytes();
        for (int i = 0; i < H2Wire.GUARD.resets(); i++) {
            burst.bytes(wire.headersFrame(1 + 2 * i, H2Wire.request("GET", "/"), true));
            burst.frame(Frames.RST_STREAM, 0, 1 + 2 * i, "00000008");
        }
        wire.send(burst).jobsWait = false;
        wire.turn();
        assertEquals(0, called.get());
        assertNull(wire.goAway());
    }

    @Test
    void handlersOfResetStreamsAreBounded() throws IOException {
        serve(H2Wire.ECHO).jobsWait = true;
        int most = 0;
        for (int i = 0; i < H2Wire.GUARD.resets() && wire.goAway() == null; i++) {
            wire.get(1 + 2 * i, "/").reset(1 + 2 * i);
            most = Math.max(most, wire.jobs.size());
        }
        assertTrue(most <= H2Wire.STREAMS + 100, most + " jobs");
        wire.jobsWait = false;
        wire.turn();
    }

    @Test
    void aHeaderBlockHasALimitOfFrames() throws IOException {
        serve(H2Wire.ECHO).frame(Frames.HEADERS, 1, 1, "82");
        for (int i = 0; i < H2Wire.GUARD.continuations(); i++) {
            wire.frame(Frames.CONTINUATION, 0, 1, "");
        }
        assertNull(wire.goAway());
        wire.frame(Frames.CONTINUATION, 0, 1, "");
        assertEquals(ErrorCode.ENHANCE_YOUR_CALM, wire.goAway());
    }

    @Test
    void aHeaderBlockHasALimitOfBytes() throws IOException {
        serve(H2Wire.ECHO);
        wire.send(new FrameBytes().binary(Frames.HEADERS, 0, 1, new byte[16_384]));
        for (int i = 0; i < 4 && wire.goAway() == null; i++) {
            wire.send(new FrameBytes().binary(Frames.CONTINUATION, 0, 1, new byte[16_384]));
        }
        assertEquals(ErrorCode.ENHANCE_YOUR_CALM, wire.goAway());
    }

    @Test
    void aLargeHeaderListIsTheStreamsFault() throws IOException {
        serve(H2Wire.ECHO);
        byte[] block = wire.block(H2Wire.request("GET", "/") + " a=" + "\u00ff".repeat(12_000) + " b="
                + "\u00ff".repeat(12_000));
        FrameBytes frames = new FrameBytes().binary(Frames.HEADERS, 1, 1, java.util.Arrays.copyOf(block, 16_384));
        for (int at = 16_384; at < block.length; at += 16_384) {
            int end = Math.min(block.length, at + 16_384);
            frames.binary(Frames.CONTINUATION, end == block.length ? 4 : 0, 1,
                    java.util.Arrays.copyOfRange(block, at, end));
        }
        wire.send(frames).get(3, "/");
        assertEquals("431", wire.status(1));
        assertEquals("200", wire.status(3), "the tables of both sides still agree");
    }

    @Test
    void aBombOfReferencesIsNotUnpacked() throws IOException {
        serve(H2Wire.ECHO).headers(1, H2Wire.request("GET", "/") + " x=" + "y".repeat(2_000), true);
        StringBuilder bomb = new StringBuilder("8284");
        for (int i = 0; i < 8_000; i++) {
            bomb.append("be");
        }
        wire.frame(Frames.HEADERS, 5, 3, bomb.toString());
        assertEquals("431", wire.status(3));
        wire.get(5, "/");
        assertEquals("200", wire.status(5));
    }

    // Memory

    @Test
    void aClientThatReadsNothingIsReadNoMore() throws IOException {
        serve(exchange -> exchange.response().fields().set(io.serval.http.FieldName.LOCATION, "x".repeat(4_000)))
                .transport.room(0);
        for (int i = 0; i < 90; i++) {
            wire.headers(1 + 2 * i, H2Wire.request("HEAD", "/"), true);
        }
        assertTrue(wire.log.size() < 85, wire.log.size() + " requests were served");
        wire.transport.room(Integer.MAX_VALUE);
        wire.turn();
        assertTrue(wire.isEnded(179), "and goes on when it reads");
    }

    @Test
    void contentBeyondTheBudgetHoldsClientsBackUntilItWasRead() throws IOException {
        List<HttpExchange> held = new ArrayList<>();
        serve(exchange -> {
            exchange.suspend();
            held.add(exchange);
        }, H2Wire.settings(1 << 20, 400_000));
        wire.post(1, "/", "");
        int sent = 0;
        while (sent < 600_000) {
            wire.data(1, new byte[16_384], false);
            sent += 16_384;
        }
        assertEquals(2, opened(), "the connection's window opens below the budget, and then stays shut");
        held.get(0).execute(() -> held.get(0).content().read(new byte[1 << 20], 0, 1 << 20));
        wire.turn();
        assertEquals(3, opened(), "and opens when the content was read");
        held.get(0).complete();
    }

    private long opened() {
        return wire.all().stream().filter(f -> f.type() == Frames.WINDOW_UPDATE && f.streamId() == 0).count();
    }

    @Test
    void atTwiceTheBudgetTheStreamIsReset() throws IOException {
        List<HttpExchange> held = new ArrayList<>();
        serve(exchange -> {
            exchange.suspend();
            held.add(exchange);
        }, H2Wire.settings(1 << 20, 200_000));
        wire.post(1, "/", "");
        for (int i = 0; i < 30 && wire.resetOf(1) == null; i++) {
            wire.data(1, new byte[16_384], false);
        }
        assertEquals(ErrorCode.ENHANCE_YOUR_CALM, wire.resetOf(1));
        assertEquals(0, wire.service.buffered());
        held.get(0).complete();
        wire.turn();
        wire.get(3, "/");
        held.get(1).complete();
        wire.turn();
        assertTrue(wire.isEnded(3));
    }

    // The honest

    @Test
    void aClientThatSendsItsBytesOneByOneIsHonest() throws IOException {
        serve(H2Wire.ECHO).jobsWait = true;
        wire.post(1, "/", "");
        for (int i = 0; i < 20_000; i++) {
            wire.data(1, "x", false);
        }
        wire.data(1, "", true).until(() -> wire.isEnded(1), "no answer");
        assertEquals(7 + 20_000, wire.contentOf(1));
    }

    @Test
    void aClientThatOpensItsWindowByteByByteIsHonest() throws IOException {
        serve(exchange -> H2Wire.write(exchange, "x".repeat(8_000))).setting(Frames.SETTINGS_INITIAL_WINDOW_SIZE, 0)
                .get(1, "/");
        for (int i = 0; i < 8_000; i++) {
            wire.widen(1, 1).widen(0, 1);
        }
        assertTrue(wire.isEnded(1));
        assertNull(wire.goAway());
    }

    @Test
    void aClientThatAnswersEachFrameByTwoWindowUpdatesIsHonest() throws IOException {
        serve(exchange -> H2Wire.write(exchange, "x".repeat(8_000)));
        for (int i = 0; i < 2_000; i++) {
            wire.get(1 + 2 * i, "/").widen(0, 8_000).widen(1 + 2 * i, 8_000);
        }
        assertTrue(wire.isEnded(3_999));
        assertNull(wire.goAway());
    }

    @Test
    void aClientThatOpensTooManyStreamsBeforeItKnowsTheLimitIsHonest() throws IOException {
        wire = new H2Wire(H2Wire.ECHO).send(FrameBytes.connection());
        wire.jobsWait = true;
        for (int i = 0; i < 100; i++) {
            wire.post(1 + 2 * i, "/", "").data(1 + 2 * i, "x", true);
        }
        assertNull(wire.goAway());
        assertEquals(ErrorCode.REFUSED_STREAM, wire.resetOf(199));
        wire.jobsWait = false;
        wire.turn();
        assertTrue(wire.isEnded(1));
        assertFalse(wire.isEnded(199));
    }

    @Test
    void manyDownloadsThroughSmallWindowsAllComplete() throws IOException {
        int size = 50_000;
        serve(exchange -> exchange.response().write(new byte[size], 0, size))
                .setting(Frames.SETTINGS_INITIAL_WINDOW_SIZE, 1_000).jobsWait = true;
        for (int i = 0; i < H2Wire.STREAMS; i++) {
            wire.get(1 + 2 * i, "/");
        }
        int[] given = new int[2 * H2Wire.STREAMS];
        int[] whole = new int[1];
        wire.until(() -> {
            int all = 0;
            for (int id = 1; id < given.length; id += 2) {
                int got = wire.contentOf(id);
                all += got;
                if (got > given[id]) {
                    wire.widen(id, got - given[id]);
                    given[id] = got;
                }
            }
            if (all > whole[0]) {
                wire.widen(0, all - whole[0]);
                whole[0] = all;
            }
            return all == H2Wire.STREAMS * size;
        }, () -> "only " + whole[0] + " bytes come");
        wire.until(wire::workersAreHome, "workers are lost");
        for (int id = 1; id < given.length; id += 2) {
            assertTrue(wire.isEnded(id));
        }
    }
}
