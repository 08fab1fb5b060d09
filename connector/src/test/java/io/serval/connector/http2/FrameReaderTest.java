package io.serval.connector.http2;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.params.provider.Arguments.arguments;

/** The form of frames (RFC 9113 §3.4, §4 and §6): what is passed on, and with which error the rest is refused. */
class FrameReaderTest {
    private static final int MAX_FRAME = 16_384;
    private static final int MAX_BLOCK = 64;
    private static final int MAX_CONTINUATIONS = 4;

    private final RecordingHandler handler = new RecordingHandler();
    private final FrameReader reader = reader(handler);

    private static FrameReader reader(FrameHandler handler) {
        return new FrameReader(MAX_FRAME, MAX_BLOCK, MAX_CONTINUATIONS, handler);
    }

    private List<String> read(FrameBytes input) throws Http2Exception {
        byte[] bytes = input.toBytes();
        reader.read(bytes, 0, bytes.length);
        return handler.seen;
    }

    /** The frames after the settings. */
    private List<String> frame(int type, int flags, int streamId, String payload) throws Http2Exception {
        List<String> seen = read(FrameBytes.connection().frame(type, flags, streamId, payload));
        return seen.subList(1, seen.size());
    }

    private static void assertRefused(ErrorCode code, FrameBytes input) {
        byte[] bytes = input.toBytes();
        Http2Exception refused = assertThrows(Http2Exception.class,
                () -> reader(new RecordingHandler()).read(bytes, 0, bytes.length));
        assertEquals(code, refused.code(), refused.getMessage());
        assertEquals(0, refused.streamId(), "the error is of the connection");
    }

    private static void assertRefused(ErrorCode code, int type, int flags, int streamId, String payload) {
        assertRefused(code, FrameBytes.connection().frame(type, flags, streamId, payload));
    }

