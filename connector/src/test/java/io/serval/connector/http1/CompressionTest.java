package io.serval.connector.http1;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.zip.GZIPInputStream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import io.serval.connector.coding.CodingRules;
import io.serval.connector.coding.ContentCodings;
import io.serval.http.FieldName;
import io.serval.http.HttpException;
import io.serval.http.HttpExchange;
import io.serval.http.HttpHandler;
import io.serval.http.Status;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

class CompressionTest {
    private static final CodingRules RULES = rules(false);
    private static final String TEXT = "Lorem ipsum dolor sit amet. ".repeat(200);
    private static final String GET = "GET / HTTP/1.1\r\nHost: h\r\nAccept-Encoding: gzip, br\r\n\r\n";

    private static CodingRules rules(boolean force) {
        return new CodingRules(force, 2_048, List.of("text/", "application/json"), Pattern.compile("Old.*"),
                List.of("gzip", "br"));
    }

    private static HttpHandler text(String... fields) {
        return exchange -> {
            set(exchange, "Content-Type: text/plain");
            for (String field : fields) {
                set(exchange, field);
            }
            write(exchange, TEXT);
        };
    }

    private static void set(HttpExchange exchange, String field) {
        int colon = field.indexOf(':');
        exchange.response().fields().set(FieldName.of(field.substring(0, colon)), field.substring(colon + 2));
    }

    private static void write(HttpExchange exchange, String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
        exchange.response().write(bytes, 0, bytes.length);
    }

    /** Letters that hardly become fewer. */
    private static String noise(int length) {
        return new Random(5).ints(length, ' ', '~').collect(StringBuilder::new, StringBuilder::appendCodePoint,
                StringBuilder::append).toString();
    }

    private static String answer(HttpHandler handler, String request) throws IOException {
        return answer(handler, request, RULES);
    }

    private static String answer(HttpHandler handler, String request, CodingRules rules) throws IOException {
        try (Wire wire = new Wire(handler, Wire.SETTINGS, ContentCodings.installed(rules, Map.of()))) {
            wire.send(request);
            return wire.received();
        }
    }

    private static String head(String response) {
        return response.substring(0, response.indexOf("\r\n\r\n") + 4);
    }

    private static String content(String response) {
        return response.substring(response.indexOf("\r\n\r\n") + 4);
    }

    private static String gunzip(String encoded) throws IOException {
        byte[] bytes = encoded.getBytes(StandardCharsets.ISO_8859_1);
        return new String(new GZIPInputStream(new ByteArrayInputStream(bytes)).readAllBytes(),
                StandardCharsets.ISO_8859_1);
    }

    private static String unchunk(String chunks) {
        StringBuilder content = new StringBuilder();
        int at = 0;
        while (at < chunks.length()) {
            int end = chunks.indexOf("\r\n", at);
            int size = Integer.parseInt(chunks.substring(at, end), 16);
            content.append(chunks, end + 2, end + 2 + size);
            at = end + 4 + size;
        }
        return content.toString();
    }

    private static void assertPlain(String response) {
        assertFalse(response.contains("Content-Encoding: gzip"), response);
        assertTrue(content(response).endsWith(TEXT), response);
    }

    @Test void encodesWhatTheClientAcceptsAndTellsTheLength() throws IOException {
        String response = answer(text(), GET);
        assertTrue(head(response).contains("Content-Encoding: gzip\r\n"), response);
        assertTrue(head(response).contains("Vary: accept-encoding\r\n"), response);
        assertTrue(head(response).contains("Content-Length: " + content(response).length() + "\r\n"), response);
        assertTrue(content(response).length() < TEXT.length() / 4, "hardly smaller: " + content(response).length());
        assertEquals(TEXT, gunzip(content(response)));
    }

    @Test void encodesContentLargerThanTheBufferInChunks() throws IOException {
        String large = noise(200_000);
        String response = answer(exchange -> {
            set(exchange, "Content-Type: text/html;charset=utf-8");
            set(exchange, "Content-Length: " + large.length());
            for (int i = 0; i < 40; i++) {
                write(exchange, large.substring(i * 5_000, i * 5_000 + 5_000));
            }
        }, GET);
        assertFalse(head(response).contains("Content-Length"), response);
        assertTrue(head(response).contains("Transfer-Encoding: chunked\r\n"), response);
        assertEquals(large, gunzip(unchunk(content(response))));
    }

