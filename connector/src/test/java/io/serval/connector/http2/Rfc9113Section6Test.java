package io.serval.connector.http2;

import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Each type of frame: what it does, and where and how it is refused. */
class Rfc9113Section6Test {
    private static final String LARGE = "x".repeat(100_000);

    private final AtomicReference<String> body = new AtomicReference<>("hello");
    private H2Wire wire;

    @BeforeEach void connect() throws IOException {
        wire = new H2Wire(exchange -> {
            H2Wire.readAll(exchange);
            H2Wire.write(exchange, body.get());
        }).hello();
    }

    @AfterEach void nothingIsLeft() {
        assertEquals(H2Wire.NOTHING_LEFT, wire.leftovers());
        wire.close();
    }

    private List<String> connectionFrames() {
        return wire.all().stream().filter(f -> f.streamId() == 0).map(Object::toString).collect(Collectors.toList());
    }

    // §3.4, §6.5: the server's preface

    @Test
    void section3_4TheServerBeginsWithSettings() {
        assertEquals("SETTINGS {1=4096, 3=20, 4=65535, 6=8192, 8=1, 9=1}", connectionFrames().get(0));
        assertEquals("WINDOW_UPDATE 0 " + ((1 << 20) - 65_535), connectionFrames().get(1));
        assertEquals("SETTINGS ack", connectionFrames().get(2));
    }

    // Every frame of the connection in a stream and the other way round, and every wrong size

    @ParameterizedTest
    @CsvSource({"0,0,61", "1,0,82", "2,0,0000000010", "3,0,00000008", "4,1,''", "6,1,0102030405060708",
        "7,1,0000000000000000", "9,0,82", "16,1,0000000175", "5,1,0000000282"})
    void framesStandWhereTheyBelong(int type, int streamId, String payload) {
        wire.frame(type, 4, streamId, payload);
        assertEquals(ErrorCode.PROTOCOL_ERROR, wire.goAway());
    }

    @ParameterizedTest
    @CsvSource({"2,1,00000000", "2,1,000000001000", "3,1,000000", "3,1,0000000800", "4,0,0102030405", "6,0,01",
        "6,0,010203040506070809", "7,0,00000000000000", "8,0,000001", "8,0,0000000100", "16,0,000000",
        "1,1,00000000"})
    void framesHaveTheirSize(int type, int streamId, String payload) {
        wire.frame(type, type == Frames.HEADERS ? 0x24 : 0, streamId, payload);
        assertEquals(ErrorCode.FRAME_SIZE_ERROR, wire.goAway());
    }

    @Test
    void section4_2NoFrameIsLargerThanAllowed() {
        wire.send(new FrameBytes().header(16_385, Frames.DATA, 0, 1));
        assertEquals(ErrorCode.FRAME_SIZE_ERROR, wire.goAway());
    }

    // §6.1 DATA

    @Test
    void section6_1PaddingIsTakenAway() {
        body.set("ok");
        wire.post(1, "/", "content-length=3").frame(Frames.DATA, 0x9, 1, "04 616263 00000000");
        assertEquals("[:status=200 content-length=2]ok.", wire.answer(1));
    }

    @ParameterizedTest
    @CsvSource({"04 616263", "ff", "03 0000"})
    void section6_1PaddingIsNotLongerThanTheFrame(String payload) {
        wire.post(1, "/", "").frame(Frames.DATA, 0x8, 1, payload);
        assertEquals(ErrorCode.PROTOCOL_ERROR, wire.goAway());
    }

    // §6.2 HEADERS

    @Test
    void section6_2PaddingAndPriorityAreTakenAway() {
        byte[] block = wire.block(H2Wire.request("GET", "/"));
        wire.send(new FrameBytes().header(1 + 5 + block.length + 2, Frames.HEADERS, 0x2d, 1).frameless("02 00000003 10")
                .bytes(block).frameless("0000"));
        assertEquals("[:status=200 content-length=5]hello.", wire.answer(1));
    }

    // §6.4 RST_STREAM

    @Test
    void section6_4AResetEndsTheResponse() {
        body.set(LARGE);
        wire.jobsWait = true;
        wire.get(1, "/").reset(1);
        wire.jobsWait = false;
        wire.turn();
        assertEquals("", wire.of(1), "nothing is sent on a stream the client has reset");
        assertEquals(List.of("GET / 400"), wire.log, "and its handler was not called");
    }

    // §6.5 SETTINGS

    @Test
    void section6_5SettingsAreAcknowledgedInOrder() {
        wire.setting(3, 7).setting(5, 20_000);
        assertEquals(3, connectionFrames().stream().filter("SETTINGS ack"::equals).count());
    }

