package io.serval.connector.http1;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import io.serval.http.HttpException;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/**
 * Streams of bytes in which a proxy and a server could see different requests. Each is read as a connection would, and
 * has to end in a refusal before the hidden request comes out; those that are right have to give exactly their
 * requests.
 */
class SmugglingCorpusTest {
    private static final String POST = "POST / HTTP/1.1\r\nHost: a\r\n";
    private static final String HIDDEN = "GET /hidden HTTP/1.1\r\nHost: a\r\n\r\n";
    private static final String CHUNKED = "Transfer-Encoding: chunked\r\n";

    /** Reads requests until the bytes end or one is refused, which gives {@code status}. */
    private static List<String> read(String stream) {
        List<String> seen = new ArrayList<>();
        byte[] bytes = Requests.bytes(stream);
        HeadScanner scanner = new HeadScanner(HeadLimits.DEFAULT);
        Http1Head head = new Http1Head(HeadLimits.DEFAULT, new TargetCache(TargetRules.STRICT));
        int at = 0;
        try {
            while (at < bytes.length) {
                scanner.reset();
                head.clear();
                int end = scanner.scan(bytes, at, bytes.length);
                if (end == HeadScanner.INCOMPLETE) {
                    seen.add("incomplete");
                    return seen;
                }
                head.parse(bytes, at + scanner.skipped(), end);
                ByteBuffer rest = ByteBuffer.wrap(bytes).position(end);
                seen.add(head.method() + ' ' + head.target() + ' ' + content(head, rest));
                at = rest.position();
            }
        } catch (HttpException refused) {
            seen.add(Integer.toString(refused.status().code()));
        }
        return seen;
    }

    private static String content(Http1Head head, ByteBuffer rest) throws HttpException {
        byte[] content = new byte[1_000];
        return switch (head.framing()) {
            case NONE -> "";
            case FIXED -> {
                int count = (int) Math.min(head.contentLength(), rest.remaining());
                rest.get(content, 0, count);
                yield Octets.text(content, 0, count);
            }
            case CHUNKED -> {
                ChunkedDecoder decoder = new ChunkedDecoder(ChunkLimits.DEFAULT);
                int count = decoder.decode(rest, content, 0, content.length);
                yield Octets.text(content, 0, count) + (decoder.isFinished() ? "" : " unfinished");
            }
        };
    }

