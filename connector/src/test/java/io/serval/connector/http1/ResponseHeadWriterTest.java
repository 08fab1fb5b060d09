package io.serval.connector.http1;

import java.time.Instant;
import java.time.InstantSource;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.serval.connector.exchange.DateLine;
import io.serval.connector.http1.ResponseHeadWriter.Persistence;
import io.serval.http.FieldName;
import io.serval.http.Fields;
import io.serval.http.HeaderFields;
import io.serval.http.HttpException;
import io.serval.http.HttpVersion;
import io.serval.http.Status;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

class ResponseHeadWriterTest {
    private static final String DATE = "Date: Sun, 06 Nov 1994 08:49:37 GMT\r\n";

    private final DateLine date = new DateLine(InstantSource.fixed(Instant.parse("1994-11-06T08:49:37.9Z")));
    private final ResponseHeadWriter writer = new ResponseHeadWriter(date, null, 8_192);
    private final HeaderFields fields = new HeaderFields();
    private final HeadSink sink = new HeadSink(16);

    private String written() {
        return Octets.text(sink.array(), 0, sink.size());
    }

    private String head(int status, long length, Persistence persistence) throws HttpException {
        sink.clear();
        writer.write(sink, status, fields, length, persistence);
        return written();
    }

    private String head() throws HttpException {
        return head(200, 5, Persistence.GOES_ON);
    }

    @Test
    void writesStatusFieldsDateAndLength() throws HttpException {
        fields.set(FieldName.CONTENT_TYPE, "text/plain");
        fields.add(FieldName.SET_COOKIE, "a=b");
        fields.add(FieldName.SET_COOKIE, "c=d");
        assertEquals("HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nSet-Cookie: a=b\r\nSet-Cookie: c=d\r\n" + DATE
                + "Content-Length: 5\r\n\r\n", head());
    }

    @Test
    void appendsToWhatIsInTheSink() throws HttpException {
        sink.put(HeadSink.ascii("before"));
        writer.write(sink, 200, fields, 0, Persistence.GOES_ON);
        assertEquals("beforeHTTP/1.1 200 OK\r\n" + DATE + "Content-Length: 0\r\n\r\n", written());
    }

    @Test
    void writesTheFramingAskedFor() throws HttpException {
        assertTrue(head(200, ResponseHeadWriter.CHUNKED,
                Persistence.GOES_ON).endsWith("Transfer-Encoding: chunked\r\n\r\n"));
        assertTrue(head(200, ResponseHeadWriter.NO_LENGTH,
                Persistence.CLOSE).endsWith(DATE + "Connection: close\r\n\r\n"));
        assertTrue(head(200, Long.MAX_VALUE, Persistence.GOES_ON).contains("Content-Length: 9223372036854775807\r\n"));
        assertTrue(head(304, 1_234, Persistence.GOES_ON).contains("Content-Length: 1234\r\n"));
    }

    @ParameterizedTest
    @ValueSource(ints = {101, 204})
    void tellsNoFramingWhereTheStatusAllowsNoContent(int status) throws HttpException {
        assertFalse(head(status, 5, Persistence.GOES_ON).contains("Content-Length"));
        assertFalse(head(status, ResponseHeadWriter.CHUNKED, Persistence.GOES_ON).contains("Transfer-Encoding"));
    }

