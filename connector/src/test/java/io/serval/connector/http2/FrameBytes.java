package io.serval.connector.http2;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/** Writes what a client sends, right or wrong. */
final class FrameBytes {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    static FrameBytes raw(String text) {
        return new FrameBytes().text(text);
    }

    /** The preface and empty settings, so that frames can follow. */
    static FrameBytes connection() {
        return raw("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n").frame(Frames.SETTINGS, 0, 0, "");
    }

    FrameBytes text(String text) {
        bytes.writeBytes(text.getBytes(StandardCharsets.ISO_8859_1));
        return this;
    }

    /** @param payload in hexadecimal digits, with blanks */
    FrameBytes frame(int type, int flags, int streamId, String payload) {
        byte[] content = HexFormat.of().parseHex(payload.replace(" ", ""));
        return header(content.length, type, flags, streamId).text(new String(content, StandardCharsets.ISO_8859_1));
    }

    FrameBytes binary(int type, int flags, int streamId, byte[] payload) {
        header(payload.length, type, flags, streamId);
        bytes.writeBytes(payload);
        return this;
    }

    /** Bytes without a header. @param hex digits, with blanks */
    FrameBytes frameless(String hex) {
        return bytes(HexFormat.of().parseHex(hex.replace(" ", "")));
    }

    FrameBytes bytes(byte[] more) {
        bytes.writeBytes(more);
        return this;
    }

    /** The header of a frame alone. */
    FrameBytes header(int length, int type, int flags, int streamId) {
        int[] header = {length >> 16, length >> 8, length, type, flags, streamId >> 24, streamId >> 16, streamId >> 8,
            streamId};
        for (int b : header) {
            bytes.write(b);
        }
        return this;
    }

    byte[] toBytes() {
        return bytes.toByteArray();
    }
}
