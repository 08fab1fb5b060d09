package io.serval.connector.http1;

import java.io.IOException;
import java.nio.channels.FileChannel;

/**
 * Puts head, chunk sizes and content of a response together (RFC 9112 §6, §7.1) so that they reach the socket in as few
 * writes as it takes. For the owner of the exchange.
 */
final class ResponseFraming {
    private static final byte[] CRLF = {'\r', '\n'};
    private static final byte[] LAST_CHUNK = {'0', '\r', '\n', '\r', '\n'};
    private static final byte[] HEX = HeadSink.ascii("0123456789abcdef");

    private final ResponseBuffer buffer = new ResponseBuffer();
    private final byte[] chunkLine = new byte[18];
    private boolean chunked;

    /** Begins a response; what earlier ones left to be sent stays. */
    void begin() {
        chunked = false;
        buffer.dropBlock();
    }

    /** Whether content is framed in chunks. */
    void chunked(boolean value) {
        chunked = value;
    }

    /** Content collected and not framed yet. */
    int collected() {
        return buffer.length();
    }

    /** Bytes framed and not passed to the output yet. */
    int framed() {
        return buffer.sealed();
    }

    void append(byte[] source, int offset, int length) {
        buffer.append(source, offset, length);
    }

    void dropCollected() {
        buffer.dropBlock();
    }

    void truncateCollected(int length) {
        buffer.truncateBlock(length);
    }

    /** Gives up everything. */
    void clear() {
        buffer.clear();
    }

    /** Frames what is collected, after the head if there is one. */
    void frame(HeadSink head) {
        boolean chunk = openChunk(0);
        if (chunk) {
            buffer.append(CRLF, 0, CRLF.length);
        }
        prependHead(head);
        buffer.seal();
    }

    /**
     * Frames what is collected as the last content, and ends the message.
     *
     * @param lastChunk the last chunk with a trailer section, or {@code null} if there are no trailers
     */
    void frameLast(HeadSink head, HeadSink lastChunk) {
        if (chunked) {
            if (openChunk(0)) {
                buffer.append(CRLF, 0, CRLF.length);
            }
            if (lastChunk != null) {
                buffer.append(lastChunk.array(), 0, lastChunk.size());
            } else {
                buffer.append(LAST_CHUNK, 0, LAST_CHUNK.length);
            }
        }
        prependHead(head);
        buffer.seal();
    }

    /** Frames what is collected and the given bytes as one piece, and passes all to the output. */
    void send(HeadSink head, byte[] source, int offset, int length, SocketOutput output, boolean block)
            throws IOException {
        boolean chunk = openChunk(length);
        prependHead(head);
        buffer.seal();
        sendFramed(output, length, block);
        output.put(source, offset, length, chunk ? CRLF.length : 0, block);
        closeChunk(chunk, output, block);
    }

    /** Frames what is collected and a part of a file as one piece, and passes all to the output. */
    void send(HeadSink head, FileChannel file, long position, long count, SocketOutput output) throws IOException {
        boolean chunk = openChunk(count);
        prependHead(head);
        buffer.seal();
        sendFramed(output, (int) Math.min(count, SocketOutput.STAGE_BYTES), true);
        output.transferFrom(file, position, count);
        closeChunk(chunk, output, true);
    }

    /** Passes what is framed to the output. @param more how many bytes are known to follow */
    void sendFramed(SocketOutput output, int more, boolean block) throws IOException {
        if (buffer.sealed() > 0) {
            output.put(buffer.bytes(), buffer.start(), buffer.sealed(), more, block);
            buffer.sent();
        }
    }

    /** Passes what is framed, whole responses, to the output, which sends them with the next. */
    void holdFramed(SocketOutput output) throws IOException {
        if (buffer.sealed() > 0) {
            output.hold(buffer.bytes(), buffer.start(), buffer.sealed());
            buffer.sent();
        }
    }

    private void closeChunk(boolean chunk, SocketOutput output, boolean block) throws IOException {
        if (chunk) {
            output.put(CRLF, 0, CRLF.length, 0, block);
        }
    }

    /** Puts the size line before what is collected. @return whether there is a chunk: an empty one would end it all */
    private boolean openChunk(long more) {
        long size = buffer.length() + more;
        if (!chunked || size == 0) {
            return false;
        }
        int at = chunkLine.length;
        chunkLine[--at] = '\n';
        chunkLine[--at] = '\r';
        for (long rest = size; rest > 0; rest >>>= 4) {
            chunkLine[--at] = HEX[(int) rest & 15];
        }
        buffer.prepend(chunkLine, at, chunkLine.length - at);
        return true;
    }

    private void prependHead(HeadSink head) {
        if (head != null) {
            buffer.prepend(head.array(), 0, head.size());
        }
    }
}
