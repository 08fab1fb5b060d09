package io.serval.connector.http2;

import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/** Writes down the frames it is given. */
final class RecordingHandler implements FrameHandler {
    final List<String> seen = new ArrayList<>();

    private static String hex(byte[] bytes, int start, int end) {
        return HexFormat.of().formatHex(bytes, start, end);
    }

    private static String ending(boolean endStream) {
        return endStream ? " end" : "";
    }

    @Override public void data(int streamId, byte[] bytes, int start, int length, int flowLength, boolean endStream) {
        seen.add("data " + streamId + ' ' + hex(bytes, start,
                start + length) + " of " + flowLength + ending(endStream));
    }

    @Override public void headers(int streamId, byte[] block, int start, int end, boolean endStream) {
        seen.add("headers " + streamId + ' ' + hex(block, start, end) + ending(endStream));
    }

    @Override public void priority(int streamId) {
        seen.add("priority " + streamId);
    }

    @Override public void reset(int streamId, int errorCode) {
        seen.add("reset " + streamId + ' ' + errorCode);
    }

    @Override public void settings(byte[] bytes, int start, int end) {
        seen.add("settings " + hex(bytes, start, end));
    }

    @Override public void settingsAcknowledged() {
        seen.add("settings ack");
    }

    @Override public void ping(long opaque, boolean acknowledges) {
        seen.add("ping " + Long.toHexString(opaque) + (acknowledges ? " ack" : ""));
    }

    @Override public void goAway(int lastStreamId, int errorCode) {
        seen.add("goaway " + lastStreamId + ' ' + errorCode);
    }

    @Override public void windowUpdate(int streamId, int increment) {
        seen.add("window " + streamId + ' ' + increment);
    }

    @Override public void priorityUpdate(int streamId, String value) {
        seen.add("priority update " + streamId + ' ' + value);
    }

    @Override public void idleFrame() {
        seen.add("idle");
    }
}
