package io.serval.extensions;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import java.util.ServiceLoader;
import java.util.stream.Collectors;

import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import io.serval.connector.coding.spi.ContentCoding;
import io.serval.connector.coding.spi.ContentEncoder;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** What every coding promises (see {@link ContentCoding} and {@link ContentEncoder}). */
class CodingContractTest {
    private static final long LEAK_KIB = 400 * 1_024;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    private static ContentCoding coding(String name) {
        return ServiceLoader.load(ContentCoding.class).stream().map(ServiceLoader.Provider::get)
                .filter(each -> each.name().equals(name)).findFirst().orElseThrow();
    }

    private byte[] encoded(ContentCoding coding, byte[] content) throws IOException {
        out.reset();
        ContentEncoder encoder = coding.open();
        encoder.write(content, 0, content.length, out::write);
        encoder.finish(out::write);
        encoder.close();
        return out.toByteArray();
    }

    /** Half of it repeats itself, half of it cannot be made smaller. */
    private static byte[] content(int size, long seed) {
        byte[] content = new byte[size];
        new Random(seed).nextBytes(content);
        Arrays.fill(content, 0, size / 2, (byte) 'a');
        return content;
    }

    @ParameterizedTest @ValueSource(strings = {"br", "zstd"})
    void whatIsWrittenComesBackWhateverItsSize(String name) throws IOException {
        ContentCoding coding = coding(name);
        for (int size : new int[] {0, 1, 2, 100, 16_383, 16_384, 16_385, 262_144, 1_000_000, 3_000_000}) {
            byte[] content = content(size, size);
            assertArrayEquals(content, Decoding.decoded(name, encoded(coding, content)), name + ", " + size);
        }
        coding.close();
    }

    @ParameterizedTest @ValueSource(strings = {"br", "zstd"})
    void everySplitOfTwoWritesGivesTheSameContent(String name) throws IOException {
        ContentCoding coding = coding(name);
        byte[] content = content(400, 11);
        for (int split = 0; split <= content.length; split++) {
            out.reset();
            ContentEncoder encoder = coding.open();
            encoder.write(content, 0, split, out::write);
            if (split % 2 == 0) {
                encoder.flush(out::write);
            }
            encoder.write(content, split, content.length - split, out::write);
            encoder.finish(out::write);
            encoder.close();
            assertArrayEquals(content, Decoding.decoded(name, out.toByteArray()), name + " split at " + split);
        }
        coding.close();
    }

    @ParameterizedTest @ValueSource(strings = {"br", "zstd"})
    void whatIsWrittenComesBackWhateverThePiecesAndFlushes(String name) throws IOException {
        ContentCoding coding = coding(name);
        Random random = new Random(7);
        for (int round = 0; round < 60; round++) {
            byte[] content = content(random.nextInt(120_000), round);
            out.reset();
            ContentEncoder encoder = coding.open();
            for (int at = 0; at < content.length; ) {
                int count = Math.min(content.length - at, 1 + random.nextInt(40_000));
                encoder.write(content, at, count, out::write);
                at += count;
                if (random.nextInt(3) == 0) {
                    encoder.flush(out::write);
                }
            }
            encoder.finish(out::write);
            encoder.close();
            assertArrayEquals(content, Decoding.decoded(name, out.toByteArray()), name + " round " + round);
        }
        coding.close();
    }

    @ParameterizedTest @ValueSource(strings = {"br", "zstd"})
    void everythingWrittenBeforeAFlushCanBeDecodedAfterIt(String name) throws IOException {
        ContentCoding coding = coding(name);
        ContentEncoder encoder = coding.open();
        Random random = new Random(3);
        ByteArrayOutputStream expected = new ByteArrayOutputStream();
        for (int event = 0; event < 40; event++) {
            byte[] bytes = event % 5 == 0 ? content(random.nextInt(50_000), event)
                    : ("id: " + event + "\ndata: " + random.nextLong() + "\n\n").getBytes(UTF_8);
            encoder.write(bytes, 0, bytes.length, out::write);
            encoder.flush(out::write);
            expected.write(bytes);
            try (InputStream in = Decoding.streaming(name, new ByteArrayInputStream(out.toByteArray()))) {
                assertArrayEquals(expected.toByteArray(), Decoding.read(in, expected.size()), name + event);
            }
        }
        encoder.close();
        coding.close();
    }

    @ParameterizedTest @ValueSource(strings = {"br", "zstd"})
    void aFlushOfNothingNewPutsOutNothing(String name) throws IOException {
        ContentEncoder encoder = coding(name).open();
        encoder.flush(out::write);
        assertEquals(0, out.size(), "a flush of nothing at all");
        encoder.write(new byte[] {1}, 0, 1, out::write);
        encoder.flush(out::write);
        int before = out.size();
        assertTrue(before > 0);
        encoder.flush(out::write);
        assertEquals(before, out.size());
        encoder.close();
    }

