package io.serval.connector.http1;

import java.util.Arrays;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import io.serval.http.HttpException;
import io.serval.http.Status;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

class HeadScannerTest {
    private static final String NEXT = "GET /next";

    private final HeadScanner scanner = new HeadScanner(new HeadLimits(64, 128, 100));

    static Stream<String> heads() {
        return Stream.of("GET / HTTP/1.1\r\n\r\n", "GET / HTTP/1.1\r\nHost: a\r\n\r\n",
                "\r\n\r\nPOST /x?y HTTP/1.0\r\nA: b\tc\r\nD:\r\n\r\n",
                "OPTIONS * HTTP/1.1\r\nHost: a\r\nX: \u00e4\r\n\r\n");
    }

    @ParameterizedTest
    @MethodSource("heads")
    void findsTheSameEndWhereverTheHeadIsCut(String head) throws HttpException {
        byte[] all = Requests.bytes(head + NEXT);
        for (int first = 0; first <= head.length(); first++) {
            for (int second = first; second <= head.length(); second++) {
                scanner.reset();
                int end = scan(all, first, second, all.length);
                assertEquals(head.length(), end, "cut at " + first + " and " + second);
                assertEquals(head.startsWith("\r\n") ? 4 : 0, scanner.skipped(), "cut at " + first + " and " + second);
            }
        }
    }

    private int scan(byte[] all, int... ends) throws HttpException {
        int end = HeadScanner.INCOMPLETE;
        for (int i = 0; i < ends.length && end == HeadScanner.INCOMPLETE; i++) {
            end = scanner.scan(all, 0, ends[i]);
        }
        return end;
    }

    @ParameterizedTest
    @MethodSource("heads")
    void isIncompleteUntilTheLastByte(String head) throws HttpException {
        byte[] all = Requests.bytes(head);
        for (int end = 0; end < all.length; end++) {
            assertEquals(HeadScanner.INCOMPLETE, scanner.scan(all, 0, end));
        }
        assertEquals(all.length, scanner.scan(all, 0, all.length));
    }

    @Test
    void goesOnWhenTheBytesHaveMovedToAnotherPlace() throws HttpException {
        byte[] head = Requests.bytes("GET /moved HTTP/1.1\r\nHost: a\r\n\r\n");
        assertEquals(HeadScanner.INCOMPLETE, scanner.scan(head, 0, 20));
        byte[] elsewhere = new byte[100];
        System.arraycopy(head, 0, elsewhere, 17, head.length);
        assertEquals(17 + head.length, scanner.scan(elsewhere, 17, elsewhere.length));
    }

    @Test
    void doesNotLookAtABytePastTheEnd() throws HttpException {
        byte[] bytes = Requests.bytes("GET / HTTP/1.1\r\nHost: a\r\n");
        byte[] poisoned = Arrays.copyOf(bytes, 80);
        assertEquals(HeadScanner.INCOMPLETE, scanner.scan(poisoned, 0, bytes.length));
    }

    @Test
    void answers414OneByteAboveTheLongestRequestLine() {
        String target = "/" + "x".repeat(64 - "GET / HTTP/1.1".length());
        assertEquals(Requests.INCOMPLETE, status("GET " + target + " HTTP/1.1\r\n"));
        assertEquals(414, status("GET " + target + "x HTTP/1.1\r\n"));
    }

    @Test
    void answers414BeforeTheEndOfTheLineHasCome() {
        assertEquals(Requests.INCOMPLETE, status("GET /" + "x".repeat(59)));
        assertEquals(414, status("GET /" + "x".repeat(60)));
    }

    @Test
    void answers414WhenTheRequestLineAloneIsLargerThanAHeadMayBe() {
        assertEquals(414, Requests.status("GET /" + "x".repeat(200), new HeadLimits(1_000, 128, 100)));
    }

    @Test
    void answers431OneByteAboveTheLargestHead() {
        String head = "GET / HTTP/1.1\r\nHost: a\r\nX: ";
        String filled = head + "x".repeat(128 - 4 - head.length());
        assertEquals(Requests.ACCEPTED, status(filled + "\r\n\r\n"));
        assertEquals(431, status(filled + "x\r\n\r\n"));
        assertEquals(431, status(filled + "xxxxx"));
    }

    @Test
    void doesNotCountEmptyLinesBeforeTheRequest() {
        String head = "GET / HTTP/1.1\r\nHost: a\r\nX: ";
        String filled = head + "x".repeat(128 - 4 - head.length());
        assertEquals(Requests.ACCEPTED, status("\r\n" + filled + "\r\n\r\n"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"\0", "GET /\0", "GET / HTTP/1.1\r\nA: \u0001", "GET / HTTP/1.1\r\nA: \u007f", "\u001b",
        "GET\t/"})
    void refusesControlCharactersAsSoonAsTheyCome(String begun) {
        assertEquals(400, status(begun));
    }

    @ParameterizedTest
    @ValueSource(strings = {"\n", "GET / HTTP/1.1\n", "GET / HTTP/1.1\rH", "GET / HTTP/1.1\r\n\n", "\r\r",
        "GET / HTTP/1.1\r\nA: b\nB: c", "GET / HTTP/1.1\r\nA: b\rB: c"})
    void refusesLineEndsOtherThanCrLf(String begun) {
        assertEquals(400, status(begun));
    }

    @Test
    void skipsAFewEmptyLinesOnly() {
        assertEquals(Requests.ACCEPTED, status("\r\n".repeat(HeadScanner.MAX_EMPTY_LINES) + Requests.get("")));
        assertEquals(400, status("\r\n".repeat(HeadScanner.MAX_EMPTY_LINES + 1)));
    }

    @Test
    void doesNotWaitForTheRestOfARequestWithoutAVersion() {
        assertEquals(400, status("GET /\r\n"));
        assertEquals(400, status("hello\r\n"));
    }

    @Test
    void namesTheMistakeWhenAClientSpeaksTls() {
        byte[] clientHello = {0x16, 3, 1, 0, (byte) 0xa5, 1, 0, 0};
        HttpException refused = assertThrows(HttpException.class, () -> scanner.scan(clientHello, 0, 8));
        assertEquals(Status.BAD_REQUEST, refused.status());
        assertTrue(refused.getMessage().contains("TLS"), refused.getMessage());
    }

    @Test
    void recognisesTheConnectionPrefaceOfHttp2() throws HttpException {
        byte[] preface = Requests.bytes("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n");
        int end = scanner.scan(preface, 0, preface.length);
        assertTrue(HeadScanner.isHttp2Preface(preface, 0, end));
        assertFalse(HeadScanner.isHttp2Preface(preface, 0, end - 1));
        byte[] other = Requests.bytes("PRI * HTTP/2.1\r\n\r\n");
        assertFalse(HeadScanner.isHttp2Preface(other, 0, other.length));
    }

    @Test
    void knowsWhetherARequestHasBegun() throws HttpException {
        byte[] bytes = Requests.bytes("\r\n\r\nG");
        assertFalse(scanner.hasBegun());
        scanner.scan(bytes, 0, 3);
        assertFalse(scanner.hasBegun());
        scanner.scan(bytes, 0, 4);
        assertFalse(scanner.hasBegun());
        scanner.scan(bytes, 0, 5);
        assertTrue(scanner.hasBegun());
        scanner.reset();
        assertFalse(scanner.hasBegun());
    }

    private static int status(String text) {
        return Requests.status(text, new HeadLimits(64, 128, 100));
    }
}
