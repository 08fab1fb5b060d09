package io.serval.connector.http1;

import java.io.IOException;
import java.time.Duration;

import org.junit.jupiter.api.Test;

import io.serval.http.HttpHandler;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** 100 bytes a second after 5 seconds; the timeouts alone would allow 30 seconds a byte. */
class DataRateTest {
    private static final int RATE = 100;
    private static final Http1Settings SETTINGS = new Http1Settings(8_192, 8_192, 100, 8_192, 8_192, 2 << 20, 100,
            65_536, 8_192, null, seconds(10), seconds(20), seconds(30), seconds(40), seconds(50), "", "", RATE, RATE,
            seconds(5));
    private static final HttpHandler LENGTH = exchange -> {
        byte[] all = new byte[10_000];
        int length = 0;
        for (int n = 0; n >= 0; n = exchange.content().read(all, length, all.length - length)) {
            length += n;
        }
        byte[] text = Integer.toString(length).getBytes();
        exchange.response().write(text, 0, text.length);
    };
    private static final String POST = "POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 2000\r\n\r\n";

    private static long seconds(int count) {
        return Duration.ofSeconds(count).toNanos();
    }

    /** Sends so many bytes a second of the content. @return for how many seconds the server let it */
    private static int upload(Wire wire, int perSecond) throws IOException {
        wire.send(POST);
        for (int second = 1; second <= 2_000 / perSecond; second++) {
            wire.pass(Duration.ofSeconds(1));
            if (!wire.received().isEmpty()) {
                return second;
            }
            wire.send("x".repeat(perSecond));
        }
        return -1;
    }

    @Test void contentThatComesTooSlowlyIsAnsweredWith408() throws IOException {
        try (Wire wire = new Wire(LENGTH, SETTINGS)) {
            int seconds = upload(wire, 50);
            assertTrue(wire.received().startsWith("HTTP/1.1 408 "), wire.received());
            assertTrue(seconds >= 9 && seconds <= 10, "50 bytes a second are too slow after 9 s, was " + seconds);
            assertEquals("POST / 408", wire.log.get(0));
        }
    }

    @Test void contentThatComesFastEnoughIsServed() throws IOException {
        try (Wire wire = new Wire(LENGTH, SETTINGS)) {
            assertEquals(-1, upload(wire, 100));
            assertTrue(wire.received().endsWith("\r\n\r\n2000"), wire.received());
        }
    }

    @Test void nothingAtAllIsWaitedForNoLongerThanTheGrace() throws IOException {
        try (Wire wire = new Wire(LENGTH, SETTINGS)) {
            wire.send(POST);
            wire.pass(Duration.ofMillis(4_900));
            assertTrue(wire.isOpen());
            wire.pass(Duration.ofSeconds(2));
            assertTrue(wire.received().startsWith("HTTP/1.1 408 "), wire.received());
        }
    }

    @Test void contentNobodyReadsMustComeFastEnoughToo() throws IOException {
        try (Wire wire = new Wire(exchange -> { }, new Http1Settings(8_192, 8_192, 100, 8_192, 8_192, 2 << 20, 100, 0,
                8_192, null, seconds(10), seconds(20), seconds(30), seconds(40), seconds(50), "", "", RATE, RATE,
                seconds(5)))) {
            wire.send(POST);
            assertTrue(wire.received().startsWith("HTTP/1.1 200 "), wire.received());
            for (int i = 0; i < 15; i++) {
                wire.pass(Duration.ofSeconds(1));
                wire.send("x");
            }
            assertFalse(wire.isOpen(), "content is still swallowed");
        }
    }

    @Test void aResponseThatIsTakenTooSlowlyIsGivenUp() throws IOException {
        assertFalse(isOpenAfter(20, 50), "50 bytes a second are too slow");
        assertTrue(isOpenAfter(20, 100), "100 bytes a second are fast enough");
    }

    private static boolean isOpenAfter(int seconds, int perSecond) throws IOException {
        try (Wire wire = new Wire(exchange -> exchange.response().write(new byte[50_000], 0, 50_000), SETTINGS)) {
            wire.transport.room(1_000);
            wire.send("GET / HTTP/1.1\r\nHost: h\r\n\r\n");
            for (int i = 0; i < seconds; i++) {
                wire.pass(Duration.ofSeconds(1));
                if (wire.isOpen()) {
                    wire.transport.room(perSecond);
                    wire.turn();
                }
            }
            return wire.isOpen();
        }
    }
}