    static Stream<String> refusedAtTheHead() {
        String chunks = "\r\n0\r\n\r\n";
        return Stream.of(
                // both framings, in either order and spelling
                POST + "Content-Length: 5\r\n" + CHUNKED + chunks, POST + CHUNKED + "Content-Length: 5\r\n" + chunks,
                POST + "Content-Length: 0\r\nTransfer-Encoding: identity\r\n\r\n",
                POST + "Content-Length: 5\r\nTRANSFER-ENCODING: Chunked\r\n" + chunks,
                POST + "Content-Length: 5\r\nTransfer-Encoding:\r\n" + chunks,
                // lengths that two readers take differently
                POST + "Content-Length: 5\r\nContent-Length: 6\r\n\r\nhello!",
                POST + "Content-Length: 5, 6\r\n\r\nhello!",
                POST + "Content-Length: 5\r\nContent-Length: 5\r\n\r\nhello", POST + "Content-Length: 5,5\r\n\r\nhello",
                POST + "Content-Length: +5\r\n\r\nhello", POST + "Content-Length: -5\r\n\r\nhello",
                POST + "Content-Length: 5 0\r\n\r\nhello", POST + "Content-Length: 0x5\r\n\r\nhello",
                POST + "Content-Length: 5.0\r\n\r\nhello", POST + "Content-Length: 5e0\r\n\r\nhello",
                POST + "Content-Length: 18446744073709551621\r\n\r\nhello", POST + "Content-Length: \r\n\r\nhello",
                POST + "Content-Length: \"5\"\r\n\r\nhello", POST + "Content-Length: 5;x\r\n\r\nhello",
                POST + "Content-Length: 4294967301 \u00a0\r\n\r\nhello", POST + "Content-Length: \u000b5\r\n\r\nhello",
                POST + "Content-Length: 5\0\r\n\r\nhello", POST + "Content-Length: 0_5\r\n\r\nhello",
                // names that only one reader takes for the field
                POST + "Content-Length : 5\r\n\r\nhello", POST + "Content-Length\t: 5\r\n\r\nhello",
                POST + " Content-Length: 5\r\n\r\nhello", POST + "\tTransfer-Encoding: chunked\r\n" + chunks,
                POST + "Transfer-Encoding : chunked\r\n" + chunks,
                POST + "Transfer-Encoding\u000b: chunked\r\n" + chunks,
                POST + "Transfer-Encoding\0: chunked\r\n" + chunks,
                POST + "Transfer\u00adEncoding: chunked\r\n" + chunks,
                POST + ": chunked\r\n" + chunks, POST + "Content-Length\r\n: 5\r\n\r\nhello",
                POST + "\u00ffContent-Length: 5\r\n\r\nhello", POST + "Content-Length\u0080: 5\r\n\r\nhello",
                POST + "Transfer-Encoding chunked\r\n" + chunks, POST + "\"Transfer-Encoding\": chunked\r\n" + chunks,
                // folded lines
                POST + "Transfer-Encoding:\r\n chunked\r\n" + chunks, POST + "X: y\r\n Content-Length: 5\r\n\r\nhello",
                POST + "X: y\r\n\tTransfer-Encoding: chunked\r\n" + chunks,
                POST + "Transfer-Encoding: chunked\r\n \r\n" + chunks,
                // codings
                POST + "Transfer-Encoding: xchunked\r\n" + chunks,
                POST + "Transfer-Encoding: chunked, identity\r\n" + chunks,
                POST + "Transfer-Encoding: identity, chunked\r\n" + chunks,
                POST + "Transfer-Encoding: chunked\r\n" + CHUNKED + chunks,
                POST + "Transfer-Encoding: chunked, chunked\r\n" + chunks,
                POST + "Transfer-Encoding: x\r\n" + CHUNKED + chunks,
                POST + CHUNKED + "Transfer-Encoding: x\r\n" + chunks,
                POST + "Transfer-Encoding: \"chunked\"\r\n" + chunks,
                POST + "Transfer-Encoding: chunked;q=1\r\n" + chunks,
                POST + "Transfer-Encoding: , chunked\r\n" + chunks,
                POST + "Transfer-Encoding: chunked,\r\n" + chunks,
                POST + "Transfer-Encoding: \u000bchunked\r\n" + chunks,
                POST + "Transfer-Encoding: chunked\u0000\r\n" + chunks,
                POST + "Transfer-Encoding: chunked\u00a0\r\n" + chunks,
                POST + "Transfer-Encoding: chunk\r\n" + chunks, POST + "Transfer-Encoding: c hunked\r\n" + chunks,
                "POST / HTTP/1.0\r\nHost: a\r\n" + CHUNKED + chunks,
                "POST / HTTP/1.0\r\nHost: a\r\nConnection: keep-alive\r\n" + CHUNKED + chunks,
                // line ends
                POST + "X: y\nContent-Length: 5\r\n\r\nhello", POST + "X: y\rContent-Length: 5\r\n\r\nhello",
                POST + "X: y\n\nGET /hidden HTTP/1.1\r\n\r\n", POST + "X: y\r\rGET /hidden HTTP/1.1\r\n\r\n",
                POST + "X: y\r\n\n" + HIDDEN, POST + "X: y\n\r\n" + HIDDEN, POST + "X: \r\r\n\r\n",
                // request lines and hosts
                "GET / HTTP/1.1 \r\nHost: a\r\n\r\n", "GET / HTTP/1.1\r\n\r\n" + HIDDEN, "GET /hidden\r\n\r\n",
                "GET  / HTTP/1.1\r\nHost: a\r\n\r\n", "GET / x HTTP/1.1\r\nHost: a\r\n\r\n",
                "GET\u000b/ HTTP/1.1\r\nHost: a\r\n\r\n",
                "GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n", "GET / HTTP/1.1\r\nHost: a, b\r\n\r\n",
                "GET / HTTP/1.1\r\nHost: a@b\r\n\r\n", "GET / HTTP/1.1\r\nHost: a/b\r\n\r\n",
                "GET http://a@b/ HTTP/1.1\r\nHost: b\r\n\r\n",
                "GET / HTTP/1.1\r\nHost : a\r\n\r\n", "GET / HTTP/1.1\r\n Host: a\r\nX: y\r\n\r\n",
                "GET / HTTP/1.10\r\nHost: a\r\n\r\n",
                "GET / HTTP/1.1\r\nHost: a\r\nX\r\n\r\n", "GET /\u0000 HTTP/1.1\r\nHost: a\r\n\r\n",
                "GET /#/../ HTTP/1.1\r\nHost: a\r\n\r\n",
                "GET \\\\a\\b HTTP/1.1\r\nHost: a\r\n\r\n", "GET /a\u00adb HTTP/1.1\r\nHost: a\r\n\r\n");
    }