    @ParameterizedTest @ValueSource(strings = {"", "Accept-Encoding: \r\n", "Accept-Encoding: br\r\n",
        "Accept-Encoding: gzip;q=0\r\n", "Accept-Encoding: identity, gzip;q=0.5\r\n",
        "Accept-Encoding: gzip\r\nUser-Agent: Older 1.0\r\n"})
    void sendsAsItIsWhatTheClientDoesNotWantEncodedAndSaysThatItVaries(String fields) throws IOException {
        String response = answer(text(), "GET / HTTP/1.1\r\nHost: h\r\n" + fields + "\r\n");
        assertPlain(response);
        assertTrue(head(response).contains("Vary: accept-encoding\r\n"), response);
    }

    @ParameterizedTest @ValueSource(strings = {"Content-Type: image/png", "Content-Encoding: br",
        "Content-Encoding: x, GZIP", "Content-Range: bytes 0-5599/9999", "Cache-Control: max-age=5, No-Transform",
        "Repr-Digest: sha-256=:abc=:"})
    void leavesAloneWhatMustNotBeEncoded(String field) throws IOException {
        String response = answer(text(field), GET);
        assertPlain(response);
        assertFalse(head(response).contains("Vary"), response);
    }

    @Test void leavesAlonePartialContentAndClientsOfHttp10() throws IOException {
        assertPlain(answer(exchange -> {
            exchange.response().status(206);
            text().handle(exchange);
        }, GET));
        assertPlain(answer(text(), "GET / HTTP/1.0\r\nAccept-Encoding: gzip\r\n\r\n"));
    }

    @ParameterizedTest @CsvSource({"2047, false", "2048, true"})
    void encodesFromTheLeastSizeOn(int size, boolean encoded) throws IOException {
        String response = answer(exchange -> {
            set(exchange, "Content-Type: text/plain");
            write(exchange, "a".repeat(size));
        }, GET);
        assertEquals(encoded, head(response).contains("Content-Encoding"), response);
        assertEquals(encoded, head(response).contains("Vary"), response);
    }

    @Test void forceEncodesWhateverTypeAndSize() throws IOException {
        String response = answer(exchange -> {
            set(exchange, "Content-Type: image/png");
            write(exchange, "tiny");
        }, GET, rules(true));
        assertEquals("tiny", gunzip(content(response)));
    }

    @ParameterizedTest @CsvSource(delimiter = '|', value = {
        "Origin                  | Origin + accept-encoding",
        "Origin, Accept-Encoding | Origin, Accept-Encoding",
        "*                       | *"})
    void addsToVaryWhatIsMissing(String value, String expected) throws IOException {
        String head = head(answer(text("Vary: " + value), GET));
        String values = head.lines().filter(line -> line.startsWith("Vary: ")).map(line -> line.substring(6))
                .collect(Collectors.joining(" + "));
        assertEquals(expected, values);
    }

    @Test void makesStrongTagsWeakAndOffersNoRanges() throws IOException {
        String head = head(answer(text("ETag: \"a\"", "Accept-Ranges: bytes"), GET));
        assertTrue(head.contains("ETag: W/\"a\"\r\n"), head);
        assertFalse(head.contains("Accept-Ranges"), head);
        assertTrue(head(answer(text("ETag: W/\"b\""), GET)).contains("ETag: W/\"b\"\r\n"));
    }

    @Test void notModifiedNamesTheTagOfWhatTheClientHolds() throws IOException {
        HttpHandler unchanged = exchange -> {
            exchange.response().status(304);
            set(exchange, "ETag: \"a\"");
        };
        String head = answer(unchanged, GET.replace("\r\n\r\n", "\r\nIf-None-Match: W/\"a\"\r\n\r\n"));
        assertTrue(head.contains("ETag: W/\"a\"\r\n") && head.contains("Vary: accept-encoding\r\n"), head);
        head = answer(unchanged, GET.replace("\r\n\r\n", "\r\nIf-None-Match: \"a\"\r\n\r\n"));
        assertTrue(head.contains("ETag: \"a\"\r\n"), head);
    }

