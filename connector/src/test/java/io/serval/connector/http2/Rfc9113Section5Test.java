package io.serval.connector.http2;

import java.io.IOException;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Streams: their states, their numbers, how many there may be, and whose fault ends what. */
class Rfc9113Section5Test {
    private H2Wire wire;

    @BeforeEach void connect() throws IOException {
        wire = new H2Wire(H2Wire.ECHO).hello();
    }

    @AfterEach void nothingIsLeft() {
        assertEquals(H2Wire.NOTHING_LEFT, wire.leftovers());
        wire.close();
    }

    private void assertConnectionEnds(ErrorCode code) {
        assertEquals(code, wire.goAway());
        wire.get(99, "/after");
        assertEquals("", wire.of(99), "nothing is answered after the end");
    }

    private void assertStillServed() {
        assertNull(wire.goAway());
        wire.get(99, "/after");
        assertEquals("[:status=200 content-length=11]GET /after .", wire.answer(99));
    }

    // §5.1 idle

    @ParameterizedTest
    @CsvSource({"0,00", "3,00000008", "8,00000001"})
    void section5_1FramesOnAnIdleStreamEndTheConnection(int type, String payload) {
        wire.frame(type, 0, 5, payload);
        assertConnectionEnds(ErrorCode.PROTOCOL_ERROR);
    }

    @Test
    void section5_1PriorityMayComeOnAnIdleStream() {
        wire.frame(Frames.PRIORITY, 0, 5, "0000000010");
        assertStillServed();
    }

    // §5.1 half-closed (remote)

    @Test
    void section5_1DataAfterTheEndOfAStreamResetsIt() {
        wire.jobsWait = true;
        wire.get(1, "/").data(1, "x", false);
        assertEquals("RST_STREAM 1 STREAM_CLOSED", wire.of(1));
        wire.jobsWait = false;
        wire.turn();
        assertStillServed();
    }

    @Test
    void section5_1HeadersAfterTheEndOfAStreamResetIt() {
        wire.jobsWait = true;
        wire.get(1, "/").get(1, "/");
        assertEquals("RST_STREAM 1 STREAM_CLOSED", wire.of(1));
        wire.jobsWait = false;
        wire.turn();
        assertStillServed();
    }

    @ParameterizedTest
    @CsvSource({"2,0000000010", "8,00000001", "3,00000008"})
    void section5_1AHalfClosedStreamTakesPriorityResetAndWindowUpdate(int type, String payload) {
        wire.jobsWait = true;
        wire.get(1, "/").frame(type, 0, 1, payload);
        assertEquals("", wire.of(1));
        wire.jobsWait = false;
        wire.turn();
        assertStillServed();
    }

    // §5.1 closed

    @Test
    void section5_1DataOnAStreamThatTheClientEndedEndsTheConnection() {
        wire.get(1, "/").data(1, "x", false);
        assertConnectionEnds(ErrorCode.STREAM_CLOSED);
    }

    @Test
    void section5_1HeadersOnAStreamThatTheClientEndedEndTheConnection() {
        wire.get(1, "/").get(1, "/");
        assertConnectionEnds(ErrorCode.STREAM_CLOSED);
    }

    @Test
    void section5_1DataAfterAResetByTheClientEndsTheConnection() {
        wire.post(1, "/", "").reset(1).data(1, "x", false);
        assertConnectionEnds(ErrorCode.STREAM_CLOSED);
    }

    @Test
    void section5_1HeadersAfterAResetByTheClientEndTheConnection() {
        wire.post(1, "/", "").reset(1).headers(1, "a=b", true);
        assertConnectionEnds(ErrorCode.STREAM_CLOSED);
    }

    @ParameterizedTest
    @CsvSource({"2,0000000010", "8,00000001", "3,00000008"})
    void section5_1AClosedStreamTakesPriorityResetAndWindowUpdate(int type, String payload) {
        wire.get(1, "/").frame(type, 0, 1, payload);
        assertStillServed();
    }

