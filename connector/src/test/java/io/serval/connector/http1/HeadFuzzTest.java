package io.serval.connector.http1;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

import org.junit.jupiter.api.Test;

import io.serval.http.HttpException;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/**
 * Generated and broken input. The seed of a failing round is part of its message. Runs for a second; longer with
 * {@code -Dfuzz.seconds=N}.
 */
class HeadFuzzTest {
    private static final String TOKEN = "!#$%&'*+-.^_`|~09azAZ";
    private static final String PATH = "/aZ09-._~!$&'()*+,;=:@";
    private static final String SPICES = "\r\n \t:;,/?#%\0\u007f\u0080\u00ffHT0";

    private final HeadScanner scanner = new HeadScanner(HeadLimits.DEFAULT);
    private final TargetCache cache = new TargetCache(TargetRules.STRICT);
    private final Http1Head head = new Http1Head(HeadLimits.DEFAULT, cache);

    /** A valid head and what it means. */
    private record Sample(String method, String target, List<String> names, List<String> values) {
        static Sample random(Random random) {
            Sample sample = new Sample(text(random, TOKEN, 1, 8), '/' + text(random, PATH, 0, 30)
                    + (random.nextBoolean() ? '?' + text(random, PATH + "?", 0, 20) : ""),
                    new ArrayList<>(), new ArrayList<>());
            sample.names.add("Host");
            sample.values.add("h" + random.nextInt(5));
            for (int i = random.nextInt(12); i > 0; i--) {
                sample.names.add("X" + text(random, TOKEN, 0, 12));
                sample.values.add((text(random, "az09:;,=\"\t \u00e4\u00ff", 0, 60)).strip());
            }
            return sample;
        }

        String wire(Random random) {
            StringBuilder wire = new StringBuilder(method + ' ' + target + " HTTP/1.1\r\n");
            for (int i = 0; i < names.size(); i++) {
                wire.append(names.get(i)).append(':').append(blanks(random)).append(values.get(i))
                        .append(blanks(random)).append("\r\n");
            }
            return wire.append("\r\n").toString();
        }

        private static String blanks(Random random) {
            return text(random, " \t", 0, 2);
        }
    }

    private static String text(Random random, String letters, int least, int most) {
        StringBuilder text = new StringBuilder();
        for (int i = least + random.nextInt(most - least + 1); i > 0; i--) {
            text.append(letters.charAt(random.nextInt(letters.length())));
        }
        return text.toString();
    }

    private static long deadline() {
        return System.nanoTime() + Long.getLong("fuzz.seconds", 1) * 500_000_000L;
    }

    @Test
    void validHeadsGiveBackWhatTheyWereMadeOf() throws HttpException {
        for (int seed = 0; seed < 3_000; seed++) {
            Random random = new Random(seed);
            Sample sample = Sample.random(random);
            String context = "seed " + seed;
            byte[] bytes = Requests.bytes(sample.wire(random));
            scanner.reset();
            head.clear();
            int cut = random.nextInt(bytes.length);
            assertEquals(HeadScanner.INCOMPLETE, scanner.scan(bytes, 0, cut), context);
            assertEquals(bytes.length, scanner.scan(bytes, 0, bytes.length), context);
            head.parse(bytes, 0, bytes.length);
            assertEquals(sample.method, head.method(), context);
            assertEquals(sample.target, head.target().toString(), context);
            for (int i = 0; i < sample.names.size(); i++) {
                assertEquals(sample.names.get(i), head.fields().name(i), context);
                assertEquals(sample.values.get(i), head.fields().value(i), context);
                assertTrue(head.fields().all(sample.names.get(i)).contains(sample.values.get(i)), context);
            }
            assertEquals(sample.names.size(), head.fields().size(), context);
        }
    }

    @Test
    void brokenHeadsNeverDoMoreThanBeRefused() {
        long deadline = deadline();
        for (int seed = 0; System.nanoTime() < deadline; seed++) {
            Random random = new Random(seed);
            byte[] bytes = Requests.bytes(broken(random, Sample.random(random).wire(random)));
            try {
                scanAndParse(bytes, random);
            } catch (HttpException refused) {
                assertTrue(refused.status().code() >= 400, "seed " + seed);
            } catch (RuntimeException | AssertionError e) {
                throw new AssertionError("seed " + seed, e);
            }
        }
    }