    /** RFC 9110 §15.4.5: the fields of the 200, Vary among them. */
    @ParameterizedTest @CsvSource(delimiter = '|', value = {
        "W/\"a\" | If-None-Match: W/\"a\"      | gzip     | true",
        "\"a\"   | If-None-Match: \"a\"        | identity | true",
        "\"a\"   | If-Modified-Since: whenever | gzip     | true",
        "\"a\"   | If-None-Match: W/\"a\"      | gzip     | true",
        "\"a\"   | If-None-Match: \"a\"        | gzip     | false"})
    void notModifiedVariesAsWhatIsStored(String tag, String condition, String accepted, boolean varies)
            throws IOException {
        String head = answer(exchange -> {
            exchange.response().status(304);
            set(exchange, "ETag: " + tag);
        }, "GET / HTTP/1.1\r\nHost: h\r\nAccept-Encoding: " + accepted + "\r\n" + condition + "\r\n\r\n");
        assertEquals(varies, head.contains("Vary: accept-encoding\r\n"), head);
    }

    /** RFC 9110 §12.5.3. */
    @ParameterizedTest @CsvSource(delimiter = '|', value = {
        "*                           | gzip",
        "*;q=0.1                     | gzip",
        "*;q=0                       | none",
        "*;q=0, gzip                 | gzip",
        "gzip;q=0, *                 | x-counting",
        "identity;q=0                | none",
        "identity;q=0, gzip;q=0.001  | gzip",
        "identity;q=0.5, *;q=0       | none",
        "identity, gzip              | gzip",
        "identity;q=1, gzip;q=0.9    | none",
        "deflate, br                 | none",
        "gzip, deflate, br, zstd     | gzip",
        "GZip;Q=0.5                  | gzip",
        "gzip;q=0.5, gzip;q=0        | gzip"})
    void theCodingIsTheOneTheClientAsksFor(String accepted, String coding) throws IOException {
        String head = head(answer(text(), "GET / HTTP/1.1\r\nHost: h\r\nAccept-Encoding: " + accepted + "\r\n\r\n"));
        assertEquals(coding.equals("none") ? -1 : 0, head.contains("Content-Encoding: " + coding + "\r\n") ? 0 : -1,
                head);
        assertEquals(coding.equals("none"), !head.contains("Content-Encoding"), head);
        assertTrue(head.contains("Vary: accept-encoding\r\n"), head);
    }

    @Test void theSmallestContentIsEncodedForWhoRefusesItAsItIs() throws IOException {
        HttpHandler tiny = exchange -> {
            set(exchange, "Content-Type: text/plain");
            write(exchange, "tiny");
        };
        for (String accepted : List.of("gzip, identity;q=0", "gzip, *;q=0")) {
            String response = answer(tiny, "GET / HTTP/1.1\r\nHost: h\r\nAccept-Encoding: " + accepted + "\r\n\r\n");
            assertEquals("tiny", gunzip(content(response)), accepted);
        }
        String plain = answer(tiny, "GET / HTTP/1.1\r\nHost: h\r\nAccept-Encoding: br, identity;q=0\r\n\r\n");
        assertEquals("tiny", content(plain), "there is nothing else to be had");
    }

    @Test void fieldsOnSeveralLinesAreOneList() throws IOException {
        String response = answer(text(), "GET / HTTP/1.1\r\nHost: h\r\nAccept-Encoding: identity;q=0.1\r\n"
                + "Accept-Encoding: br\r\nAccept-Encoding: gzip;q=0.5\r\n\r\n");
        assertEquals(TEXT, gunzip(content(response)));
    }

    @Test void headHasTheFieldsOfGetWithoutALength() throws IOException {
        String response = answer(text(), GET.replace("GET", "HEAD"));
        assertTrue(response.contains("Content-Encoding: gzip\r\n") && response.contains("Vary"), response);
        assertFalse(response.contains("Content-Length"), response);
        assertEquals("", content(response));
        String small = answer(exchange -> write(exchange, "small"), GET.replace("GET", "HEAD"));
        assertTrue(small.contains("Content-Length: 5\r\n"), small);
    }

    @Test void noContentStaysWithoutFields() throws IOException {
        String response = answer(exchange -> {
            exchange.response().status(204);
            set(exchange, "Content-Type: text/plain");
        }, GET);
        assertFalse(response.contains("Content-Encoding") || response.contains("Vary"), response);
    }

