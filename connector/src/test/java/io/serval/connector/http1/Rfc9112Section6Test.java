package io.serval.connector.http1;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.serval.http.HttpException;

import static org.junit.jupiter.api.Assertions.assertEquals;

/** Where the content ends. */
class Rfc9112Section6Test {
    private static Http1Head post(String lines) throws HttpException {
        return Requests.parse("POST / HTTP/1.1\r\nHost: a\r\n" + lines + "\r\n");
    }

    private static int status(String lines) {
        return Requests.status("POST / HTTP/1.1\r\nHost: a\r\n" + lines + "\r\n");
    }

    @Test
    void aRequestThatTellsNothingHasNoContent() throws HttpException {
        assertEquals(Http1Head.Framing.NONE, post("").framing());
        assertEquals(-1, post("").contentLength());
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "1", "007", "4294967296", "9223372036854775807"})
    void contentLengthIsANumber(String length) throws HttpException {
        Http1Head head = post("Content-Length: " + length + "\r\n");
        assertEquals(Http1Head.Framing.FIXED, head.framing());
        assertEquals(Long.parseLong(length), head.contentLength());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "-1", "+1", "1,1", "1, 1", "1 1", "0x1", "1.0", "1e3", "a", "9223372036854775808",
        "18446744073709551617", "99999999999999999999999", ",1", "1,", "\u00b2", "1;2", "\"1\"", "1\t2"})
    void refusesWhatIsNoNumber(String length) {
        assertEquals(400, status("Content-Length: " + length + "\r\n"));
    }

    @Test
    void refusesASecondContentLengthEvenIfItIsTheSame() {
        assertEquals(400, status("Content-Length: 1\r\nContent-Length: 1\r\n"));
        assertEquals(400, status("Content-Length: 1\r\nA: b\r\ncontent-length: 2\r\n"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"chunked", "CHUNKED", "Chunked", " chunked ", "\tchunked\t"})
    void chunkedIsTheOneTransferCoding(String coding) throws HttpException {
        Http1Head head = post("Transfer-Encoding:" + coding + "\r\n");
        assertEquals(Http1Head.Framing.CHUNKED, head.framing());
        assertEquals(-1, head.contentLength());
    }

    @ParameterizedTest
    @ValueSource(strings = {"Content-Length: 1\r\nTransfer-Encoding: chunked\r\n",
        "Transfer-Encoding: chunked\r\nContent-Length: 0\r\n", "transfer-encoding: x\r\nContent-Length: 5\r\n"})
    void refusesBothLengthAndCoding(String lines) {
        assertEquals(400, status(lines));
    }

    @ParameterizedTest
    @ValueSource(strings = {"gzip", "identity", "xchunked", "chunkedx", "gzip, chunked", "x-gzip,chunked", "chunk",
        "gzip;q=1", "deflate"})
    void answers501ToCodingsItDoesNotKnow(String codings) {
        assertEquals(501, status("Transfer-Encoding: " + codings + "\r\n"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"chunked, chunked", "chunked,gzip", "chunked, identity", "gzip, chunked, chunked", "", ",",
        "chunked,", ",chunked", "chunked;a=b", "chunked ;", "chunked chunked", "\"chunked\"", "'chunked'x y",
        "chunked\u00a0",
        "\u000bchunked", "(chunked)", "chunked, ", "=chunked", "[chunked]"})
    void refusesChunkedThatIsNotLastOrOddlySpelt(String codings) {
        assertEquals(400, status("Transfer-Encoding: " + codings + "\r\n"));
    }

    @Test
    void severalLinesAreOneList() {
        assertEquals(400, status("Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n"));
        assertEquals(400, status("Transfer-Encoding: chunked\r\nTransfer-Encoding: gzip\r\n"));
        assertEquals(501, status("Transfer-Encoding: gzip\r\nTransfer-Encoding: chunked\r\n"));
        assertEquals(400, status("Transfer-Encoding: chunked\r\nTransfer-Encoding:\r\n"));
    }

    @Test
    void http10KnowsNoTransferCodings() {
        assertEquals(400, Requests.status("POST / HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n"));
    }

    @Test
    void aFieldThatOnlyLooksLikeOneDecidesNothing() throws HttpException {
        assertEquals(Http1Head.Framing.NONE, post("X-Content-Length: 5\r\nTransfer_Encoding: chunked\r\n").framing());
    }
}