    /** The parser is also given what the scanner would have refused, within poisoned surroundings. */
    private void scanAndParse(byte[] bytes, Random random) throws HttpException {
        byte[] surrounded = new byte[bytes.length + 40];
        Arrays.fill(surrounded, (byte) 'P');
        System.arraycopy(bytes, 0, surrounded, 20, bytes.length);
        int end = 20 + bytes.length;
        head.clear();
        head.salvage(surrounded, 20, end);
        head.clear();
        HttpException unscanned = null;
        try {
            head.parse(surrounded, 20, end);
        } catch (HttpException e) {
            unscanned = e;
        }
        for (int i = 0; i < head.fields().size(); i++) {
            String line = head.fields().name(i) + head.fields().value(i);
            assertTrue(line.indexOf('\r') < 0 && line.indexOf('\n') < 0 && line.indexOf(0) < 0, "control came through");
        }
        scanner.reset();
        int found = HeadScanner.INCOMPLETE;
        for (int at = 20; at <= end && found == HeadScanner.INCOMPLETE; at += 1 + random.nextInt(30)) {
            found = scanner.scan(surrounded, 20, at);
            assertTrue(found <= at, "read beyond the end");
        }
        if (unscanned == null) {
            assertEquals(end, found != HeadScanner.INCOMPLETE ? found : scanner.scan(surrounded, 20, end));
        }
    }

    private static String broken(Random random, String wire) {
        StringBuilder broken = new StringBuilder(wire);
        for (int i = 1 + random.nextInt(4); i > 0 && broken.length() > 0; i--) {
            int at = random.nextInt(broken.length());
            char spice = SPICES.charAt(random.nextInt(SPICES.length()));
            switch (random.nextInt(4)) {
                case 0 -> broken.setCharAt(at, spice);
                case 1 -> broken.insert(at, spice);
                case 2 -> broken.deleteCharAt(at);
                default -> broken.setLength(at);
            }
        }
        return broken.toString();
    }

    @Test
    void brokenChunksNeverDoMoreThanBeRefused() {
        long deadline = deadline();
        for (int seed = 0; System.nanoTime() < deadline; seed++) {
            Random random = new Random(seed);
            String message = "a;x=y\r\n0123456789\r\n3\r\nabc\r\n0\r\nX: y\r\nZ: w\r\n\r\n";
            ByteBuffer input = ByteBuffer.wrap(Requests.bytes(broken(random, message)));
            ChunkedDecoder decoder = new ChunkedDecoder(new ChunkLimits(20, 30, 3));
            byte[] target = new byte[7];
            try {
                int last = 1;
                while (last > 0 || input.hasRemaining() && !decoder.isFinished()) {
                    last = decoder.decode(input, target, 2, 1 + random.nextInt(5));
                }
                assertEquals(0, target[0] | target[1], "seed " + seed);
            } catch (HttpException refused) {
                assertTrue(refused.status().code() >= 400, "seed " + seed);
            } catch (RuntimeException | AssertionError e) {
                throw new AssertionError("seed " + seed, e);
            }
        }
    }

    @Test
    void validChunksGiveBackTheirContent() throws HttpException {
        ChunkedDecoder decoder = new ChunkedDecoder(new ChunkLimits(10_000, 100, 3));
        for (int seed = 0; seed < 1_000; seed++) {
            Random random = new Random(seed);
            StringBuilder content = new StringBuilder();
            StringBuilder wire = new StringBuilder();
            for (int i = random.nextInt(6); i > 0; i--) {
                String chunk = text(random, "\r\n0az\0\u00ff", 1, 40);
                content.append(chunk);
                wire.append(Integer.toHexString(chunk.length())).append(random.nextBoolean() ? "" : ";a=\"b c\"")
                        .append("\r\n").append(chunk).append("\r\n");
            }
            int end = wire.append("0\r\n\r\n").length();
            ByteBuffer input = ByteBuffer.wrap(Requests.bytes(wire + "5\r\n"));
            byte[] target = new byte[300];
            decoder.reset();
            int count = 0;
            for (int limit = 0; limit < input.capacity(); ) {
                limit = Math.min(input.capacity(), limit + 1 + random.nextInt(9));
                count += decoder.decode(input.limit(limit), target, count, target.length - count);
            }
            assertEquals(content.toString(), Octets.text(target, 0, count), "seed " + seed);
            assertTrue(decoder.isFinished(), "seed " + seed);
            assertEquals(end, input.position(), "seed " + seed);
        }
    }
}
