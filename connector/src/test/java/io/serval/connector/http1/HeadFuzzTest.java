package io.serval.connector.http1;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import io.serval.http.HttpException;
import io.serval.http.RequestTarget;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/**
 * Generated and broken heads, chunks and targets, for 15 seconds each, or {@code -Dfuzz.seconds=N}; before them what
 * was found earlier, the files below {@code fuzz}. The seed of a failing round is part of its message.
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
        return System.nanoTime() + Long.getLong("fuzz.seconds", 15) * 1_000_000_000L;
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

    static List<Path> findings() throws IOException, URISyntaxException {
        try (Stream<Path> files = Files.walk(Path.of(HeadFuzzTest.class.getResource("/fuzz").toURI()))) {
            return files.filter(each -> Files.isRegularFile(each) && !each.toString().endsWith(".md")).toList();
        }
    }

    @ParameterizedTest
    @MethodSource("findings")
    void whatWasFoundOnceDoesNoMoreThanBeRefused(Path file) throws IOException {
        byte[] bytes = Files.readAllBytes(file);
        for (int seed = 0; seed < 50; seed++) {
            Random random = new Random(seed);
            try {
                switch (file.getParent().getFileName().toString()) {
                    case "heads" -> scanAndParse(bytes, random);
                    case "chunks" -> decode(bytes, random);
                    default -> target(bytes, random);
                }
            } catch (HttpException refused) {
                assertTrue(refused.status().code() >= 400, "seed " + seed);
            }
        }
    }

    @Test
    void brokenTargetsNeverDoMoreThanBeRefused() {
        long deadline = deadline();
        for (int seed = 0; System.nanoTime() < deadline; seed++) {
            Random random = new Random(seed);
            String whole = new String[] {"/a/b;c=d/%2e%41?e=f&g", "http://user.test:8080/path?query", "*", "h.test:443",
                "https://[2001:db8::1]:8443/"}[random.nextInt(5)];
            byte[] bytes = Requests.bytes(broken(random, whole));
            try {
                target(bytes, random);
            } catch (HttpException refused) {
                assertEquals(400, refused.status().code(), "seed " + seed);
            } catch (RuntimeException | AssertionError e) {
                throw new AssertionError("seed " + seed, e);
            }
        }
    }

    /** What is taken gives back the bytes it came from, and is the same the second time. */
    private void target(byte[] bytes, Random random) throws HttpException {
        String method = new String[] {"GET", "OPTIONS", "CONNECT"}[random.nextInt(3)];
        byte[] surrounded = new byte[bytes.length + 20];
        Arrays.fill(surrounded, (byte) '/');
        System.arraycopy(bytes, 0, surrounded, 10, bytes.length);
        RequestTarget target = cache.target(method, surrounded, 10, 10 + bytes.length);
        String sent = Octets.text(bytes, 0, bytes.length);
        String back = target.toString();
        boolean emptyPath = target.form() == RequestTarget.Form.ABSOLUTE && target.path().equals("/");
        assertTrue(emptyPath || back.equalsIgnoreCase(sent), () -> sent + " became " + back);
        assertTrue(back.chars().allMatch(c -> c > ' ' && c < 0x7f), () -> "came through: " + back);
        assertEquals(target, cache.target(method, surrounded, 10, 10 + bytes.length));
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
            try {
                decode(Requests.bytes(broken(random, message)), random);
            } catch (HttpException refused) {
                assertTrue(refused.status().code() >= 400, "seed " + seed);
            } catch (RuntimeException | AssertionError e) {
                throw new AssertionError("seed " + seed, e);
            }
        }
    }

    private static void decode(byte[] message, Random random) throws HttpException {
        ByteBuffer input = ByteBuffer.wrap(message);
        ChunkedDecoder decoder = new ChunkedDecoder(new ChunkLimits(20, 30, 3));
        byte[] target = new byte[7];
        int last = 1;
        while (last > 0 || input.hasRemaining() && !decoder.isFinished()) {
            last = decoder.decode(input, target, 2, 1 + random.nextInt(5));
        }
        assertEquals(0, target[0] | target[1], "written before the place it was given");
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
