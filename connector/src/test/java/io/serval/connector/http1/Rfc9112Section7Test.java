package io.serval.connector.http1;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import io.serval.http.Fields;
import io.serval.http.HttpException;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Chunked content. */
class Rfc9112Section7Test {
    private static final String NEXT = "GET /next";

    private final ChunkedDecoder decoder = new ChunkedDecoder(ChunkLimits.DEFAULT);

    private static ByteBuffer direct(String text) {
        byte[] bytes = Requests.bytes(text);
        return ByteBuffer.allocateDirect(bytes.length).put(bytes).flip();
    }

    private static int status(String message, ChunkLimits limits) {
        ChunkedDecoder decoder = new ChunkedDecoder(limits);
        try {
            ByteBuffer input = ByteBuffer.wrap(Requests.bytes(message));
            decoder.decode(input, new byte[1_000], 0, 1_000);
            return decoder.isFinished() ? Requests.ACCEPTED : Requests.INCOMPLETE;
        } catch (HttpException refused) {
            return refused.status().code();
        }
    }

    private static int status(String message) {
        return status(message, ChunkLimits.DEFAULT);
    }

    static Stream<String> messages() {
        return Stream.of("5\r\nhello\r\n0\r\n\r\n", "3\r\nhel\r\n02\r\nlo\r\n000\r\n\r\n",
                "1;a=b\r\nh\r\n4 ;c=\"d;e\"\r\nello\r\n0;x\r\nA: b\r\nC: d\r\n\r\n");
    }

    @ParameterizedTest
    @MethodSource("messages")
    void decodesTheSameWhereverTheMessageIsCut(String message) throws HttpException {
        byte[] all = Requests.bytes(message + NEXT);
        for (int first = 0; first <= message.length(); first++) {
            for (int second = first; second <= message.length(); second++) {
                decoder.reset();
                ByteBuffer input = ByteBuffer.wrap(all).limit(0);
                byte[] target = new byte[20];
                int count = 0;
                for (int end : new int[] {first, second, all.length}) {
                    count += decoder.decode(input.limit(end), target, count, target.length - count);
                }
                assertEquals("hello", Octets.text(target, 0, count), "cut at " + first + " and " + second);
                assertTrue(decoder.isFinished());
                assertEquals(message.length(), input.position(), "a byte of the next request was taken");
            }
        }
    }

    @ParameterizedTest
    @MethodSource("messages")
    void decodesTheSameIntoAnySmallTarget(String message) throws HttpException {
        for (int room = 1; room <= 6; room++) {
            decoder.reset();
            ByteBuffer input = direct(message + NEXT);
            StringBuilder content = new StringBuilder();
            byte[] target = new byte[room + 2];
            int count = decoder.decode(input, target, 1, room);
            while (count > 0) {
                content.append(Octets.text(target, 1, 1 + count));
                count = decoder.decode(input, target, 1, room);
            }
            assertEquals(0, target[0] | target[room + 1], "written beyond the target");
            assertEquals("hello", content.toString());
            assertTrue(decoder.isFinished());
            assertEquals(message.length(), input.position());
        }
    }

    @ParameterizedTest
    @MethodSource("messages")
    void isNotFinishedBeforeTheLastByte(String message) throws HttpException {
        byte[] all = Requests.bytes(message);
        ByteBuffer input = ByteBuffer.wrap(all);
        byte[] target = new byte[20];
        for (int end = 0; end < all.length; end++) {
            decoder.decode(input.limit(end), target, 0, 20);
            assertFalse(decoder.isFinished(), "after " + end + " bytes");
        }
        decoder.decode(input.limit(all.length), target, 0, 20);
        assertTrue(decoder.isFinished());
    }

    @Test
    void contentCanBeTakenWhereItStands() throws HttpException {
        ByteBuffer input = ByteBuffer.wrap(Requests.bytes("5\r\nhello\r\n0\r\n\r\n"));
        assertEquals(5, decoder.available(input));
        assertEquals('h', input.get());
        decoder.took(1);
        assertEquals(4, decoder.available(input));
        input.position(input.position() + 4);
        decoder.took(4);
        assertEquals(0, decoder.available(input));
        assertTrue(decoder.isFinished());
    }

