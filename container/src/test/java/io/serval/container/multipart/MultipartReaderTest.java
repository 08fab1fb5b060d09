package io.serval.container.multipart;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import io.serval.container.i18n.ContentType;
import io.serval.container.parameter.ParameterException;
import io.serval.http.HttpException;
import io.serval.http.Status;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

class MultipartReaderTest {
    private static final ContentType TYPE = ContentType.parse("multipart/form-data; boundary=AaB03x");

    @TempDir
    Path directory;

    private static String part(String disposition, String content) {
        return "--AaB03x\r\nContent-Disposition: form-data; " + disposition + "\r\n\r\n" + content + "\r\n";
    }

    private static final String END = "--AaB03x--\r\n";

    private List<PartImpl> read(MultipartLimits limits, InputStream in) throws IOException {
        return new MultipartReader(limits, () -> directory).read(in, TYPE, -1, ISO_8859_1);
    }

    private List<PartImpl> read(MultipartLimits limits, String content) throws IOException {
        return read(limits, new ByteArrayInputStream(content.getBytes(UTF_8)));
    }

    private List<PartImpl> read(String content) throws IOException {
        return read(MultipartLimits.DEFAULT, content);
    }

    private static String show(List<PartImpl> parts) throws IOException {
        StringBuilder text = new StringBuilder();
        for (PartImpl part : parts) {
            String content = new String(part.getInputStream().readAllBytes(), UTF_8);
            assertEquals(part.getSize(), content.getBytes(UTF_8).length);
            text.append(part.getName()).append('=').append(content);
            text.append(part.isFile() ? "<" + part.getSubmittedFileName() + ">" : "").append('|');
        }
        return text.toString();
    }