    @Test
    void section3_4TheClientBeginsWithPrefaceAndSettings() throws Http2Exception {
        assertEquals(List.of("settings 000400001000"), read(FrameBytes.raw("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n")
                .frame(Frames.SETTINGS, 0, 0, "0004 00001000")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"GET / HTTP/1.1\r\n\r\n", "PRI * HTTP/2.0\r\n\r\nSM\r\n\rx", "PRI * HTTP/2.1", "\0"})
    void section3_4AnotherPrefaceIsRefused(String preface) {
        assertRefused(ErrorCode.PROTOCOL_ERROR, FrameBytes.raw(preface));
    }

    @Test
    void section3_4NothingComesBeforeTheSettings() {
        String preface = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n";
        assertRefused(ErrorCode.PROTOCOL_ERROR, FrameBytes.raw(preface).frame(Frames.PING, 0, 0, "0000000000000000"));
        assertRefused(ErrorCode.PROTOCOL_ERROR, FrameBytes.raw(preface).frame(Frames.SETTINGS, Frames.ACK, 0, ""));
    }

    @Test
    void section3_4ThePartSeenBySomebodyElseIsNotExpectedAgain() throws Http2Exception {
        reader.prefaceSeen(18);
        assertEquals(List.of("settings "), read(FrameBytes.raw("SM\r\n\r\n").frame(Frames.SETTINGS, 0, 0, "")));
    }

    @Test
    void section4_1UnknownTypesFlagsAndTheReservedBitAreIgnored() throws Http2Exception {
        assertEquals(List.of("idle"), frame(0xfa, 0xff, 5, "0102"));
        handler.seen.clear();
        assertEquals(List.of("reset 3 8"), read(new FrameBytes().frame(Frames.RST_STREAM, 0xff, 0x80000003,
                "00000008")));
    }

    @Test
    void section4_2AFrameMayBeAsLargeAsAllowedAndNoLarger() throws Http2Exception {
        String largest = "00".repeat(MAX_FRAME);
        assertEquals(1, frame(Frames.DATA, 0, 1, largest).size());
        assertRefused(ErrorCode.FRAME_SIZE_ERROR, FrameBytes.connection().header(MAX_FRAME + 1, Frames.DATA, 0, 1));
    }

    @Test
    void section4_2TooLargeAFrameIsRefusedByItsHeaderAlone() {
        assertRefused(ErrorCode.FRAME_SIZE_ERROR, FrameBytes.connection().header(MAX_FRAME + 1, 0xfa, 0, 0));
    }

    @Test
    void section4_3ABlockComesWholeAndUninterrupted() throws Http2Exception {
        FrameBytes parts = FrameBytes.connection().frame(Frames.HEADERS, Frames.END_STREAM, 1, "8286")
                .frame(Frames.CONTINUATION, 0, 1, "84").frame(Frames.CONTINUATION, 0, 1, "")
                .frame(Frames.CONTINUATION, Frames.END_HEADERS, 1, "41");
        assertEquals(List.of("settings ", "headers 1 82868441 end"), read(parts));
    }

    static Stream<Arguments> interruptions() {
        return Stream.of(arguments(Frames.CONTINUATION, 3, "84"), arguments(Frames.DATA, 1, "00"),
                arguments(Frames.HEADERS, 1, "84"), arguments(Frames.PING, 0, "0000000000000000"),
                arguments(Frames.SETTINGS, 0, ""), arguments(0xfa, 1, ""), arguments(Frames.PRIORITY, 1, "0000000000"));
    }

    @ParameterizedTest
    @MethodSource("interruptions")
    void section4_3NothingInterruptsABlock(int type, int streamId, String payload) {
        assertRefused(ErrorCode.PROTOCOL_ERROR, FrameBytes.connection().frame(Frames.HEADERS, 0, 1, "82")
                .frame(type, Frames.END_HEADERS, streamId, payload));
    }

    static Stream<Arguments> frames() {
        return Stream.of(
                arguments(Frames.DATA, 0, 1, "0102", "data 1 0102 of 2"),
                arguments(Frames.DATA, Frames.END_STREAM, 1, "", "data 1  of 0 end"),
                arguments(Frames.DATA, Frames.PADDED, 1, "02 01 0000", "data 1 01 of 4"),
                arguments(Frames.DATA, Frames.PADDED | Frames.END_STREAM, 1, "00", "data 1  of 1 end"),
                arguments(Frames.DATA, Frames.PADDED | Frames.END_STREAM, 1, "03 000000", "data 1  of 4 end"),
                arguments(Frames.HEADERS, Frames.END_HEADERS, 1, "82", "headers 1 82"),
                arguments(Frames.HEADERS, Frames.END_HEADERS | Frames.PADDED, 1, "01 82 00", "headers 1 82"),
                arguments(Frames.HEADERS, Frames.END_HEADERS | Frames.WITH_PRIORITY, 1, "80000003 ff 82",
                        "headers 1 82"),
                arguments(Frames.HEADERS, Frames.END_HEADERS | Frames.WITH_PRIORITY | Frames.PADDED | Frames.END_STREAM,
                        1, "01 00000003 ff 82 00", "headers 1 82 end"),
                arguments(Frames.PRIORITY, 0, 1, "00000000 10", "priority 1"),
                arguments(Frames.RST_STREAM, 0, 1, "00000008", "reset 1 8"),
                arguments(Frames.SETTINGS, 0, 0, "0001 00000000 0003 00000064", "settings 000100000000000300000064"),
                arguments(Frames.SETTINGS, Frames.ACK, 0, "", "settings ack"),
                arguments(Frames.PING, 0, 0, "8102030405060708", "ping 8102030405060708"),
                arguments(Frames.PING, Frames.ACK, 0, "01020304f5060708", "ping 1020304f5060708 ack"),
                arguments(Frames.GOAWAY, 0, 0, "80000007 0000000b 6869", "goaway 7 11"),
                arguments(Frames.WINDOW_UPDATE, 0, 0, "ffffffff", "window 0 2147483647"),
                arguments(Frames.WINDOW_UPDATE, 0, 5, "00000000", "window 5 0"),
                arguments(Frames.PRIORITY_UPDATE, 0, 0, "00000005 753d31", "priority update 5 u=1"));
    }

    @ParameterizedTest
    @MethodSource("frames")
    void section6RightFramesArePassedOn(int type, int flags, int streamId, String payload, String seen)
            throws Http2Exception {
        assertEquals(List.of(seen), frame(type, flags, streamId, payload));
    }

    @Test
    void section6_1AnEmptyFrameThatEndsNothingIsCountedAsIdle() throws Http2Exception {
        assertEquals(List.of("idle", "data 1  of 0"), frame(Frames.DATA, 0, 1, ""));
    }

    static Stream<Arguments> wrongStreams() {
        return Stream.of(arguments(Frames.DATA, 0, "00"), arguments(Frames.HEADERS, 0, "82"),
                arguments(Frames.PRIORITY, 0, "0000000000"), arguments(Frames.RST_STREAM, 0, "00000000"),
                arguments(Frames.SETTINGS, 1, ""), arguments(Frames.PUSH_PROMISE, 1, "0000000282"),
                arguments(Frames.PING, 1, "0000000000000000"), arguments(Frames.GOAWAY, 1, "0000000000000000"),
                arguments(Frames.CONTINUATION, 0, "82"), arguments(Frames.CONTINUATION, 1, "82"),
                arguments(Frames.PRIORITY_UPDATE, 1, "00000001"), arguments(Frames.PRIORITY_UPDATE, 0, "00000000"));
    }

    @ParameterizedTest
    @MethodSource("wrongStreams")
    void section6FramesOnAWrongStreamAreRefused(int type, int streamId, String payload) {
        assertRefused(ErrorCode.PROTOCOL_ERROR, type, Frames.END_HEADERS, streamId, payload);
    }

    static Stream<Arguments> wrongSizes() {
        return Stream.of(arguments(Frames.DATA, Frames.PADDED, 1, ""), arguments(Frames.HEADERS, Frames.PADDED, 1, ""),
                arguments(Frames.HEADERS, Frames.WITH_PRIORITY, 1, "00000000"),
                arguments(Frames.HEADERS, Frames.WITH_PRIORITY | Frames.PADDED, 1, "01 00000000 00"),
                arguments(Frames.PRIORITY, 0, 1, "00000000"), arguments(Frames.PRIORITY, 0, 1, "000000000000"),
                arguments(Frames.RST_STREAM, 0, 1, "000000"), arguments(Frames.RST_STREAM, 0, 1, "0000000000"),
                arguments(Frames.SETTINGS, 0, 0, "0001000000"), arguments(Frames.SETTINGS, 0, 0, "00010000000000"),
                arguments(Frames.SETTINGS, Frames.ACK, 0, "000100000000"), arguments(Frames.PING, 0, 0,
                        "00000000000000"),
                arguments(Frames.PING, 0, 0, "000000000000000000"), arguments(Frames.GOAWAY, 0, 0, "00000000000000"),
                arguments(Frames.WINDOW_UPDATE, 0, 0, "000000"), arguments(Frames.WINDOW_UPDATE, 0, 1, "0000000000"),
                arguments(Frames.PRIORITY_UPDATE, 0, 0, "000000"));
    }

    @ParameterizedTest
    @MethodSource("wrongSizes")
    void section6FramesOfAWrongSizeAreRefused(int type, int flags, int streamId, String payload) {
        assertRefused(ErrorCode.FRAME_SIZE_ERROR, type, flags, streamId, payload);
    }

    @Test
    void section6_1PaddingIsNotLongerThanItsFrame() {
        assertRefused(ErrorCode.PROTOCOL_ERROR, Frames.DATA, Frames.PADDED, 1, "03 0000");
        assertRefused(ErrorCode.PROTOCOL_ERROR, Frames.HEADERS, Frames.PADDED, 1, "01");
    }

    @Test
    void section5_3AStreamDoesNotDependOnItself() {
        assertRefused(ErrorCode.PROTOCOL_ERROR, Frames.PRIORITY, 0, 3, "80000003 00");
    }

    @Test
    void aBlockHasALimitOfBytes() throws Http2Exception {
        FrameBytes most = FrameBytes.connection().frame(Frames.HEADERS, 0, 1, "82".repeat(40))
                .frame(Frames.CONTINUATION, Frames.END_HEADERS, 1, "82".repeat(MAX_BLOCK - 40));
        assertEquals(2, read(most).size());
        assertRefused(ErrorCode.ENHANCE_YOUR_CALM, FrameBytes.connection().frame(Frames.HEADERS, 0, 3, "82".repeat(40))
                .frame(Frames.CONTINUATION, 0, 3, "82".repeat(MAX_BLOCK - 39)));
    }

    @Test
    void aBlockHasALimitOfFrames() {
        FrameBytes flood = FrameBytes.connection().frame(Frames.HEADERS, 0, 1, "82");
        for (int i = 0; i < MAX_CONTINUATIONS; i++) {
            flood.frame(Frames.CONTINUATION, 0, 1, "");
        }
        byte[] allowed = flood.toBytes();
        assertFalse(assertReads(allowed).isBetweenFrames(), "the block is still open");
        assertRefused(ErrorCode.ENHANCE_YOUR_CALM, flood.frame(Frames.CONTINUATION, 0, 1, ""));
    }

    private static FrameReader assertReads(byte[] input) {
        FrameReader reader = reader(new RecordingHandler());
        try {
            reader.read(input, 0, input.length);
        } catch (Http2Exception e) {
            throw new AssertionError(e);
        }
        return reader;
    }

    private static FrameBytes everything() {
        FrameBytes all = FrameBytes.connection().frame(Frames.HEADERS, Frames.PADDED, 1, "02 8286 0000")
                .frame(Frames.CONTINUATION, Frames.END_HEADERS, 1, "84");
        frames().forEach(frame -> {
            Object[] parts = frame.get();
            all.frame((int) parts[0], (int) parts[1], (int) parts[2], (String) parts[3]);
        });
        return all;
    }

    @Test
    void passesOnTheSameWhereverTheBytesAreCut() throws Http2Exception {
        byte[] bytes = everything().toBytes();
        List<String> whole = read(everything());
        assertTrue(whole.size() > 20);
        for (int first = 0; first <= bytes.length; first++) {
            for (int second = first; second <= bytes.length; second += 7) {
                RecordingHandler seen = new RecordingHandler();
                FrameReader cut = reader(seen);
                cut.read(bytes, 0, first);
                cut.read(bytes, first, second - first);
                cut.read(bytes, second, bytes.length - second);
                assertEquals(whole, seen.seen, "cut at " + first + " and " + second);
                assertTrue(cut.isBetweenFrames());
            }
        }
    }

    @Test
    void passesOnTheSameByteByByteFromABufferThatIsUsedAgain() throws Http2Exception {
        List<String> whole = List.copyOf(read(everything()));
        RecordingHandler seen = new RecordingHandler();
        FrameReader slow = reader(seen);
        byte[] buffer = new byte[3];
        for (byte b : everything().toBytes()) {
            Arrays.fill(buffer, (byte) 0x5a);
            buffer[1] = b;
            slow.read(buffer, 1, 1);
        }
        assertEquals(whole, seen.seen);
    }

    /** Seeds are part of the message; {@code -Dfuzz.seconds=N} runs longer. */
    @Test
    void brokenFramesAreReadOrRefusedAndNeverMore() {
        byte[] right = everything().toBytes();
        long until = System.nanoTime() + Long.getLong("fuzz.seconds", 3) * 1_000_000_000L;
        for (int seed = 0; System.nanoTime() < until; seed++) {
            Random random = new Random(seed);
            byte[] bytes = right.clone();
            for (int i = random.nextInt(4); i >= 0; i--) {
                bytes[24 + random.nextInt(bytes.length - 24)] = (byte) random.nextInt(random.nextBoolean() ? 16 : 256);
            }
            FrameReader fuzzed = reader(new RecordingHandler());
            try {
                for (int at = 0; at < bytes.length; ) {
                    int count = Math.min(bytes.length - at, 1 + random.nextInt(60));
                    fuzzed.read(bytes, at, count);
                    at += count;
                }
            } catch (Http2Exception refused) {
                assertEquals(0, refused.streamId(), "seed " + seed);
            } catch (RuntimeException e) {
                throw new AssertionError("seed " + seed, e);
            }
        }
    }
}
