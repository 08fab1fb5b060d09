package io.serval.connector.http2;

import java.io.IOException;
import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Test;

import io.serval.http.HttpExchange;

import static org.junit.jupiter.api.Assertions.assertEquals;

/** Conversations with mistakes in them: whatever comes, nothing is left behind. Runs for {@code -Dfuzz.seconds} (8). */
class FrameFuzzTest {
    private static final long NANOS = TimeUnit.SECONDS.toNanos(Integer.getInteger("fuzz.seconds", 8));
    private static final Http2Settings.Rates RATES = new Http2Settings.Rates(240, 240, TimeUnit.SECONDS.toNanos(5));
    private static final int[] TYPES = {0, 0, 0, 1, 1, 1, 1, 2, 3, 3, 4, 6, 7, 8, 8, 8, 9, 16, 20};

    private static void serve(HttpExchange exchange) throws IOException {
        switch (exchange.head().target().path()) {
            case "/early" -> exchange.response().status(413);
            case "/large" -> {
                exchange.suspend();
                exchange.response().whenReady(() -> {
                    exchange.response().write(new byte[200_000], 0, 200_000);
                    exchange.complete();
                });
            }
            case "/wait" -> {
                exchange.suspend();
                exchange.content().whenReady(exchange::complete);
            }
            case "/fail" -> throw new IOException("fails");
            default -> {
                int count = exchange.content().available();
                H2Wire.write(exchange, "had " + count);
            }
        }
    }

    @Test
    void nothingIsLeftBehindWhateverComes() throws IOException {
        long seed = System.nanoTime();
        for (long end = System.nanoTime() + NANOS, round = 0; System.nanoTime() < end; round++) {
            try {
                converse(new Random(seed + round));
            } catch (IOException | RuntimeException | AssertionError e) {
                throw new AssertionError("with seed " + (seed + round), e);
            }
        }
    }

    private static void converse(Random random) throws IOException {
        Http2Settings settings = random.nextBoolean() ? H2Wire.SETTINGS
                : H2Wire.settings(H2Wire.WINDOW, 64 << 20, 1 + random.nextInt(4), RATES);
        try (H2Wire wire = new H2Wire(FrameFuzzTest::serve, settings)) {
            if (random.nextInt(20) > 0) {
                wire.hello();
            }
            if (random.nextInt(4) == 0) {
                wire.transport.room(random.nextInt(100_000));
            }
            for (int i = random.nextInt(60); i > 0 && wire.isOpen(); i--) {
                say(wire, random);
            }
            wire.transport.room(Integer.MAX_VALUE);
            wire.jobsWait = false;
            if (random.nextBoolean()) {
                wire.pass(H2Wire.KEEP_ALIVE.multipliedBy(3));
            }
            assertEquals(H2Wire.NOTHING_LEFT, wire.leftovers());
        }
    }

    private static void say(H2Wire wire, Random random) {
        int streamId = random.nextInt(12);
        wire.jobsWait = random.nextInt(4) == 0;
        switch (random.nextInt(9)) {
            case 0 -> wire.send(junk(random, TYPES[random.nextInt(TYPES.length)], streamId));
            case 1 -> wire.data(streamId, new byte[random.nextInt(20_000) % 16_385], random.nextInt(3) == 0);
            case 2 -> wire.widen(random.nextInt(3) == 0 ? 0 : streamId, random.nextInt(100_000));
            case 3 -> wire.reset(streamId);
            case 4 -> wire.setting(1 + random.nextInt(9), random.nextInt(random.nextBoolean() ? 2 : 100_000));
            case 5 -> wire.pass(H2Wire.CONTENT.dividedBy(3));
            default -> {
                String path = new String[] {"/", "/early", "/large", "/wait", "/fail"}[random.nextInt(5)];
                byte[] frame = wire.headersFrame(streamId | 1, H2Wire.request(random.nextBoolean() ? "GET" : "POST",
                        path), random.nextBoolean());
                if (random.nextInt(10) == 0) {
                    frame[random.nextInt(frame.length)] ^= (byte) (1 << random.nextInt(8));
                }
                wire.send(random.nextInt(10) == 0 ? Arrays.copyOf(frame, random.nextInt(frame.length)) : frame);
            }
        }
    }

    private static FrameBytes junk(Random random, int type, int streamId) {
        byte[] payload = new byte[random.nextInt(4) * random.nextInt(9)];
        random.nextBytes(payload);
        return new FrameBytes().binary(type, random.nextInt(0x40), random.nextInt(3) == 0 ? 0 : streamId, payload);
    }
}
