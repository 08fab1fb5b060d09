package io.serval.connector.http2;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Cuts the bytes of a connection into frames and checks their form (RFC 9113 §4 and §6); a header block is put together
 * before it is passed on (§4.3). Confined to the loop of its connection. Between two calls it keeps what came of an
 * incomplete frame, at most one frame, and of an unfinished header block.
 */
final class FrameReader {
    /** What a client says first (§3.4). */
    private static final byte[] PREFACE = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] NOTHING = {};

    private final int maxFrameSize;
    private final int maxBlock;
    private final int maxContinuations;
    private final FrameHandler handler;

    private int prefaceSeen;
    private byte[] rest = NOTHING;
    private int restLength;
    private boolean started;

    // The header block under way; blockStream is 0 when there is none.
    private int blockStream;
    private boolean blockEndsStream;
    private byte[] block = NOTHING;
    private int blockLength;
    private int continuations;

    // The frame at hand.
    private byte[] bytes;
    private int at;
    private int end;
    private int flags;
    private int streamId;

    /**
     * @param maxFrameSize     largest payload, as told the peer
     * @param maxBlock         most bytes of a header block as it is sent
     * @param maxContinuations most CONTINUATION frames of a header block
     */
    FrameReader(int maxFrameSize, int maxBlock, int maxContinuations, FrameHandler handler) {
        this.maxFrameSize = maxFrameSize;
        this.maxBlock = maxBlock;
        this.maxContinuations = maxContinuations;
        this.handler = handler;
    }

    /** The first bytes of the preface were read by somebody else. */
    void prefaceSeen(int count) {
        prefaceSeen = count;
    }

    /** Whether nothing is kept: the next byte begins a frame outside any header block. */
    boolean isBetweenFrames() {
        return restLength == 0 && blockStream == 0;
    }

    /** The stream whose header block is under way; 0 if there is none. */
    int blockStream() {
        return blockStream;
    }

    /**
     * Takes the bytes that have arrived.
     *
     * @throws Http2Exception of the connection, which ends with it: what came after the frame at fault is not looked at
     */
    void read(byte[] input, int start, int count) throws Http2Exception {
        int from = start + skipPreface(input, start, count);
        int stop = start + count;
        if (restLength == 0) {
            readFrames(input, from, stop);
        } else {
            fill(input, from, stop);
        }
    }

    private int skipPreface(byte[] input, int start, int count) throws Http2Exception {
        int skipped = 0;
        while (prefaceSeen < PREFACE.length && skipped < count) {
            if (input[start + skipped++] != PREFACE[prefaceSeen++]) {
                throw Http2Exception.connection(ErrorCode.PROTOCOL_ERROR, "wrong connection preface");
            }
        }
        return skipped;
    }

    /** Completes the frame that is kept, then goes on with the rest of the input. */
    private void fill(byte[] input, int from, int stop) throws Http2Exception {
        int taken = from;
        while (restLength > 0 && taken < stop) {
            int wanted = restLength < Frames.HEADER_BYTES ? Frames.HEADER_BYTES
                    : Frames.HEADER_BYTES + Frames.int24(rest, 0);
            int more = Math.min(wanted - restLength, stop - taken);
            keep(input, taken, more);
            taken += more;
            if (restLength >= Frames.HEADER_BYTES) {
                checkLength(rest, 0);
                if (restLength == Frames.HEADER_BYTES + Frames.int24(rest, 0)) {
                    int length = restLength;
                    restLength = 0;
                    frame(rest, 0, length);
                    rest = rest.length > 4_096 ? NOTHING : rest;
                }
            }
        }
        if (restLength == 0) {
            readFrames(input, taken, stop);
        }
    }

    private void readFrames(byte[] input, int from, int stop) throws Http2Exception {
        int next = from;
        while (stop - next >= Frames.HEADER_BYTES) {
            checkLength(input, next);
            int length = Frames.HEADER_BYTES + Frames.int24(input, next);
            if (stop - next < length) {
                break;
            }
            frame(input, next, length);
            next += length;
        }
        if (next < stop) {
            keep(input, next, stop - next);
        }
    }

    private void keep(byte[] input, int from, int count) {
        if (restLength + count > rest.length) {
            int wanted = restLength + count < Frames.HEADER_BYTES ? Frames.HEADER_BYTES : restLength + count;
            rest = Arrays.copyOf(rest, Math.max(wanted, Math.min(rest.length * 2, maxFrameSize + Frames.HEADER_BYTES)));
        }
        System.arraycopy(input, from, rest, restLength, count);
        restLength += count;
    }

    private void checkLength(byte[] header, int from) throws Http2Exception {
        int length = Frames.int24(header, from);
        if (length > maxFrameSize) {
            throw Http2Exception.connection(ErrorCode.FRAME_SIZE_ERROR,
                    "a frame of " + length + " bytes is larger than " + maxFrameSize);
        }
    }

    private void frame(byte[] source, int from, int length) throws Http2Exception {
        bytes = source;
        at = from + Frames.HEADER_BYTES;
        end = from + length;
        int type = source[from + 3] & 0xff;
        flags = source[from + 4];
        streamId = Frames.int31(source, from + 5);
        if (!started && (type != Frames.SETTINGS || (flags & Frames.ACK) != 0)) {
            throw protocolError("the preface ends with a SETTINGS frame");
        }
        started = true;
        if (blockStream != 0 && (type != Frames.CONTINUATION || streamId != blockStream)) {
            throw protocolError("a header block is interrupted");
        }
        dispatch(type);
    }

    private void dispatch(int type) throws Http2Exception {
        switch (type) {
            case Frames.DATA -> data();
            case Frames.HEADERS -> headers();
            case Frames.PRIORITY -> priority();
            case Frames.RST_STREAM -> reset();
            case Frames.SETTINGS -> settings();
            case Frames.PUSH_PROMISE -> throw protocolError("a client cannot promise");
            case Frames.PING -> ping();
            case Frames.GOAWAY -> goAway();
            case Frames.WINDOW_UPDATE -> windowUpdate();
            case Frames.CONTINUATION -> continuation();
            case Frames.PRIORITY_UPDATE -> priorityUpdate();
            default -> handler.idleFrame();
        }
    }

    private void data() throws Http2Exception {
        needStream("DATA");
        int flowLength = end - at;
        removePadding();
        boolean endStream = (flags & Frames.END_STREAM) != 0;
        if (end == at && !endStream) {
            handler.idleFrame();
        }
        handler.data(streamId, bytes, at, end - at, flowLength, endStream);
    }

    private void headers() throws Http2Exception {
        needStream("HEADERS");
        removePadding();
        if ((flags & Frames.WITH_PRIORITY) != 0) {
            needLength(end - at >= 5, "HEADERS");
            checkDependency();
            at += 5;
        }
        blockEndsStream = (flags & Frames.END_STREAM) != 0;
        if ((flags & Frames.END_HEADERS) != 0) {
            handler.headers(streamId, bytes, at, end, blockEndsStream);
            return;
        }
        blockStream = streamId;
        blockLength = 0;
        continuations = 0;
        collect();
    }

    private void continuation() throws Http2Exception {
        if (blockStream == 0) {
            throw protocolError("CONTINUATION without a header block");
        }
        if (++continuations > maxContinuations) {
            throw Http2Exception.connection(ErrorCode.ENHANCE_YOUR_CALM, "more than " + maxContinuations
                    + " CONTINUATION frames for one header block");
        }
        collect();
        if ((flags & Frames.END_HEADERS) != 0) {
            byte[] whole = block;
            block = NOTHING;
            blockStream = 0;
            handler.headers(streamId, whole, 0, blockLength, blockEndsStream);
        }
    }

    private void collect() throws Http2Exception {
        int more = end - at;
        if (blockLength + more > maxBlock) {
            throw Http2Exception.connection(ErrorCode.ENHANCE_YOUR_CALM,
                    "a header block is larger than " + maxBlock + " bytes");
        }
        if (blockLength + more > block.length) {
            block = Arrays.copyOf(block, Math.max(blockLength + more, Math.min(maxBlock, block.length * 2)));
        }
        System.arraycopy(bytes, at, block, blockLength, more);
        blockLength += more;
    }

    private void priority() throws Http2Exception {
        needStream("PRIORITY");
        needLength(end - at == 5, "PRIORITY");
        checkDependency();
        handler.priority(streamId);
    }

    /**
     * An error of the stream by the letter, as is a PRIORITY of a wrong length; of the connection here (§5.4.1 allows
     * it), since the stream may be idle, and an idle one cannot be reset.
     */
    private void checkDependency() throws Http2Exception {
        if (Frames.int31(bytes, at) == streamId) {
            throw protocolError("a stream depends on itself");
        }
    }

    private void reset() throws Http2Exception {
        needStream("RST_STREAM");
        needLength(end - at == 4, "RST_STREAM");
        handler.reset(streamId, Frames.int32(bytes, at));
    }

    private void settings() throws Http2Exception {
        needConnection("SETTINGS");
        if ((flags & Frames.ACK) != 0) {
            needLength(end == at, "SETTINGS with ACK");
            handler.settingsAcknowledged();
            return;
        }
        needLength((end - at) % 6 == 0, "SETTINGS");
        handler.settings(bytes, at, end);
    }

    private void ping() throws Http2Exception {
        needConnection("PING");
        needLength(end - at == 8, "PING");
        long opaque = (long) Frames.int32(bytes, at) << 32 | Frames.int32(bytes, at + 4) & 0xffffffffL;
        handler.ping(opaque, (flags & Frames.ACK) != 0);
    }

    private void goAway() throws Http2Exception {
        needConnection("GOAWAY");
        needLength(end - at >= 8, "GOAWAY");
        handler.goAway(Frames.int31(bytes, at), Frames.int32(bytes, at + 4));
    }

    private void windowUpdate() throws Http2Exception {
        needLength(end - at == 4, "WINDOW_UPDATE");
        handler.windowUpdate(streamId, Frames.int31(bytes, at));
    }

    private void priorityUpdate() throws Http2Exception {
        needConnection("PRIORITY_UPDATE");
        needLength(end - at >= 4, "PRIORITY_UPDATE");
        int prioritized = Frames.int31(bytes, at);
        if (prioritized == 0) {
            throw protocolError("PRIORITY_UPDATE of stream 0");
        }
        handler.priorityUpdate(prioritized, new String(bytes, at + 4, end - at - 4, StandardCharsets.ISO_8859_1));
    }

    private void removePadding() throws Http2Exception {
        if ((flags & Frames.PADDED) == 0) {
            return;
        }
        needLength(end > at, "padded frame");
        int padding = bytes[at++] & 0xff;
        if (padding > end - at) {
            throw protocolError("the padding is longer than its frame");
        }
        end -= padding;
    }

    private void needStream(String type) throws Http2Exception {
        if (streamId == 0) {
            throw protocolError(type + " on stream 0");
        }
    }

    private void needConnection(String type) throws Http2Exception {
        if (streamId != 0) {
            throw protocolError(type + " on stream " + streamId);
        }
    }

    private void needLength(boolean right, String type) throws Http2Exception {
        if (!right) {
            throw Http2Exception.connection(ErrorCode.FRAME_SIZE_ERROR, type + " of " + (end - at) + " bytes");
        }
    }

    private static Http2Exception protocolError(String message) {
        return Http2Exception.connection(ErrorCode.PROTOCOL_ERROR, message);
    }
}
