package io.serval.container.accesslog;

import java.nio.charset.StandardCharsets;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import io.serval.container.engine.RequestLogView;
import io.serval.http.HttpExchange;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

class LogPatternTest {
    private static TestExchange get() {
        return new TestExchange("GET", "/a/b", "x=1").view("remoteUser", "ann").view("sessionId", "S1")
                .view("attribute:tenant", 7).view("sessionAttribute:cart", "full")
                .requestField("User-Agent", "curl/8").requestField("Accept", "a").requestField("Accept", "b")
                .requestField("Cookie", "k=v; sid=abc").responseField("Content-Type", "text/plain");
    }

    private static String line(String pattern, HttpExchange exchange) {
        LineBuffer out = new LineBuffer();
        RequestLogView view = exchange.attachment() instanceof RequestLogView attached ? attached : null;
        LogPattern.parse(pattern).write(out, exchange, view);
        return new String(out.bytes(), 0, out.size(), StandardCharsets.US_ASCII);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "%a | 192.0.2.7", "%{peer}a | 192.0.2.7", "%{client}a | 192.0.2.7", "%A | 127.0.0.1", "%b | 1234", "%B | 1234",
        "%h | 192.0.2.7", "%H | HTTP/1.1", "%l | -", "%m | GET", "%p | 8080", "%{local}p | 8080",
        "%{canonical}p | 8443", "%{remote}p | 50123", "%q | ?x=1", "%r | GET /a/b?x=1 HTTP/1.1", "%s | 200",
        "%S | S1", "%T | 2", "%{s}T | 2", "%u | ann", "%U | /a/b", "%v | shop.example", "%X | +", "%% | %",
        "%{User-Agent}i | curl/8", "%{accept}i | a,b", "%{None}i | -", "%{Content-Type}o | text/plain",
        "%{sid}c | abc", "%{none}c | -", "%{tenant}r | 7", "%{none}r | -", "%{cart}s | full", "%{c}L | 77",
        "%{d}L | 42", "%{p}L | -", "[%s] | [200]", "%s%b | 2001234",
    })
    void writesWhatTheLetterStandsFor(String pattern, String expected) {
        assertEquals(expected, line(pattern, get().build()));
    }

    @Test void writesTheCommonFormat() {
        String line = line("common", get().build());

        assertTrue(line.matches("192\\.0\\.2\\.7 - ann \\[\\d\\d/\\w{3}/\\d{4}:\\d\\d:\\d\\d:\\d\\d [+-]\\d{4}] "
                + "\"GET /a/b\\?x=1 HTTP/1\\.1\" 200 1234"), line);
    }

    @Test void writesTheCombinedFormat() {
        String line = line("combined", get().requestField("Referer", "https://other.example/").build());

        assertTrue(line.endsWith(" 200 1234 \"https://other.example/\" \"curl/8\""), line);
    }

    @Test void countsTimesInTheUnitOfTheLetter() {
        HttpExchange exchange = get().build();

        assertTrue(line("%D", exchange).matches("2[5-9]\\d{5}"), "microseconds: " + line("%D", exchange));
        assertTrue(line("%{ms}T", exchange).matches("2[5-9]\\d\\d"), "milliseconds: " + line("%{ms}T", exchange));
        assertTrue(line("%{us}T", exchange).matches("2[5-9]\\d{5}"), "microseconds: " + line("%{us}T", exchange));
        assertTrue(line("%{ns}T", exchange).matches("2[5-9]\\d{8}"), "nanoseconds: " + line("%{ns}T", exchange));
        assertTrue(line("%{fracsec}T", exchange).matches("2\\.[5-9]\\d\\d"), "seconds: "
                + line("%{fracsec}T", exchange));
        assertTrue(line("%F", exchange).matches("(1999|2\\d{3})"), "to commit: " + line("%F", exchange));
        assertEquals("-", line("%F", get().times("firstByteOut", 0).build()));
    }

    @Test void tellsWhenTheStagesOfARequestWere() {
        TestExchange stages = get().times("accepted", 1_000).times("firstByte", 5_000_000)
                .times("headComplete", 5_012_345).times("queued", 5_200_000).times("dispatched", 5_450_999)
                .times("firstByteOut", 9_000_000).times("lastByteOut", 0);
        assertEquals("4999 12 200 450 4000 - 250", line("%{accepted}D %{headComplete}D %{queued}D %{dispatched}D "
                + "%{firstByteOut}D %{lastByteOut}D %{queueWait}D", stages.build()));
        assertThrows(IllegalArgumentException.class, () -> LogPattern.parse("%{started}D"));
    }

    @Test void tellsBeginAndEnd() {
        HttpExchange exchange = get().build();
        long begin = Long.parseLong(line("%{begin:msec}t", exchange));
        long end = Long.parseLong(line("%{end:msec}t", exchange));

        assertTrue(end - begin >= 2_500 && end - begin < 10_000, begin + " to " + end);
        assertTrue(line("%{sec}t", exchange).matches("\\d{10}"));
        assertTrue(line("%{msec_frac}t", exchange).matches("\\d{3}"));
        assertTrue(line("%{yyyy-MM-dd'T'HH:mm:ss.SSS}t", exchange).matches("\\d{4}-\\d\\d-\\d\\dT[\\d:.]{12}"));
        assertTrue(line("%{end}t", exchange).startsWith("["));
    }

    @ParameterizedTest
    @CsvSource({"HEAD,200", "GET,204", "GET,304"})
    void countsNoBytesWhereNoneAreSent(String method, int status) {
        TestExchange exchange = new TestExchange(method, "/", null).response("status", status);

        assertEquals("- 0", line("%b %B", exchange.build()));
    }

    @Test void tellsABrokenAndAClosedConnection() {
        assertEquals("X", line("%X", get().response("isFinished", false).build()));
        assertEquals("-", line("%X", get().responseField("Connection", "close").build()));
    }

    @Test void writesADashForARequestThatCouldNotBeUnderstood() {
        HttpExchange refused = new TestExchange("", "", null).head("authority", "").response("status", 400).build();

        assertEquals("\"-\" 400", line("\"%r\" %s", refused));
        assertEquals("- - -", line("%m %U %v", refused));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', ignoreLeadingAndTrailingWhitespace = false, quoteCharacter = '\0', value = {
        "a\"b|a\\\"b", "a\\b|a\\\\b", "tab\there|tab\\there", "\u001b[31m|\\x1b[31m", "\u007f|\\x7f",
        "\u00e4|\\xe4", "\u20ac|\\u20ac"})
    void letsNoHostileTextOutOfItsField(String hostile, String written) {
        assertEquals('"' + written + '"', line("\"%{User-Agent}i\"",
                new TestExchange("GET", "/", null).requestField("User-Agent", hostile).build()));
    }

    @Test void escapesLineBreaks() {
        TestExchange exchange = new TestExchange("GET", "/", null).view("remoteUser", "ann\r\nfake line");

        assertEquals("ann\\r\\nfake line", line("%u", exchange.build()));
    }

    @ParameterizedTest @ValueSource(strings = {"%", "%Z", "abc %{x", "%{x}", "%{x}Z", "%{lokal}p", "%{x}L", "%{h}T",
        "%{unknown letters}t"})
    void refusesAPatternItDoesNotKnow(String pattern) {
        assertThrows(IllegalArgumentException.class, () -> LogPattern.parse(pattern));
    }

    @Test void saysWhereInThePatternAndWhatWouldBeValid() {
        String message = assertThrows(IllegalArgumentException.class, () -> LogPattern.parse("%h %Z")).getMessage();

        assertTrue(message.contains("index 3"), message);
        assertTrue(message.contains("valid is one of a A b B"), message);
    }
}
