package io.serval.connector.http2;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;

import org.junit.jupiter.api.Test;

import static io.serval.connector.http2.H2Wire.ECHO;
import static io.serval.connector.http2.H2Wire.NOTHING_LEFT;
import static org.junit.jupiter.api.Assertions.assertEquals;

class Http2ProtocolTest {
    @Test
    void answersARequest() throws IOException {
        try (H2Wire wire = new H2Wire(ECHO)) {
            wire.hello().get(1, "/a");
            assertEquals("[:status=200 content-length=7]GET /a .", wire.answer(1));
            wire.post(3, "/b", "content-length=5").data(3, "hello", true);
            assertEquals("[:status=200 content-length=13]POST /b hello.", wire.answer(3));
            assertEquals(NOTHING_LEFT, wire.leftovers());
        }
    }

    @Test
    void everySplitGivesTheSameAnswers() throws IOException {
        String whole = null;
        byte[] bytes = conversation();
        for (int cut = 0; cut < bytes.length; cut++) {
            try (H2Wire wire = new H2Wire(ECHO)) {
                wire.send(Arrays.copyOf(bytes, cut)).send(Arrays.copyOfRange(bytes, cut, bytes.length));
                String answers = wire.answer(1) + wire.answer(3) + wire.answer(5) + wire.of(7);
                whole = whole == null ? answers : whole;
                assertEquals(whole, answers, "cut at " + cut);
                assertEquals(NOTHING_LEFT, wire.leftovers(), "cut at " + cut);
            }
        }
        assertEquals("[:status=200 content-length=7]GET /a .[:status=200 content-length=14]POST /b abcdef."
                + "[:status=200 content-length=10]GET /long .RST_STREAM 7 PROTOCOL_ERROR", whole);
    }

    private static byte[] conversation() throws IOException {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        try (H2Wire wire = new H2Wire(ECHO)) {
            all.writeBytes(FrameBytes.connection().frame(Frames.SETTINGS, Frames.ACK, 0, "")
                    .frame(Frames.PING, 0, 0, "0102030405060708").toBytes());
            all.writeBytes(wire.headersFrame(1, H2Wire.request("GET", "/a"), true));
            all.writeBytes(wire.headersFrame(3, H2Wire.request("POST", "/b"), false));
            all.writeBytes(new FrameBytes().frame(Frames.DATA, 0, 3, "616263").frame(Frames.WINDOW_UPDATE, 0, 0,
                    "00000400").frame(Frames.DATA, Frames.PADDED, 3, "02 6465 0000").frame(Frames.DATA,
                    Frames.END_STREAM, 3, "66").toBytes());
            byte[] block = wire.block(H2Wire.request("GET", "/long") + " x=" + "y".repeat(50));
            all.writeBytes(new FrameBytes().binary(Frames.HEADERS, Frames.END_STREAM, 5, Arrays.copyOf(block, 10))
                    .binary(Frames.CONTINUATION, Frames.END_HEADERS, 5, Arrays.copyOfRange(block, 10, block.length))
                    .toBytes());
            all.writeBytes(wire.headersFrame(7, ":method=GET", true));
        }
        return all.toByteArray();
    }
}
