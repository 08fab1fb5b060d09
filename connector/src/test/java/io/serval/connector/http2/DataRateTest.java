package io.serval.connector.http2;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import io.serval.http.HttpExchange;
import io.serval.http.HttpHandler;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

/**
 * {@code minRequestDataRate} and {@code minResponseDataRate} on HTTP/2: 240 bytes a second after five seconds, asked of
 * the connection and shared by its streams. All clients here pass every timeout between two bytes.
 */
class DataRateTest {
    private static final Http2Settings.Rates RATES =
            new Http2Settings.Rates(240, 240, Duration.ofSeconds(5).toNanos());
    private static final Duration SECOND = Duration.ofSeconds(1);

    private H2Wire wire;

    private H2Wire serve(HttpHandler handler) throws IOException {
        wire = new H2Wire(handler, H2Wire.settings(H2Wire.WINDOW, 64 << 20, H2Wire.STREAMS, RATES)).hello();
        return wire;
    }

    private static HttpHandler sends(int bytes) {
        return exchange -> {
            exchange.response().bufferSize(bytes);           // all is left to the connection, no worker waits
            exchange.response().write(new byte[bytes], 0, bytes);
        };
    }

    @AfterEach void nothingIsLeft() {
        assertEquals(H2Wire.NOTHING_LEFT, wire.leftovers());
        wire.close();
    }

    /** Streams 1, 3, 5, … get that many bytes of content a second each. */
    private void upload(int streams, int bytesASecond, int seconds) {
        for (int second = 0; second < seconds; second++) {
            for (int i = 0; i < streams && wire.status(1 + 2 * i).isEmpty(); i++) {
                wire.data(1 + 2 * i, new byte[bytesASecond], false);
            }
            wire.pass(SECOND);
        }
    }

    private void open(int streams) {
        for (int i = 0; i < streams; i++) {
            wire.post(1 + 2 * i, "/", "");
        }
    }

    private void finishUploads(int streams) {
        for (int i = 0; i < streams; i++) {
            wire.data(1 + 2 * i, "", true);
            assertEquals("200", wire.status(1 + 2 * i), "stream " + (1 + 2 * i));
        }
    }

    /** The windows of streams 1, 3, 5, … are opened by that many bytes a second each. */
    private void download(int streams, int bytesASecond, int seconds) {
        for (int second = 0; second < seconds; second++) {
            for (int i = 0; i < streams; i++) {
                if (wire.resetOf(1 + 2 * i) == null && !wire.isEnded(1 + 2 * i)) {
                    wire.widen(1 + 2 * i, bytesASecond);
                }
            }
            wire.pass(SECOND);
        }
    }

    // Content of requests

    @Test
    void contentThatTricklesIsAnsweredWith408() throws IOException {
        serve(H2Wire.ECHO);
        open(1);
        upload(1, 100, 30);
        assertEquals("408", wire.status(1));
    }

    @Test
    void contentThatKeepsToTheRateIsTaken() throws IOException {
        serve(H2Wire.ECHO);
        open(1);
        upload(1, 250, 40);
        finishUploads(1);
    }

    @Test
    void uploadsThatShareALineShareTheRate() throws IOException {
        serve(H2Wire.ECHO);
        open(10);
        upload(10, 25, 40);
        finishUploads(10);
    }

    @Test
    void manyUploadsDoNotBuyMoreTimeThanTheyBring() throws IOException {
        serve(H2Wire.ECHO);
        open(10);
        upload(10, 5, 120);
        for (int i = 0; i < 10; i++) {
            assertEquals("408", wire.status(1 + 2 * i), "stream " + (1 + 2 * i));
        }
    }

    @Test
    void timeInWhichTheApplicationDoesNotReadDoesNotCount() throws IOException {
        AtomicReference<HttpExchange> held = new AtomicReference<>();
        serve(exchange -> {
            exchange.suspend();
            held.set(exchange);
        });
        wire.post(1, "/", "expect=100-continue").data(1, "x", false);
        wire.pass(Duration.ofSeconds(60));
        held.get().execute(() -> readOn(held.get()));
        wire.pass(SECOND);
        wire.data(1, "y", true);
        assertTrue(wire.of(1).contains(":status=200"), wire.of(1));
    }