    @Test void aFlushSendsEverythingWrittenBeforeIt() throws IOException {
        try (Wire wire = new Wire(exchange -> {
            set(exchange, "Content-Type: text/event-stream");
            write(exchange, "data: 1\n\n");
            exchange.response().flush();
            exchange.suspend();
            exchange.attach(exchange);
        }, Wire.SETTINGS, ContentCodings.installed(RULES, Map.of()))) {
            wire.send(GET);
            String arrived = wire.received();
            String event = "data: 1\n\n";
            byte[] begun = unchunk(content(arrived)).getBytes(StandardCharsets.ISO_8859_1);
            GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(begun));
            assertEquals(event, new String(in.readNBytes(event.length()), StandardCharsets.ISO_8859_1));
        }
    }

    @Test void aFileIsEncodedWhereThatWasAgreedOn(@TempDir Path folder) throws IOException {
        String large = noise(100_000);
        Path file = Files.writeString(folder.resolve("a.txt"), large);
        HttpHandler handler = exchange -> {
            set(exchange, "Content-Type: text/plain");
            set(exchange, "Content-Length: " + Files.size(file));
            try (FileChannel channel = FileChannel.open(file)) {
                exchange.response().transferFrom(channel, 0, channel.size());
            }
        };
        assertEquals(large, gunzip(unchunk(content(answer(handler, GET)))));
        String plain = answer(handler, "GET / HTTP/1.1\r\nHost: h\r\n\r\n");
        assertEquals(large, content(plain));
    }

    @Test void theHandlerSeesWhatItWroteAndTheListenerWhatWasSent() throws IOException {
        AtomicLong handlers = new AtomicLong();
        AtomicLong listeners = new AtomicLong();
        try (Wire wire = new Wire(exchange -> {
            text().handle(exchange);
            exchange.response().finish();
            handlers.set(exchange.response().written());
        }, Wire.SETTINGS, ContentCodings.installed(RULES, Map.of()),
                exchange -> listeners.set(exchange.response().written()))) {
            wire.send(GET);
            assertEquals(TEXT.length(), handlers.get());
            assertEquals(content(wire.received()).length(), listeners.get());
        }
    }

    @Test void whatWasCollectedGivesWayToARefusal() throws IOException {
        String response = answer(exchange -> {
            text("ETag: \"a\"").handle(exchange);
            throw new HttpException(Status.FORBIDDEN, "no");
        }, GET);
        assertTrue(response.startsWith("HTTP/1.1 403 "), response);
        assertTrue(content(response).contains("<h1>403 Forbidden</h1>"), response);
    }

    @Test void theBufferCanBeEmptiedUntilTheCommit() throws IOException {
        String response = answer(exchange -> {
            text().handle(exchange);
            exchange.response().resetBuffer();
            assertEquals(0, exchange.response().written());
            write(exchange, "other");
            exchange.response().flush();
            assertThrows(IllegalStateException.class, exchange.response()::resetBuffer);
            assertThrows(IllegalStateException.class, () -> exchange.response().status(201));
        }, GET);
        assertEquals("other", gunzip(unchunk(content(response))));
    }

    @Test void contentShorterThanDeclaredDoesNotLookWhole() throws IOException {
        String response = answer(exchange -> {
            text("Content-Length: 9999").handle(exchange);
            exchange.response().flush();
        }, GET);
        assertFalse(response.endsWith("0\r\n\r\n"), response);
    }

    @Test void contentBeyondTheDeclaredLengthIsNotSent() throws IOException {
        String response = answer(exchange -> {
            text("Content-Length: 3000").handle(exchange);
            write(exchange, TEXT);
        }, GET);
        assertEquals(TEXT.substring(0, 3_000), gunzip(response.contains("chunked") ? unchunk(content(response))
                : content(response)));
    }

    @Test void requestsOfAConnectionDoNotMix() throws IOException {
        try (Wire wire = new Wire(exchange -> {
            set(exchange, "Content-Type: text/plain");
            write(exchange, TEXT + exchange.head().target());
        }, Wire.SETTINGS, ContentCodings.installed(RULES, Map.of()))) {
            wire.send(GET.replace("/ ", "/1 ") + "GET /2 HTTP/1.1\r\nHost: h\r\n\r\n" + GET.replace("/ ", "/3 "));
            String first = wire.received();
            int length = Integer.parseInt(first.replaceAll("(?s).*?Content-Length: (\\d+).*", "$1"));
            assertEquals(TEXT + "/1", gunzip(content(first).substring(0, length)));
            String second = content(first).substring(length);
            assertTrue(content(second).startsWith(TEXT + "/2HTTP/1.1 200"), second);
            assertEquals(TEXT + "/3", gunzip(content(content(second))));
        }
    }
}
