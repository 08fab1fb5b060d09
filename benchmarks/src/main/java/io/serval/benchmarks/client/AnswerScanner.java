package io.serval.benchmarks.client;

import java.net.ProtocolException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * Finds the ends of answers in a stream of bytes. Knows as much HTTP as the answers of the application need: a head
 * with {@code Content-Length}, then that many bytes.
 */
final class AnswerScanner {
    private static final int LONGEST_HEAD = 8 << 10;
    private static final byte[] END_OF_HEAD = {'\r', '\n', '\r', '\n'};
    private static final byte[] CONTENT_LENGTH = "\r\ncontent-length:".getBytes(StandardCharsets.US_ASCII);
    private static final int STATUS_OFFSET = "HTTP/1.1 ".length();
    private static final int OK = 200;

    private final byte[] head = new byte[LONGEST_HEAD];
    private int headLength;
    private int matched;
    private long contentLeft;
    private int failures;

    /** Takes all bytes. Returns how many answers ended in them. */
    int take(ByteBuffer bytes) throws ProtocolException {
        int answers = 0;
        while (bytes.hasRemaining()) {
            if (contentLeft > 0) {
                skipContent(bytes);
            } else {
                takeHead(bytes);
            }
            if (contentLeft == 0 && headLength == 0) {
                answers++;
            }
        }
        return answers;
    }

    /** Answers with a status other than 200 so far. */
    int failures() {
        return failures;
    }

    private void skipContent(ByteBuffer bytes) {
        int count = (int) Math.min(contentLeft, bytes.remaining());
        bytes.position(bytes.position() + count);
        contentLeft -= count;
    }

    /** Copies the head up to its end, or what is there of it; at the end the length of the content is known. */
    private void takeHead(ByteBuffer bytes) throws ProtocolException {
        while (bytes.hasRemaining()) {
            if (headLength == LONGEST_HEAD) {
                throw new ProtocolException("A head of an answer is longer than " + LONGEST_HEAD + " bytes");
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

    private void endHead() throws ProtocolException {
        if (number(STATUS_OFFSET) != OK) {
            failures++;
        }
        contentLeft = number(contentLengthOffset());
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
        for (int start = 0; start + CONTENT_LENGTH.length < headLength; start++) {
            if (head[start] == '\r' && matchesContentLength(start)) {
                return start + CONTENT_LENGTH.length;
            }
        }
        throw new ProtocolException("An answer without Content-Length: "
                + new String(head, 0, headLength, StandardCharsets.ISO_8859_1));
    }

    private boolean matchesContentLength(int start) {
        for (int i = 0; i < CONTENT_LENGTH.length; i++) {
            if (Character.toLowerCase(head[start + i]) != CONTENT_LENGTH[i]) {
                return false;
            }
        }
        return true;
    }
}