    @Test
    void section6_5AnAcknowledgementIsEmpty() {
        wire.frame(Frames.SETTINGS, 1, 0, "000300000007");
        assertEquals(ErrorCode.FRAME_SIZE_ERROR, wire.goAway());
    }

    @ParameterizedTest
    @CsvSource({"2,2,PROTOCOL_ERROR", "4,-2147483648,FLOW_CONTROL_ERROR", "5,16383,PROTOCOL_ERROR",
        "5,16777216,PROTOCOL_ERROR", "8,2,PROTOCOL_ERROR", "9,2,PROTOCOL_ERROR"})
    void section6_5_2ForbiddenValuesEndTheConnection(int identifier, int value, ErrorCode code) {
        wire.setting(identifier, value);
        assertEquals(code, wire.goAway());
    }

    @ParameterizedTest
    @CsvSource({"1,0", "1,-1", "2,0", "2,1", "3,0", "3,-1", "4,0", "4,2147483647", "5,16384", "5,16777215", "6,0"})
    void section6_5_2AllowedValuesAreTaken(int identifier, int value) {
        wire.setting(identifier, value);
        assertNull(wire.goAway());
    }

    @Test
    void section6_5_2ALargerFrameSizeIsUsed() {
        body.set(LARGE);
        wire.setting(Frames.SETTINGS_MAX_FRAME_SIZE, 30_000).jobsWait = true;
        wire.get(1, "/").settle();
        assertEquals(30_000, wire.all().stream().filter(f -> f.type() == Frames.DATA).findFirst().orElseThrow()
                .payload().length);
        wire.widen(0, 100_000).widen(1, 100_000).settle();
    }

    @Test
    void section6_5_2AClientThatKeepsNoTableGetsNoReferences() {
        wire.setting(Frames.SETTINGS_HEADER_TABLE_SIZE, 0).get(1, "/").get(3, "/");
        assertEquals("[:status=200 content-length=5]hello.", wire.answer(3));
    }

    // §6.7 PING

    @Test
    void section6_7APingIsAnsweredWithItsContent() {
        wire.ping(0x0102030405060708L);
        assertEquals("PING 102030405060708 ack", connectionFrames().get(connectionFrames().size() - 1));
    }

    @Test
    void section6_7AnAnswerIsNotAnswered() {
        int before = wire.all().size();
        wire.frame(Frames.PING, 1, 0, "0102030405060708");
        assertEquals(before, wire.all().size());
    }

    // §6.8 GOAWAY

    @Test
    void section6_8AClientThatLeavesGetsItsAnswersFirst() {
        wire.jobsWait = true;
        wire.get(1, "/").frame(Frames.GOAWAY, 0, 0, "00000000 00000000").get(3, "/");
        wire.jobsWait = false;
        wire.turn();
        assertTrue(wire.isEnded(1) && wire.isEnded(3));
        assertTrue(wire.transport.isOutputShut(), "and the connection ends");
        wire.pass(Duration.ofSeconds(6));
        assertTrue(!wire.isOpen());
    }

    // §6.9 WINDOW_UPDATE and flow control

    @Test
    void section6_9AnIncrementOfZeroOnAStreamResetsIt() {
        wire.post(1, "/", "").widen(1, 0);
        assertEquals(ErrorCode.PROTOCOL_ERROR, wire.resetOf(1));
        assertNull(wire.goAway());
    }

    @Test
    void section6_9AnIncrementOfZeroOnTheConnectionEndsIt() {
        wire.widen(0, 0);
        assertEquals(ErrorCode.PROTOCOL_ERROR, wire.goAway());
    }

    @Test
    void section6_9_1AWindowThatOverflowsResetsTheStream() {
        wire.post(1, "/", "").widen(1, Integer.MAX_VALUE);
        assertEquals(ErrorCode.FLOW_CONTROL_ERROR, wire.resetOf(1));
        assertNull(wire.goAway());
    }

    @Test
    void section6_9_1AWindowOfTheConnectionThatOverflowsEndsIt() {
        wire.widen(0, Integer.MAX_VALUE);
        assertEquals(ErrorCode.FLOW_CONTROL_ERROR, wire.goAway());
    }

