package io.serval.benchmarks.client;

import java.net.ProtocolException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Finds the ends of answers in a stream of bytes. Knows as much HTTP as the answers of the application need: a head,
 * then content with {@code Content-Length} or in chunks, or none after 304.
 */
final class AnswerScanner {
    private enum State { HEAD, CONTENT, CHUNK_SIZE, CHUNK, AFTER_CHUNK, TRAILERS }

    private static final int LONGEST_HEAD = 8 << 10;
    private static final int FIRST_CAPACITY = 256;
    private static final byte[] END_OF_HEAD = {'\r', '\n', '\r', '\n'};
    private static final byte[] CONTENT_LENGTH = ascii("\r\ncontent-length:");
    private static final byte[] CHUNKED = ascii("\r\ntransfer-encoding: chunked");
    private static final int STATUS_OFFSET = "HTTP/1.1 ".length();
    private static final int NOT_MODIFIED = 304;

    private final int expected;
    private byte[] head = new byte[FIRST_CAPACITY];
    private int headLength;
    private int matched;
    private State state = State.HEAD;
    private long left;
    private int lineLength;
    private int failures;
    private boolean lastFailed;

    /** @param expected status of an answer that is no failure */
    AnswerScanner(int expected) {
        this.expected = expected;
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    /** Begins anew, on another connection. */
    void reset() {
        state = State.HEAD;
        headLength = 0;
        matched = 0;
    }

    /** Takes all bytes. Returns how many answers ended in them. */
    int take(ByteBuffer bytes) throws ProtocolException {
        int answers = 0;
        while (bytes.hasRemaining()) {
            switch (state) {
                case HEAD -> takeHead(bytes);
                case CONTENT, CHUNK -> skipContent(bytes);
                default -> takeChunkFraming((char) bytes.get());
            }
            if (state == State.HEAD && headLength == 0) {
                answers++;
            }
        }
        return answers;
    }

    /** Answers with another status than expected so far. */
    int failures() {
        return failures;
    }

    /** Whether the answer that ended last was one of them. */
    boolean lastFailed() {
        return lastFailed;
    }

    private void skipContent(ByteBuffer bytes) {
        int count = (int) Math.min(left, bytes.remaining());
        bytes.position(bytes.position() + count);
        left -= count;
        if (left == 0) {
            state = state == State.CHUNK ? State.AFTER_CHUNK : State.HEAD;
            lineLength = 0;
        }
    }

    /** Sizes of chunks, the line ends after them, and the lines after the last. */
    private void takeChunkFraming(char c) {
        if (c == '\n') {
            endLine();
        } else if (c != '\r') {
            lineLength++;
            if (state == State.CHUNK_SIZE) {
                left = left * 16 + Character.digit(c, 16);
            }
        }
    }

    private void endLine() {
        boolean empty = lineLength == 0;
        lineLength = 0;
        state = switch (state) {
            case AFTER_CHUNK -> State.CHUNK_SIZE;
            case CHUNK_SIZE -> left > 0 ? State.CHUNK : State.TRAILERS;
            default -> empty ? State.HEAD : State.TRAILERS;
        };
    }

    /** Copies the head up to its end, or what is there of it; at the end it is known how the content is framed. */
    private void takeHead(ByteBuffer bytes) throws ProtocolException {
        while (bytes.hasRemaining()) {
            if (headLength == head.length) {
                grow();
            }
            byte b = bytes.get();
            head[headLength++] = b;
            matched = b == END_OF_HEAD[matched] ? matched + 1 : b == '\r' ? 1 : 0;
            if (matched == END_OF_HEAD.length) {
                endHead();
                return;
            }
        }
    }

    private void grow() throws ProtocolException {
        if (headLength == LONGEST_HEAD) {
            throw new ProtocolException("A head of an answer is longer than " + LONGEST_HEAD + " bytes");
        }
        head = Arrays.copyOf(head, head.length * 2);
    }

    private void endHead() throws ProtocolException {
        long status = number(STATUS_OFFSET);
        lastFailed = status != expected;
        failures += lastFailed ? 1 : 0;
        left = 0;
        if (status == NOT_MODIFIED) {
            state = State.HEAD;
        } else if (after(CHUNKED) >= 0) {
            state = State.CHUNK_SIZE;
        } else {
            left = number(contentLengthOffset());
            state = left > 0 ? State.CONTENT : State.HEAD;
        }
        headLength = 0;
        matched = 0;
    }

    private long number(int offset) {
        int i = offset;
        while (head[i] == ' ') {
            i++;
        }
        long number = 0;
        for (; head[i] >= '0' && head[i] <= '9'; i++) {
            number = number * 10 + head[i] - '0';
        }
        return number;
    }

    private int contentLengthOffset() throws ProtocolException {
        int offset = after(CONTENT_LENGTH);
        if (offset < 0) {
            throw new ProtocolException("An answer without Content-Length: "
                    + new String(head, 0, headLength, StandardCharsets.ISO_8859_1));
        }
        return offset;
    }

    /** The index after this text, which is in lower case; -1 if the head does not have it. */
    private int after(byte[] text) {
        for (int start = 0; start + text.length < headLength; start++) {
            if (head[start] == '\r' && matches(start, text)) {
                return start + text.length;
            }
        }
        return -1;
    }

    private boolean matches(int start, byte[] text) {
        for (int i = 0; i < text.length; i++) {
            if (Character.toLowerCase(head[start + i]) != text[i]) {
                return false;
            }
        }
        return true;
    }
}
