package io.serval.connector.http2;

import io.serval.connector.buffer.BufferPool;
import io.serval.connector.http2.hpack.HpackEncoder;
import io.serval.http.Fields;

/** Writes frames (RFC 9113 §6) into buffers, and the fields they carry by HPACK. Guarded by its owner's lock. */
final class FrameWriter {
    private static final int MAX_USED_FRAME = 4 * Frames.DEFAULT_FRAME_SIZE;

    private final FrameBuffers buffers;
    private final ResponseFields responseFields;
    private final HpackEncoder encoder = new HpackEncoder(HpackEncoder.DEFAULT_TABLE_SIZE);
    private int maxFrame = Frames.DEFAULT_FRAME_SIZE;

    FrameWriter(BufferPool pool, ResponseFields responseFields) {
        this.buffers = new FrameBuffers(pool);
        this.responseFields = responseFields;
    }

    FrameBuffers buffers() {
        return buffers;
    }

    /** What the peer takes at most (§6.5.2); frames larger than some would only delay those of other streams. */
    void peerFrameSize(int bytes) {
        maxFrame = Math.min(bytes, MAX_USED_FRAME);
    }

    void peerTableSize(long bytes) {
        encoder.peerTableSize(bytes);
    }

    /** What another protocol says before the first frame. */
    void raw(byte[] bytes) {
        buffers.put(bytes, 0, bytes.length);
    }

    void headers(int streamId, int status, Fields fields, long contentLength, boolean endStream) {
        responseFields.encode(encoder, status, fields, contentLength);
        section(streamId, endStream);
    }

    void trailers(int streamId, Fields fields) {
        responseFields.encodeTrailers(encoder, fields);
        section(streamId, true);
    }

    private void section(int streamId, boolean endStream) {
        int size = encoder.size();
        int first = Math.min(size, maxFrame);
        int flags = (endStream ? Frames.END_STREAM : 0) | (first == size ? Frames.END_HEADERS : 0);
        buffers.header(first, Frames.HEADERS, flags, streamId, 0);
        buffers.put(encoder.array(), 0, first);
        for (int at = first; at < size; at += maxFrame) {
            int length = Math.min(maxFrame, size - at);
            buffers.header(length, Frames.CONTINUATION, at + length == size ? Frames.END_HEADERS : 0, streamId, 0);
            buffers.put(encoder.array(), at, length);
        }
    }

    /** Content in as many frames as it takes; an empty one when the stream ends without. */
    void data(int streamId, byte[] source, int start, int length, boolean endStream) {
        int done = 0;
        do {
            int count = Math.min(maxFrame, length - done);
            boolean last = endStream && done + count == length;
            buffers.header(count, Frames.DATA, last ? Frames.END_STREAM : 0, streamId, length - done);
            buffers.put(source, start + done, count);
            done += count;
        } while (done < length);
    }

    void reset(int streamId, ErrorCode code) {
        buffers.header(4, Frames.RST_STREAM, 0, streamId, 0);
        buffers.putInt(code.ordinal());
    }

    /** @param pairs identifier, value, identifier, value … */
    void settings(int... pairs) {
        buffers.header(pairs.length / 2 * 6, Frames.SETTINGS, 0, 0, 0);
        for (int i = 0; i < pairs.length; i += 2) {
            buffers.putShort(pairs[i]);
            buffers.putInt(pairs[i + 1]);
        }
    }

    void acknowledgeSettings() {
        buffers.header(0, Frames.SETTINGS, Frames.ACK, 0, 0);
    }

    void ping(long opaque, boolean acknowledges) {
        buffers.header(8, Frames.PING, acknowledges ? Frames.ACK : 0, 0, 0);
        buffers.putLong(opaque);
    }

    void windowUpdate(int streamId, int increment) {
        buffers.header(4, Frames.WINDOW_UPDATE, 0, streamId, 0);
        buffers.putInt(increment);
    }

    void goAway(int lastStreamId, ErrorCode code) {
        buffers.header(8, Frames.GOAWAY, 0, 0, 0);
        buffers.putInt(lastStreamId);
        buffers.putInt(code.ordinal());
    }
}