    @Test
    void section6_9_1ContentKeepsToTheWindowsOfStreamAndConnection() {
        body.set(LARGE);
        wire.setting(Frames.SETTINGS_INITIAL_WINDOW_SIZE, 40_000).jobsWait = true;
        wire.get(1, "/").get(3, "/");
        assertContent(65_535, 1, 3);
        wire.widen(0, 100);
        assertContent(65_635, 1, 3);
        wire.widen(0, 1_000_000);
        assertContent(80_000, 1, 3);
        wire.widen(1, 60_000);
        assertContent(100_000, 1);
        wire.widen(3, 60_000);
        assertContent(100_000, 3);
        assertTrue(wire.isEnded(1) && wire.isEnded(3));
    }

    /** As much content as that comes on these streams, and no more. */
    private void assertContent(int bytes, int... streams) {
        wire.until(() -> contentOf(streams) >= bytes, () -> "only " + contentOf(streams) + " bytes come of " + bytes);
        wire.settle();
        assertEquals(bytes, contentOf(streams));
    }

    private int contentOf(int... streams) {
        return Arrays.stream(streams).map(wire::contentOf).sum();
    }

    @Test
    void section6_9_2AnotherInitialWindowMovesTheWindowsOfOpenStreams() {
        body.set("x".repeat(30_000));
        wire.jobsWait = true;
        wire.setting(Frames.SETTINGS_INITIAL_WINDOW_SIZE, 10_000).get(1, "/");
        assertContent(10_000, 1);
        wire.setting(Frames.SETTINGS_INITIAL_WINDOW_SIZE, 5_000).widen(1, 5_000);
        assertContent(10_000, 1);
        wire.widen(1, 1);
        assertContent(10_001, 1);
        wire.setting(Frames.SETTINGS_INITIAL_WINDOW_SIZE, 30_000);
        assertContent(30_000, 1);
        assertTrue(wire.isEnded(1));
    }

    @Test
    void section6_9_2AnInitialWindowThatOverflowsOneEndsTheConnection() {
        wire.post(1, "/", "").widen(1, 1_000_000_000);
        wire.setting(Frames.SETTINGS_INITIAL_WINDOW_SIZE, Integer.MAX_VALUE);
        assertEquals(ErrorCode.FLOW_CONTROL_ERROR, wire.goAway());
    }

    @Test
    void section6_9_1ContentBeyondTheStreamsWindowResetsIt() {
        wire.jobsWait = true;
        wire.post(1, "/", "");
        for (int i = 0; i < 4; i++) {
            wire.data(1, new byte[16_384], false);
        }
        assertEquals(ErrorCode.FLOW_CONTROL_ERROR, wire.resetOf(1), "65,536 bytes of 65,535");
        assertNull(wire.goAway());
        wire.jobsWait = false;
        wire.turn();
    }

    @Test
    void section6_9_1ContentOfStreamsThatAreGoneDoesNotUseUpTheConnection() {
        wire.post(1, "/", "te=gzip");
        for (int i = 0; i < 200; i++) {
            wire.data(1, new byte[16_384], false);
        }
        assertNull(wire.goAway());
        long opened = wire.all().stream().filter(f -> f.type() == Frames.WINDOW_UPDATE && f.streamId() == 0).skip(1)
                .mapToLong(f -> Frames.int32(f.payload(), 0)).sum();
        assertTrue(opened > 2 << 20, "opened by " + opened + " of " + 200 * 16_384);
    }

    @Test
    void section6_9_1PaddingCountsAndIsGivenBack() {
        wire.post(1, "/", "");
        String padded = "ff61" + "00".repeat(255);
        for (int i = 0; i < 2_000; i++) {
            wire.frame(Frames.DATA, Frames.PADDED, 1, padded);
        }
        assertNull(wire.resetOf(1));
        assertNull(wire.goAway());
        wire.data(1, "", true);
        assertEquals("[:status=200 content-length=5]hello.", wire.answer(1));
    }

    // §6.10 CONTINUATION

    @Test
    void section6_10NoContinuationWithoutABlock() {
        wire.get(1, "/").frame(Frames.CONTINUATION, 4, 1, "82");
        assertEquals(ErrorCode.PROTOCOL_ERROR, wire.goAway());
    }

    @Test
    void section6_10OnlyContinuationsFollowABlockThatIsNotWhole() {
        wire.frame(Frames.HEADERS, 0, 1, "82").frame(Frames.PRIORITY, 0, 1, "0000000010");
        assertEquals(ErrorCode.PROTOCOL_ERROR, wire.goAway());
    }

    @Test
    void section4_3ABrokenBlockEndsTheConnection() {
        wire.frame(Frames.HEADERS, 5, 1, "ff8080808080");
        assertEquals(ErrorCode.COMPRESSION_ERROR, wire.goAway());
    }
}