    @Test
    void tellsAboutTheConnectionWhatTheVersionNeeds() throws HttpException {
        assertEquals(Persistence.GOES_ON, Persistence.of(HttpVersion.HTTP_1_1, true));
        assertEquals(Persistence.KEEP_ALIVE, Persistence.of(HttpVersion.HTTP_1_0, true));
        assertEquals(Persistence.CLOSE, Persistence.of(HttpVersion.HTTP_1_0, false));
        assertFalse(head(200, 0, Persistence.GOES_ON).contains("Connection"));
        assertTrue(head(200, 0, Persistence.KEEP_ALIVE).contains("Connection: keep-alive\r\n"));
        assertTrue(head(200, 0, Persistence.CLOSE).contains("Connection: close\r\n"));
        assertTrue(head(101, 0, Persistence.UPGRADE).contains("Connection: upgrade\r\n"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"Connection", "Keep-Alive", "Proxy-Connection", "Transfer-Encoding", "Content-Length", "TE",
        "upgrade"})
    void dropsFieldsThatBelongToTheConnection(String name) throws HttpException {
        fields.set(FieldName.of(name), "7");
        assertEquals("HTTP/1.1 200 OK\r\n" + DATE + "Content-Length: 5\r\n\r\n", head());
    }

    @Test
    void sendsUpgradeWhereItBelongs() throws HttpException {
        fields.set(FieldName.UPGRADE, "websocket");
        assertTrue(head(101, -1, Persistence.UPGRADE).contains("Upgrade: websocket\r\n"));
        assertTrue(head(426, 0, Persistence.GOES_ON).contains("Upgrade: websocket\r\n"));
    }

    @Test
    void aHandlersDateAndServerWin() throws HttpException {
        fields.set(FieldName.DATE, "x");
        fields.set(FieldName.SERVER, "mine");
        ResponseHeadWriter named = new ResponseHeadWriter(date, "Configured", 8_192);
        named.write(sink, 200, fields, 0, Persistence.GOES_ON);
        assertEquals("HTTP/1.1 200 OK\r\nDate: x\r\nServer: mine\r\nContent-Length: 0\r\n\r\n", written());
        sink.clear();
        named.write(sink, 200, new HeaderFields(), 0, Persistence.GOES_ON);
        assertTrue(written().contains("Server: Configured\r\n"));
    }

    @Test
    void noValueStartsALineOfItsOwn() throws HttpException {
        fields.set(FieldName.of("X"), "a\u0001b\u007fc\td\u010a\u560d\u00e9");
        assertTrue(head().contains("X: a b c\td??\u00e9\r\n"), written());
        assertThrows(IllegalArgumentException.class, () -> fields.set(FieldName.of("X"), "a\r\nb"));
        assertThrows(IllegalArgumentException.class, () -> fields.set(FieldName.of("X\r\nY"), "a"));
        assertThrows(IllegalArgumentException.class, () -> fields.add(FieldName.of(""), "a"));
        assertThrows(IllegalArgumentException.class, () -> fields.add(FieldName.of("X:"), "a"));
    }

    @Test
    void writesUnknownCodesOfThreeDigits() throws HttpException {
        assertTrue(head(299, 0, Persistence.GOES_ON).startsWith("HTTP/1.1 299 Status 299\r\n"));
        assertTrue(head(999, 0, Persistence.GOES_ON).startsWith("HTTP/1.1 999 Status 999\r\n"));
        assertThrows(IllegalArgumentException.class, () -> head(99, 0, Persistence.GOES_ON));
        assertThrows(IllegalArgumentException.class, () -> head(1_000, 0, Persistence.GOES_ON));
    }

    @Test
    void answers500AboveTheLargestHeadAndLeavesNothingOfIt() throws HttpException {
        int size = head().length();
        new ResponseHeadWriter(date, null, size).write(sink, 200, fields, 5, Persistence.GOES_ON);
        sink.clear();
        sink.put((byte) 'x');
        HttpException refused = assertThrows(HttpException.class, () ->
                new ResponseHeadWriter(date, null, size - 1).write(sink, 200, fields, 5, Persistence.GOES_ON));
        assertEquals(Status.INTERNAL_SERVER_ERROR, refused.status());
        assertEquals("x", written());
    }

    @Test
    void writesInterimResponses() throws HttpException {
        writer.writeInterim(sink, 100, Fields.EMPTY);
        assertEquals("HTTP/1.1 100 Continue\r\n\r\n", written());
        sink.clear();
        fields.set(FieldName.of("Link"), "</a>");
        fields.set(FieldName.CONTENT_LENGTH, "5");
        writer.writeInterim(sink, 103, fields);
        assertEquals("HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n", written());
    }

    @Test
    void writesTheLastChunkWithAllowedTrailers() throws HttpException {
        writer.writeLastChunk(sink, Fields.EMPTY);
        assertEquals("0\r\n\r\n", written());
        sink.clear();
        fields.set(FieldName.of("X-Sum"), "1");
        fields.set(FieldName.CONTENT_LENGTH, "5");
        fields.set(FieldName.SET_COOKIE, "a=b");
        writer.writeLastChunk(sink, fields);
        assertEquals("0\r\nX-Sum: 1\r\n\r\n", written());
    }

    @Test
    void seesThatAHandlerAsksToClose() {
        assertFalse(ResponseHeadWriter.asksToClose(fields));
        fields.set(FieldName.CONNECTION, "keep-alive");
        assertFalse(ResponseHeadWriter.asksToClose(fields));
        fields.set(FieldName.CONNECTION, "x, Close");
        assertTrue(ResponseHeadWriter.asksToClose(fields));
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 1, 9, 10, 15, 16, 99, 100, 255, 256, 65_535, 65_536, 4_294_967_296L, Long.MAX_VALUE})
    void numbersAreWrittenInDigits(long number) {
        sink.putDecimal(number);
        assertEquals(Long.toString(number), written());
    }
}