    private long filesLeft() throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.count();
        }
    }

    @Test void readsTextsAndFiles() throws IOException {
        List<PartImpl> parts = read(part("name=\"a\"", "one") + part("name=b; filename=f.txt", "two\r\nlines") + END);
        assertEquals("a=one|b=two\r\nlines<f.txt>|", show(parts));
        assertEquals("one", parts.get(0).text(UTF_8));
        assertFalse(parts.get(0).isFile());
        assertTrue(parts.get(1).isFile());
    }

    static Stream<String> bodies() {
        return Stream.of(
                part("name=\"a\"", "one") + part("name=\"f\"; filename=\"x\"", "\r\n--AaB03\r\n--AaB03y\r") + END,
                "preamble\r\n--AaB03\r\n" + part("name=a", "") + "--AaB03x--\r\nepilogue\r\n--AaB03x\r\n",
                "--AaB03x \t\r\nContent-Disposition:form-data;name=a\r\nX: y\r\n z\r\n\r\n\r\n\r\n\r\n--AaB03x--",
                "--AaB03x\r\nContent-Disposition: form-data; name=a\r\n\r\n--AaB03x--",
                part("name=a", "-".repeat(40)) + part("name=b", "\r\r\r\n\n\r\n") + END,
                "--AaB03x--");
    }

    @ParameterizedTest
    @MethodSource("bodies")
    void readsTheSameFromEverySplit(String body) throws IOException {
        String whole = show(read(body));
        byte[] bytes = body.getBytes(UTF_8);
        for (int at = 0; at <= bytes.length; at++) {
            assertEquals(whole, show(read(MultipartLimits.DEFAULT, new Split(bytes, at, Integer.MAX_VALUE))));
        }
        assertEquals(whole, show(read(MultipartLimits.DEFAULT, new Split(bytes, 0, 1))), "byte by byte");
    }

    @Test void takesALineBreakInFrontOfABoundaryAsPartOfIt() throws IOException {
        assertEquals("a=|", show(read("--AaB03x\r\nContent-Disposition: form-data; name=a\r\n\r\n--AaB03x--")));
        assertEquals("a=|", show(read(part("name=a", "") + END)));
        assertEquals("a=\r\n|", show(read(part("name=a", "\r\n") + END)));
    }

    @Test void findsBoundariesAtEveryPlaceOfTheBuffer() throws IOException {
        for (int length = 16 * 1024 - 80; length < 16 * 1024 + 10; length++) {
            String filler = "x".repeat(length);
            List<PartImpl> parts = read(new MultipartLimits(-1, -1, -1, -1, -1, 1 << 20),
                    part("name=a", filler) + part("name=b", "end") + END);
            assertEquals(length, parts.get(0).getSize());
            assertEquals("end", parts.get(1).text(UTF_8));
        }
    }

    @Test void findsHeaderSectionsAtEveryPlaceOfTheBuffer() throws IOException {
        String bare = "--AaB03x\r\nContent-Disposition: form-data; name=b\r\n\r\n--AaB03x--";
        for (int length = 16 * 1024 - 120; length < 16 * 1024; length++) {
            List<PartImpl> parts = read(new MultipartLimits(-1, -1, -1, -1, -1, 1 << 20),
                    part("name=a", "x".repeat(length)) + bare);
            assertEquals(length, parts.get(0).getSize());
            assertEquals(0, parts.get(1).getSize());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "no boundary", "--AaB03x", "--AaB03x\r", "--AaB03x\r\n", "--AaB03x-", "--AaB03xy\r\n",
        "--AaB03x\n", "--AaB03x\r\n\r\ntext\r\n--AaB03x--",
        "--AaB03x\r\nContent-Disposition: form-data; name=a\r\n\r\ntext",
        "--AaB03x\r\nContent-Disposition: form-data; name=a\r\n\r\ntext\r\n--AaB03x",
        "--AaB03x\r\nContent-Disposition: form-data\r\n\r\ntext\r\n--AaB03x--",
        "--AaB03x\r\nContent-Disposition: attachment; name=a\r\n\r\ntext\r\n--AaB03x--",
        "--AaB03x\r\nContent-Type: text/plain\r\n\r\ntext\r\n--AaB03x--",
        "--AaB03x\r\nno colon\r\n\r\ntext\r\n--AaB03x--", "--AaB03x\r\n folded: x\r\n\r\ntext\r\n--AaB03x--",
        "--AaB03x\r\n: x\r\n\r\ntext\r\n--AaB03x--"})
    void answers400ForWhatIsMalformed(String body) throws IOException {
        HttpException e = assertThrows(HttpException.class, () -> read(body));
        assertEquals(Status.BAD_REQUEST, e.status());
        assertEquals(0, filesLeft());
    }

    @Test void answers400ForBoundariesThatAreNone() {
        for (String type : new String[] {"multipart/form-data", "multipart/form-data; boundary=",
            "multipart/form-data; boundary=" + "x".repeat(201)}) {
            MultipartReader reader = new MultipartReader(MultipartLimits.DEFAULT, () -> directory);
            assertThrows(HttpException.class, () -> reader.read(new ByteArrayInputStream(new byte[0]),
                    ContentType.parse(type), -1, UTF_8), type);
        }
    }

    @Test void understandsQuotedBoundaries() throws IOException {
        ContentType type = ContentType.parse("multipart/form-data; boundary=\"a b:c\"");
        String body = "--a b:c\r\nContent-Disposition: form-data; name=a\r\n\r\nv\r\n--a b:c--";
        List<PartImpl> parts = new MultipartReader(MultipartLimits.DEFAULT, () -> directory)
                .read(new ByteArrayInputStream(body.getBytes(UTF_8)), type, body.length(), UTF_8);
        assertEquals("a=v|", show(parts));
    }

    private void assertTooLarge(String attribute, MultipartLimits limits, String body) throws IOException {
        ParameterException e = assertThrows(ParameterException.class, () -> read(limits, body));
        assertEquals(413, e.status());
        assertTrue(e.getMessage().contains(attribute), e.getMessage());
        assertEquals(0, filesLeft(), "nothing is left behind");
    }

    @Test void limitsTheNumberOfParts() throws IOException {
        MultipartLimits two = new MultipartLimits(2, -1, -1, -1, -1, 0);
        String body = part("name=a; filename=a", "1") + part("name=b; filename=b", "2");
        assertEquals(2, read(two, body + END).size());
        read(two, body + END).forEach(PartImpl::discard);
        try (Stream<Path> files = Files.list(directory)) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
        }
        assertTooLarge("maxPartCount", two, body + part("name=c", "3") + END);
    }

    @Test void limitsTheHeaderSectionOfAPart() throws IOException {
        String fields = "Content-Disposition: form-data; name=a\r\n";
        String body = "--AaB03x\r\n" + fields + "\r\nx\r\n" + END;
        int size = fields.length();
        assertEquals(1, read(new MultipartLimits(-1, size, -1, -1, -1, 0), body).size());
        assertTooLarge("maxPartHeaderSize", new MultipartLimits(-1, size - 1, -1, -1, -1, 0), body);
    }

    @Test void limitsEachFile() throws IOException {
        MultipartLimits four = new MultipartLimits(-1, -1, 4, -1, -1, 100);
        String fits = part("name=a; filename=a", "1234") + part("name=b; filename=b", "1234") + part("name=t", "12345");
        assertEquals(3, read(four, fits + END).size());
        assertTooLarge("max-file-size", four, fits + part("name=c; filename=c", "12345") + END);
        assertTooLarge("max-file-size", new MultipartLimits(-1, -1, 4, -1, -1, 0),
                part("name=c; filename=c", "12345") + END);
    }

    @Test void limitsTheWholeRequest() throws IOException {
        String body = part("name=a; filename=a", "x".repeat(100)) + END;
        assertEquals(1, read(new MultipartLimits(-1, -1, -1, body.length(), -1, 200), body).size());
        assertTooLarge("max-request-size", new MultipartLimits(-1, -1, -1, body.length() - 1, -1, 0), body);
    }

    @Test void refusesADeclaredLengthAtOnce() {
        MultipartReader reader =
                new MultipartReader(new MultipartLimits(-1, -1, -1, 10, -1, 0), () -> directory);
        InputStream untouchable = new InputStream() {
            @Override public int read() {
                throw new AssertionError("read although too large");
            }
        };
        assertThrows(ParameterException.class, () -> reader.read(untouchable, TYPE, 11, UTF_8));
    }

    @Test void limitsAllTextsTogether() throws IOException {
        MultipartLimits five = new MultipartLimits(-1, -1, -1, -1, 5, 0);
        String body = part("name=a", "123") + part("name=b", "45") + part("name=f; filename=f", "file is free");
        List<PartImpl> parts = read(five, body + END);
        assertEquals(3, parts.size());
        parts.forEach(PartImpl::discard);
        assertTooLarge("maxPostSize", five, body + part("name=c", "6") + END);
    }

    @Test void keepsFilesInMemoryUpToTheThreshold() throws IOException {
        MultipartLimits limits = new MultipartLimits(-1, -1, -1, -1, -1, 4);
        List<PartImpl> small = read(limits, part("name=a; filename=a", "1234") + END);
        assertEquals(0, filesLeft());
        List<PartImpl> large = read(limits, part("name=a; filename=a", "12345") + END);
        assertEquals(1, filesLeft());
        assertEquals("a=1234<a>|a=12345<a>|", show(small) + show(large));
        large.forEach(PartImpl::discard);
        assertEquals(0, filesLeft());
    }

    @Test void touchesNoDirectoryForTextsAndEmptyFiles() throws IOException {
        MultipartReader reader = new MultipartReader(MultipartLimits.DEFAULT, () -> {
            throw new AssertionError("directory was asked for");
        });
        String body = part("name=a", "x".repeat(8192)) + part("name=b; filename=\"\"", "") + END;
        List<PartImpl> parts = reader.read(new ByteArrayInputStream(body.getBytes(UTF_8)), TYPE, -1, UTF_8);
        assertEquals("", parts.get(1).getSubmittedFileName());
        assertEquals(8192, parts.get(0).getSize());
    }

    @Test void makesTheDirectoryAnewWhenItWasTakenAway() throws IOException {
        Path gone = directory.resolve("deep/gone");
        MultipartReader reader = new MultipartReader(MultipartLimits.DEFAULT, () -> gone);
        String body = part("name=a; filename=a", "1") + END;
        List<PartImpl> parts = reader.read(new ByteArrayInputStream(body.getBytes(UTF_8)), TYPE, -1, UTF_8);
        assertEquals("a=1<a>|", show(parts));
        parts.get(0).delete();
        assertTrue(Files.isDirectory(gone));
    }

    @Test void makesTheDirectoryWhenASmallPartIsWrittenThere() throws IOException {
        Path missing = directory.resolve("not/there");
        MultipartReader reader = new MultipartReader(MultipartLimits.DEFAULT, () -> missing);
        String body = part("name=a", "text") + END;
        List<PartImpl> parts = reader.read(new ByteArrayInputStream(body.getBytes(UTF_8)), TYPE, -1, UTF_8);
        parts.get(0).write("out.txt");
        assertEquals("text", Files.readString(missing.resolve("out.txt")));
    }

    @Test void deletesFilesWhenTheConnectionBreaks() throws IOException {
        byte[] start = (part("name=a; filename=a", "1") + part("name=b; filename=b", "x".repeat(40_000)))
                .getBytes(UTF_8);
        InputStream broken = new java.io.SequenceInputStream(new ByteArrayInputStream(start, 0, 30_000),
                new InputStream() {
                    @Override public int read() throws IOException {
                        throw new IOException("reset");
                    }
                });
        assertThrows(IOException.class, () -> read(MultipartLimits.DEFAULT, broken));
        assertEquals(0, filesLeft());
    }

    @Test void writesPartsWhereTheApplicationWants() throws IOException {
        MultipartLimits limits = new MultipartLimits(-1, -1, -1, -1, -1, 4);
        List<PartImpl> parts = read(limits,
                part("name=m; filename=m", "mem") + part("name=f; filename=f", "on disk") + END);
        Path elsewhere = Files.createDirectory(directory.resolve("sub")).resolve("absolute");
        for (PartImpl part : parts) {
            part.write(part.getName() + ".out");
            part.write(elsewhere.toString());
            assertEquals(Files.readString(directory.resolve(part.getName() + ".out")), part.text(UTF_8));
            assertEquals(Files.readString(elsewhere), part.text(UTF_8), "written twice");
            part.discard();
            assertTrue(Files.exists(directory.resolve(part.getName() + ".out")), "what was written stays");
        }
        assertEquals(3, filesLeft());
    }

    @Test void cannotBeReadAfterItWasDeleted() throws IOException {
        for (int threshold : new int[] {0, 100}) {
            PartImpl part = read(new MultipartLimits(-1, -1, -1, -1, -1, threshold),
                    part("name=a; filename=a", "x") + END).get(0);
            part.delete();
            part.delete();
            assertThrows(IOException.class, part::getInputStream);
            assertThrows(IOException.class, () -> part.write("x"));
            assertThrows(IOException.class, () -> part.text(UTF_8));
            assertEquals(0, filesLeft());
        }
    }

    @Test void showsTheHeaderOfAPart() throws IOException {
        PartImpl part = read("--AaB03x\r\ncontent-disposition: form-data; name=a\r\nContent-Type: text/x\r\nX-A: 1\r\n"
                + "x-a: 2\r\n folded\r\n\r\n\r\n--AaB03x--").get(0);
        assertEquals("text/x", part.getContentType());
        assertEquals("1", part.getHeader("x-A"));
        assertNull(part.getHeader("none"));
        assertEquals(List.of("1", "2 folded"), List.copyOf(part.getHeaders("X-a")));
        assertTrue(part.getHeaders("none").isEmpty());
        assertEquals("content-disposition Content-Type X-A",
                part.getHeaderNames().stream().collect(Collectors.joining(" ")));
    }

    @Test void decodesTextByItsOwnCharset() throws IOException {
        byte[] body = ("--AaB03x\r\nContent-Disposition: form-data; name=a\r\n"
                + "Content-Type: text/plain; charset=windows-1252\r\n\r\n\u0080\r\n--AaB03x\r\n"
                + "Content-Disposition: form-data; name=b\r\n"
                + "Content-Type: text/plain; charset=unknown\r\n\r\n\u00fc\r\n"
                + "--AaB03x--").getBytes(ISO_8859_1);
        List<PartImpl> parts = read(MultipartLimits.DEFAULT, new ByteArrayInputStream(body));
        assertEquals("€", parts.get(0).text(UTF_8));
        assertEquals("ü", parts.get(1).text(ISO_8859_1), "an unknown charset is passed over");
        ParameterException e = assertThrows(ParameterException.class, () -> parts.get(1).text(UTF_8));
        assertEquals(400, e.status());
    }

    @Test void takesTheCharsetOfTheFormFromItsField() throws IOException {
        assertEquals(ISO_8859_1, MultipartReader.textCharset(read(part("name=_charset_", "iso-8859-1") + END), UTF_8));
        for (String other : new String[] {"", "no such", "x".repeat(100)}) {
            assertEquals(UTF_8, MultipartReader.textCharset(read(part("name=_charset_", other) + END), UTF_8));
        }
        assertEquals(UTF_8, MultipartReader.textCharset(List.of(), UTF_8));
    }

    @Test void readsNamesInUtf8OrTheGivenCharset() throws IOException {
        String header = part("name=\"ü\"; filename=\"€.txt\"", "") + END;
        assertEquals("ü", read(header).get(0).getName());
        assertEquals("€.txt", read(header).get(0).getSubmittedFileName());
        byte[] latin = (part("name=\"ü\"", "") + END).getBytes(ISO_8859_1);
        assertEquals("ü", read(MultipartLimits.DEFAULT, new ByteArrayInputStream(latin)).get(0).getName());
    }

    @Test void survivesRandomContent() {
        SplittableRandom random = new SplittableRandom(11);
        String[] pieces = {"--AaB03x", "--", "\r\n", "\r", "\n", "Content-Disposition: form-data; name=a",
                "; filename=f",
            "\"", ":", " ", "x", "\u0000", "\u00ff", "Content-Disposition: form-data; name=\"b\"\r\n\r\n",
            "\r\n--AaB03x\r\n", "\r\n--AaB03x--"};
        long deadline = System.nanoTime() + 1_000_000_000L;
        int accepted = 0;
        while (System.nanoTime() < deadline) {
            StringBuilder body = new StringBuilder(random.nextInt(4) > 0 ? "--AaB03x\r\n" : "");
            for (int i = random.nextInt(12); i > 0; i--) {
                body.append(pieces[random.nextInt(pieces.length)]);
            }
            accepted += tolerates(body.toString().getBytes(ISO_8859_1), random.nextInt(1, 20)) ? 1 : 0;
        }
        assertTrue(accepted > 0, "some of it must be right");
    }

    private boolean tolerates(byte[] body, int step) {
        try {
            List<PartImpl> parts = read(new MultipartLimits(5, 512, -1, -1, -1, 1 << 16), new Split(body, 0, step));
            parts.forEach(part -> assertTrue(part.getSize() <= body.length));
            return true;
        } catch (HttpException | ParameterException e) {
            return false;
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @Test void readsBackRandomBinaryFiles() throws IOException {
        SplittableRandom random = new SplittableRandom(5);
        for (int round = 0; round < 200; round++) {
            byte[] content = new byte[random.nextInt(40_000)];
            for (int i = 0; i < content.length; i++) {
                content[i] = (byte) "\r\n-AaB03xy".charAt(random.nextInt(10));
            }
            ByteArrayOutputStream body = new ByteArrayOutputStream();
            body.write("--AaB03x\r\nContent-Disposition: form-data; name=a; filename=b\r\n\r\n"
                    .getBytes(StandardCharsets.US_ASCII));
            body.write(content);
            body.write("\r\n--AaB03x--".getBytes(StandardCharsets.US_ASCII));
            List<PartImpl> parts = read(new MultipartLimits(-1, -1, -1, -1, -1, random.nextInt(50_000)),
                    new Split(body.toByteArray(), random.nextInt(100), random.nextInt(1, 9000)));
            assertArrayEquals(content, parts.get(0).getInputStream().readAllBytes());
            parts.forEach(PartImpl::discard);
        }
        assertEquals(0, filesLeft());
    }

    /** Gives what is in front of a place first, then the rest in steps. */
    private static final class Split extends InputStream {
        private final byte[] bytes;
        private final int at;
        private final int step;
        private int position;

        Split(byte[] bytes, int at, int step) {
            this.bytes = bytes;
            this.at = at;
            this.step = step;
        }

        @Override public int read() {
            return position < bytes.length ? bytes[position++] & 0xff : -1;
        }

        @Override public int read(byte[] target, int offset, int length) {
            if (position == bytes.length) {
                return -1;
            }
            int limit = position < at ? at : bytes.length;
            int count = Math.min(Math.min(length, step), limit - position);
            System.arraycopy(bytes, position, target, offset, count);
            position += count;
            return count;
        }
    }
}