    @Test
    void section5_1WhatWasUnderWayWhenWeResetIsPassedOver() {
        wire.post(1, "/", "connection=close");
        assertEquals("RST_STREAM 1 PROTOCOL_ERROR", wire.of(1));
        wire.data(1, "under way", false).headers(1, "sum=1", true).widen(1, 5).reset(1);
        assertEquals("RST_STREAM 1 PROTOCOL_ERROR", wire.of(1), "and not answered again");
        assertStillServed();
    }

    @Test
    void section4_3FieldsOfAResetStreamStillChangeTheTable() {
        wire.post(1, "/", "connection=close").headers(1, "x-new=into-the-table", true);
        wire.headers(3, H2Wire.request("GET", "/") + " x-new=into-the-table", true);
        assertTrue(wire.answer(3).startsWith("[:status=200"), wire.answer(3));
    }

    // §5.1.1

    @Test
    void section5_1_1AClientDoesNotOpenEvenStreams() {
        wire.get(2, "/");
        assertConnectionEnds(ErrorCode.PROTOCOL_ERROR);
    }

    @Test
    void section5_1_1NumbersOfStreamsRise() {
        wire.get(5, "/").get(3, "/");
        assertConnectionEnds(ErrorCode.PROTOCOL_ERROR);
    }

    @Test
    void section5_1_1NumbersMayBeLeftOut() {
        wire.get(1, "/").get(0x7ffffff1, "/");
        assertEquals("[:status=200 content-length=6]GET / .", wire.answer(0x7ffffff1));
    }

    // §5.1.2

    @Test
    void section5_1_2AStreamTooManyIsRefused() {
        wire.jobsWait = true;
        for (int i = 0; i < H2Wire.STREAMS; i++) {
            wire.get(1 + 2 * i, "/");
        }
        int tooMany = 1 + 2 * H2Wire.STREAMS;
        wire.get(tooMany, "/");
        assertEquals("RST_STREAM " + tooMany + " REFUSED_STREAM", wire.of(tooMany));
        wire.jobsWait = false;
        wire.turn();
        assertStillServed();
    }

    @Test
    void section5_1_2StreamsThatEndedMakeRoom() {
        for (int i = 0; i < 5 * H2Wire.STREAMS; i++) {
            wire.get(1 + 2 * i, "/");
        }
        assertTrue(wire.isEnded(1 + 2 * (5 * H2Wire.STREAMS - 1)));
        assertNull(wire.goAway());
    }

    // §5.4

    @Test
    void section5_4_1TheLastStreamIsNamedWhenTheConnectionEnds() {
        wire.get(7, "/").frame(Frames.PING, 0, 0, "00");
        assertEquals("GOAWAY 7 FRAME_SIZE_ERROR", wire.all().get(wire.all().size() - 1).toString());
        wire.pass(java.time.Duration.ofSeconds(2));
        assertTrue(!wire.isOpen(), "the connection is closed after the last word");
    }

    @Test
    void section5_4_2AMalformedRequestEndsItsStreamOnly() {
        wire.jobsWait = true;
        wire.get(1, "/").headers(3, ":method=GET", true);
        wire.jobsWait = false;
        wire.turn();
        assertEquals(ErrorCode.PROTOCOL_ERROR, wire.resetOf(3));
        assertTrue(wire.isEnded(1));
        assertStillServed();
    }

    @Test
    void section5_4_2AResetIsNotAnsweredByAReset() {
        wire.post(1, "/", "").reset(1).reset(1);
        assertEquals("", wire.of(1));
        assertStillServed();
    }

    // §5.5

    @ParameterizedTest
    @ValueSource(ints = {11, 12, 42, 255})
    void section5_5FramesOfUnknownTypesArePassedOver(int type) {
        wire.frame(type, 0xff, 1, "010203").frame(type, 0, 0, "");
        assertStillServed();
    }

    @Test
    void section5_5UnknownSettingsArePassedOver() {
        wire.frame(Frames.SETTINGS, 0, 0, "00ff00000001");
        assertStillServed();
    }
}
