package io.serval.benchmarks.client;

import java.net.ProtocolException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

class AnswerScannerTest {
    private static final String TWO = "HTTP/1.1 200 OK\r\nDate: x\r\ncontent-length: 5\r\n\r\n\r\n\r\nx"
            + "HTTP/1.1 200 \r\nContent-Length:0\r\n\r\n";

    @ParameterizedTest @ValueSource(ints = {1, 2, 3, 7, 20, 1_000})
    void findsEveryEndInPiecesOfAnySize(int size) throws ProtocolException {
        AnswerScanner scanner = new AnswerScanner(200);
        byte[] bytes = TWO.repeat(3).getBytes(StandardCharsets.US_ASCII);
        int answers = 0;
        for (int start = 0; start < bytes.length; start += size) {
            answers += scanner.take(ByteBuffer.wrap(bytes, start, Math.min(size, bytes.length - start)));
        }
        assertEquals(6, answers);
        assertEquals(0, scanner.failures());
    }

    @Test void countsAnswersThatAreNot200() throws ProtocolException {
        AnswerScanner scanner = new AnswerScanner(200);
        assertEquals(1, scanner.take(ascii("HTTP/1.1 503 Busy\r\nContent-Length: 2\r\n\r\nno")));
        assertEquals(1, scanner.failures());
    }

    @Test void refusesAnAnswerWhoseEndItCannotKnow() {
        ByteBuffer untilClose = ascii("HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n");
        assertThrows(ProtocolException.class, () -> new AnswerScanner(200).take(untilClose));
    }

    @ParameterizedTest @ValueSource(ints = {1, 2, 3, 7, 1_000})
    void findsTheEndOfChunksInPiecesOfAnySize(int size) throws ProtocolException {
        AnswerScanner scanner = new AnswerScanner(200);
        byte[] bytes = ("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1a\r\nabcdefghijklmnopqrstuvwxyz\r\n"
                + "1\r\n\n\r\n0\r\nX: y\r\n\r\n").repeat(3).getBytes(StandardCharsets.US_ASCII);
        int answers = 0;
        for (int start = 0; start < bytes.length; start += size) {
            answers += scanner.take(ByteBuffer.wrap(bytes, start, Math.min(size, bytes.length - start)));
        }
        assertEquals(3, answers);
        assertEquals(0, scanner.failures());
    }

    @Test void anAnswer304HasNoContent() throws ProtocolException {
        AnswerScanner scanner = new AnswerScanner(304);
        assertEquals(2, scanner.take(ascii("HTTP/1.1 304 \r\nETag: \"x\"\r\n\r\n".repeat(2))));
        assertEquals(0, scanner.failures());
    }

    private static ByteBuffer ascii(String text) {
        return ByteBuffer.wrap(text.getBytes(StandardCharsets.US_ASCII));
    }
}