    @ParameterizedTest @ValueSource(strings = {"br", "zstd"})
    void anEncoderOpenedAfterAnAbortedOneKnowsNothingOfIt(String name) throws IOException {
        ContentCoding coding = coding(name);
        byte[] content = content(50_000, 1);
        byte[] alone = encoded(coding, content);
        ContentEncoder aborted = coding.open();
        aborted.write(content, 100, 40_000, (bytes, offset, length) -> { });
        aborted.close();
        assertArrayEquals(alone, encoded(coding, content));
    }

    @ParameterizedTest @ValueSource(strings = {"br", "zstd"})
    void anOutputThatFailsMayBeFollowedByAClose(String name) throws IOException {
        ContentCoding coding = coding(name);
        byte[] content = content(500_000, 1);
        ContentEncoder broken = coding.open();
        assertThrows(IOException.class, () -> {
            broken.write(content, 0, content.length, (bytes, offset, length) -> {
                throw new IOException("the client is gone");
            });
            broken.flush((bytes, offset, length) -> {
                throw new IOException("the client is gone");
            });
        });
        broken.close();
        assertArrayEquals(content, Decoding.decoded(name, encoded(coding, content)));
    }

    /** Each of them takes a megabyte and more: had they to wait for a finalizer, there would be gigabytes. */
    @ParameterizedTest @ValueSource(strings = {"br", "zstd"})
    void encodersThatAreClosedHoldNoMemory(String name) throws IOException {
        Path status = Path.of("/proc/self/status");
        Assumptions.assumeTrue(Files.isReadable(status), "memory is read from /proc");
        ContentCoding coding = coding(name);
        byte[] content = content(300_000, 5);
        encoded(coding, content);
        long before = residentKib(status);
        for (int i = 0; i < 1_500; i++) {
            ContentEncoder encoder = coding.open();
            ContentEncoder beside = coding.open();
            encoder.write(content, 0, 200_000, (bytes, offset, length) -> { });
            beside.write(content, 0, 200_000, (bytes, offset, length) -> { });
            encoder.close();
            beside.close();
        }
        long grown = residentKib(status) - before;
        assertTrue(grown < LEAK_KIB, name + " grew by " + grown + " KiB");
    }

    private static long residentKib(Path status) throws IOException {
        return Files.readAllLines(status).stream().filter(line -> line.startsWith("RssAnon"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", ""))).findFirst().orElseThrow();
    }

    @ParameterizedTest @CsvSource({"br, 0, 11", "zstd, 1, 19"})
    void aCodingHasItsLevels(String name, int least, int most) throws IOException {
        ContentCoding coding = coding(name);
        String content = new Random(1).ints(20_000, 0, 3_000).mapToObj(i -> "{\"number\": " + i * 7 + "}, ")
                .collect(Collectors.joining());
        int fast = encoded(coding.atLevel(least), content.getBytes(UTF_8)).length;
        byte[] small = encoded(coding.atLevel(most), content.getBytes(UTF_8));
        assertTrue(small.length < fast, name + ": " + small.length + " at " + most + ", " + fast + " at " + least);
        assertEquals(content, new String(Decoding.decoded(name, small), UTF_8));
        for (int wrong : new int[] {least - 1, most + 1}) {
            String message = assertThrows(IllegalArgumentException.class, () -> coding.atLevel(wrong)).getMessage();
            assertEquals(name + " has the levels " + least + " to " + most + ", not " + wrong, message);
        }
    }

    @ParameterizedTest @ValueSource(strings = {"br", "zstd"})
    void encodersThatAreOpenOutliveTheirCoding(String name) throws IOException {
        ContentCoding coding = coding(name);
        ContentEncoder encoder = coding.open();
        coding.close();
        encoder.write("late".getBytes(UTF_8), 0, 4, out::write);
        encoder.finish(out::write);
        encoder.close();
        assertArrayEquals("late".getBytes(UTF_8), Decoding.decoded(name, out.toByteArray()));
    }

    /** RFC 9659 §3: a decoder need not take more than 8 MiB; RFC 8878 §3.1.1.1.2 tells where the window stands. */
    @ParameterizedTest @ValueSource(ints = {1, 3, 19})
    void theWindowOfZstdIsFarBelowWhatClientsMustTake(int level) throws IOException {
        byte[] frame = encoded(coding("zstd").atLevel(level), content(3_000_000, 2));
        assertEquals(0xFD2FB528, frame[0] & 0xff | (frame[1] & 0xff) << 8 | (frame[2] & 0xff) << 16 | frame[3] << 24);
        assertEquals(0, frame[4] & 0x20, "a single segment has no window descriptor");
        int descriptor = frame[5] & 0xff;
        long base = 1L << 10 + (descriptor >> 3);
        assertEquals(256 << 10, base + base / 8 * (descriptor & 7));
    }

    /** RFC 7932 §9.1: the first bits of a stream are its window; 18 bits, less 16 bytes, are 256 KiB. */
    @Test void theWindowOfBrotliBoundsTheMemoryOfClients() throws IOException {
        byte[] stream = encoded(coding("br"), content(3_000_000, 2));
        assertEquals(0b0011, stream[0] & 0b1111, "WBITS is not 18");
    }
}