    @ParameterizedTest
    @ValueSource(strings = {"\r\n", ";a\r\n", "x\r\n", "-1\r\n", "+1\r\n", " 1\r\n", "0x1\r\n", "1 \r\n", "1\t\r\n",
        "1 2\r\n",
        "1\n", "1\rx", "1;a\n", "1;\0\r\n", "1\r\nab", "1\r\na\n", "1\r\na\rx", "1\r\na\r\n\r\n",
        "8000000000000000\r\n",
        "ffffffffffffffff\r\n", "00000000000000001\r\n", "10000000000000000\r\n", "g\r\n", "1,\r\n", "1;a\rb",
        "\u0660\r\n",
        "1.0\r\n", "0\r\n\n", "0\r\n\rx", "0\r\nA: b\n", "0\r\nA: b\rx", "0\r\nA\r\n\r\n", "0\r\nA : b\r\n\r\n",
        "0\r\nA: b\r\n c\r\n\r\n", "0\r\n: b\r\n\r\n", "0\r\nA: b\0c\r\n\r\n", "0\n", "0\r\r\n"})
    void refusesWhatIsNoChunk(String message) {
        assertEquals(400, status(message));
    }

    @Test
    void sizesGoUpTo63Bits() throws HttpException {
        ByteBuffer input = ByteBuffer.wrap(Requests.bytes("7fffffffffffffff\r\nabc"));
        assertEquals(3, decoder.decode(input, new byte[10], 0, 10));
        assertFalse(decoder.isFinished());
        assertEquals(Requests.ACCEPTED,
                status("0000000000000001;a\r\nx\r\nA\r\n0123456789\r\na\r\n0123456789\r\n0\r\n\r\n"));
    }

    @Test
    void extensionsOfAllChunksTogetherAreLimited() {
        ChunkLimits limits = new ChunkLimits(8, 100, 10);
        assertEquals(Requests.ACCEPTED, status("1;abc\r\nx\r\n0;def\r\n\r\n", limits));
        assertEquals(400, status("1;abc\r\nx\r\n0;defg\r\n\r\n", limits));
        assertEquals(400, status("1         ", limits));
    }

    @Test
    void theTrailerSectionIsLimited() {
        ChunkLimits limits = new ChunkLimits(0, 12, 2);
        assertEquals(Requests.ACCEPTED, status("0\r\nA: b\r\nC: d\r\n\r\n", limits));
        assertEquals(431, status("0\r\nA: b\r\nC: de\r\n\r\n", limits));
        assertEquals(431, status("0\r\nA: bbbbbbbbbbbbbbbbbbb", limits));
        assertEquals(431, status("0\r\nA:\r\nB:\r\nC:\r\n\r\n", limits));
        assertEquals(Requests.ACCEPTED, status("0\r\n\r\n", new ChunkLimits(0, 0, 0)));
        assertEquals(431, status("0\r\nA", new ChunkLimits(0, 0, 0)));
    }

    @Test
    void trailersAreThereWhenTheMessageIsFinished() throws HttpException {
        ByteBuffer input = ByteBuffer.wrap(Requests.bytes("0\r\nX-Check: 1 \r\nX-check:\t2\r\n\r\n"));
        input.limit(10);
        decoder.decode(input, new byte[1], 0, 1);
        assertSame(Fields.EMPTY, decoder.trailers());
        decoder.decode(input.limit(input.capacity()), new byte[1], 0, 1);
        assertEquals(List.of("1", "2"), decoder.trailers().all("x-check"));
        decoder.reset();
        assertSame(Fields.EMPTY, decoder.trailers());
    }

    @ParameterizedTest
    @ValueSource(strings = {"Content-Length: 1", "transfer-encoding: chunked", "HOST: b"})
    void refusesFramingAndRoutingInTheTrailerSection(String line) {
        assertEquals(400, status("0\r\n" + line + "\r\n\r\n"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"Authorization", "cookie", "Content-Type", "X-Forwarded-For", "TE", "Cache-Control",
        "Expect",
        "Connection", "Trailer", "Range", "Proxy-Authorization", "Content-Encoding"})
    void dropsWhatTheRequestNeededBeforeItsContent(String name) throws HttpException {
        ByteBuffer input = ByteBuffer.wrap(Requests.bytes("0\r\n" + name + ": x\r\nX-Kept: y\r\n\r\n"));
        decoder.decode(input, new byte[1], 0, 1);
        assertEquals(1, decoder.trailers().size());
        assertEquals("y", decoder.trailers().get("X-Kept"));
    }

    @Test
    void theStatusSaysWhichLimitWasMet() {
        ByteBuffer input = ByteBuffer.wrap(Requests.bytes("1;aaaa"));
        HttpException refused = assertThrows(HttpException.class,
                () -> new ChunkedDecoder(new ChunkLimits(2, 0, 0)).available(input));
        assertTrue(refused.getMessage().contains("maxExtensionSize"), refused.getMessage());
    }
}