    @Test
    void aTaskThatWaitsForContentThatTricklesIsTold() throws IOException {
        serve(exchange -> {
            exchange.suspend();
            readOn(exchange);
        });
        wire.post(1, "/", "expect=100-continue");
        upload(1, 100, 30);
        assertTrue(wire.of(1).contains(":status=408"), wire.of(1));
    }

    private static void readOn(HttpExchange exchange) {
        exchange.content().whenReady(() -> {
            if (exchange.content().read(new byte[1_000], 0, 1_000) < 0) {
                exchange.complete();
            } else {
                readOn(exchange);
            }
        });
    }

    // Responses

    @Test
    void aResponseTakenInTricklesIsReset() throws IOException {
        serve(sends(50_000)).setting(Frames.SETTINGS_INITIAL_WINDOW_SIZE, 0).get(1, "/");
        download(1, 100, 30);
        assertEquals(ErrorCode.CANCEL, wire.resetOf(1));
        wire.setting(Frames.SETTINGS_INITIAL_WINDOW_SIZE, 60_000).get(3, "/");
        assertTrue(wire.isEnded(3), "other streams go on");
    }

    @Test
    void aResponseTakenAtTheRateComesToItsEnd() throws IOException {
        serve(sends(10_000)).setting(Frames.SETTINGS_INITIAL_WINDOW_SIZE, 0).get(1, "/");
        download(1, 250, 41);
        assertTrue(wire.isEnded(1), wire.of(1));
    }

    @Test
    void downloadsThatShareALineShareTheRate() throws IOException {
        serve(sends(5_000)).setting(Frames.SETTINGS_INITIAL_WINDOW_SIZE, 0);
        for (int i = 0; i < 5; i++) {
            wire.get(1 + 2 * i, "/");
        }
        download(5, 60, 85);
        for (int i = 0; i < 5; i++) {
            assertTrue(wire.isEnded(1 + 2 * i), wire.of(1 + 2 * i));
        }
    }

    /** The server sends one response after another, so that the last waits long; that is not the client's doing. */
    @Test
    void aResponseThatWaitsForItsTurnIsNotSlow() throws IOException {
        serve(sends(60_000)).setting(Frames.SETTINGS_INITIAL_WINDOW_SIZE, 60_000);
        for (int i = 0; i < 4; i++) {
            wire.headers(1 + 2 * i, H2Wire.request("GET", "/") + " priority=u=3", true);
        }
        for (int second = 0; second < 180; second++) {
            wire.widen(0, 1_000).pass(SECOND);
        }
        for (int i = 0; i < 4; i++) {
            assertTrue(wire.isEnded(1 + 2 * i), "stream " + (1 + 2 * i));
        }
    }

    @Test
    void aConnectionThatTakesTooLittleLosesAllThatWaits() throws IOException {
        serve(sends(60_000)).setting(Frames.SETTINGS_INITIAL_WINDOW_SIZE, 60_000);
        wire.get(1, "/").get(3, "/").get(5, "/");
        assertTrue(wire.isEnded(1));
        for (int second = 0; second < 30; second++) {
            wire.widen(0, 100).pass(SECOND);
        }
        assertEquals(ErrorCode.CANCEL, wire.resetOf(3));
        assertEquals(ErrorCode.CANCEL, wire.resetOf(5));
        assertNull(wire.goAway());
    }

    @Test
    void aTunnelHasNoRate() throws IOException {
        serve(exchange -> exchange.upgrade(stream -> stream.whenReadable(stream::close)));
        wire.headers(1, ":method=CONNECT :protocol=websocket :scheme=http :authority=a :path=/chat", false);
        wire.pass(Duration.ofMinutes(5));
        assertNull(wire.resetOf(1));
        assertFalse(wire.isEnded(1));
        wire.data(1, "", true);
    }
}