    @ParameterizedTest
    @MethodSource("refusedAtTheHead")
    void noRequestComesOutOfAnAmbiguousHead(String stream) {
        List<String> seen = read(stream);
        assertEquals(1, seen.size(), seen::toString);
        assertTrue(seen.get(0).matches("[45]\\d\\d"), seen::toString);
    }

    static Stream<String> refusedInTheContent() {
        String head = POST + CHUNKED + "\r\n";
        return Stream.of("5\nhello\r\n0\r\n\r\n", "5;\nhello\r\n0\r\n\r\n", "5;a\nb\r\nhello\r\n0\r\n\r\n",
                "5\rhello\r\n0\r\n\r\n",
                "5\r\nhello0\r\n\r\n", "5\r\nhello\n0\r\n\r\n", "5\r\nhello\r0\r\n\r\n", "5\r\nhelloX\r\n0\r\n\r\n",
                "5 \r\nhello\r\n0\r\n\r\n", " 5\r\nhello\r\n0\r\n\r\n", "+5\r\nhello\r\n0\r\n\r\n",
                "0x5\r\nhello\r\n0\r\n\r\n",
                "-5\r\nhello\r\n0\r\n\r\n", "5_\r\nhello\r\n0\r\n\r\n", "5,\r\nhello\r\n0\r\n\r\n",
                "\r\n5\r\nhello\r\n0\r\n\r\n",
                "100000000000000005\r\nhello\r\n0\r\n\r\n", "ffffffffffffffff\r\nhello\r\n0\r\n\r\n",
                "5\u00a0\r\nhello\r\n0\r\n\r\n",
                "0\r\nContent-Length: 50\r\n\r\n", "0\r\nTransfer-Encoding: chunked\r\n\r\n", "0\r\nHost: b\r\n\r\n",
                "0\r\n X: y\r\n\r\n", "0\r\nX : y\r\n\r\n", "0\r\nX: y\n\r\n", "0\r\nX: y\r\n\n", "0\r\n\n", "0\n\r\n",
                "0\n\n",
                "0\r\nGET /hidden HTTP/1.1\r\nHost: a\r\n\r\n", "0\r\nX\r\n\r\n", "0\r\n\rX", "0;\0\r\n\r\n")
                .map(content -> head + content + HIDDEN);
    }

    @ParameterizedTest
    @MethodSource("refusedInTheContent")
    void noRequestComesOutBehindAmbiguousChunks(String stream) {
        assertEquals(List.of("400"), read(stream));
    }

    static Stream<String> right() {
        return Stream.of(POST + "Content-Length: 5\r\n\r\nhello", POST + CHUNKED + "\r\n5\r\nhello\r\n0\r\n\r\n",
                POST + CHUNKED + "\r\n0002;a=\";\"\r\nhe\r\n3\r\nllo\r\n0\r\nX: y\r\n\r\n",
                POST + "Content-Length: 0005\r\n\r\nhello",
                POST + "content-length:5\r\nX-Content-Length: 7\r\n\r\nhello",
                POST + "Content_Length: 9\r\nContent-Length:\t5 \r\n\r\nhello",
                "\r\n" + POST + "Content-Length: 5\r\nTE: trailers\r\n\r\nhello");
    }

    @ParameterizedTest
    @MethodSource("right")
    void whatIsRightGivesItsRequestsAndTheNextOne(String request) {
        assertEquals(List.of("POST / hello", "GET /hidden "), read(request + HIDDEN));
    }

    @Test
    void aRequestWithoutFramingHasNoContent() {
        assertEquals(List.of("POST / ", "GET /hidden "), read(POST + "\r\n" + HIDDEN));
    }
}
