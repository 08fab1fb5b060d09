package io.serval.container.servlet;

import java.io.IOException;
import java.io.OutputStreamWriter;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Turns characters into octets of a response. Short texts collect in a small chunk that grows on need; long ones are
 * encoded at once by the JDK's own loops. Owned by the thread of the request.
 */
abstract class TextEncoder {
    /** Encodes one {@code char}; halves of a pair come one after the other. */
    abstract void encode(char c) throws IOException;

    abstract void encode(String text, int offset, int length) throws IOException;

    /** Hands over what collected. */
    abstract void drain() throws IOException;

    /** Forgets what collected. */
    abstract void drop();

    /** Octets that collected, at most. */
    abstract int pending();

    static TextEncoder of(Charset charset, HttpServletResponseImpl response) {
        boolean direct = charset == StandardCharsets.UTF_8 || charset == StandardCharsets.ISO_8859_1
                || charset == StandardCharsets.US_ASCII;
        return direct ? new Direct(charset, response) : new ByCharset(charset, response);
    }

    /** UTF-8, ISO-8859-1 and US-ASCII, without a {@code CharsetEncoder}. */
    private static final class Direct extends TextEncoder {
        private static final int FIRST_CHUNK = 128;
        private static final int LARGEST_CHUNK = 2048;
        /** Characters of a long text that are encoded in one go. */
        private static final int SLICE = 8192;
        /** Octets of the longest character. */
        private static final int LONGEST = 4;

        private final HttpServletResponseImpl response;
        private final Charset charset;
        private final boolean utf8;
        /** Characters up to this one are octets of the same value. */
        private final int same;
        private byte[] chunk = new byte[FIRST_CHUNK];
        private int size;
        private char high;

        Direct(Charset charset, HttpServletResponseImpl response) {
            this.charset = charset;
            this.response = response;
            this.utf8 = charset == StandardCharsets.UTF_8;
            this.same = charset == StandardCharsets.ISO_8859_1 ? 0xff : 0x7f;
        }

        @Override void encode(char c) throws IOException {
            makeRoom();
            if (c <= same && high == 0) {
                chunk[size++] = (byte) c;
            } else {
                encodeOther(c);
            }
        }

        @Override void encode(String text, int offset, int length) throws IOException {
            if (length > LARGEST_CHUNK && high == 0) {
                encodeLong(text, offset, length);
                return;
            }
            for (int i = offset; i < offset + length; i++) {
                char c = text.charAt(i);
                makeRoom();
                if (c <= same && high == 0) {
                    chunk[size++] = (byte) c;
                } else {
                    encodeOther(c);
                }
            }
        }

        private void encodeLong(String text, int offset, int length) throws IOException {
            drain();
            int start = offset;
            int end = offset + length;
            while (start < end) {
                int stop = Math.min(end, start + SLICE);
                if (Character.isHighSurrogate(text.charAt(stop - 1))) {
                    stop--;
                }
                if (stop == start) {
                    encode(text.charAt(start));
                    return;
                }
                byte[] octets = text.substring(start, stop).getBytes(charset);
                response.write(octets, 0, octets.length);
                start = stop;
            }
        }

        private void makeRoom() throws IOException {
            if (size + LONGEST <= chunk.length) {
                return;
            }
            if (chunk.length < LARGEST_CHUNK) {
                chunk = Arrays.copyOf(chunk, chunk.length * 4);
            } else {
                drain();
            }
        }

        private void encodeOther(char c) throws IOException {
            if (high != 0) {
                char first = high;
                high = 0;
                if (Character.isLowSurrogate(c)) {
                    append(Character.toCodePoint(first, c));
                    return;
                }
                chunk[size++] = '?';
                encode(c);
            } else if (Character.isHighSurrogate(c)) {
                high = c;
            } else {
                append(c);
            }
        }

        private void append(int codePoint) {
            if (!utf8 || codePoint < 0x10000 && Character.isSurrogate((char) codePoint)) {
                chunk[size++] = (byte) (codePoint <= same ? codePoint : '?');
            } else if (codePoint < 0x80) {
                chunk[size++] = (byte) codePoint;
            } else if (codePoint < 0x800) {
                chunk[size++] = (byte) (0xc0 | codePoint >> 6);
                appendRest(codePoint, 0);
            } else if (codePoint < 0x10000) {
                chunk[size++] = (byte) (0xe0 | codePoint >> 12);
                appendRest(codePoint, 6);
            } else {
                chunk[size++] = (byte) (0xf0 | codePoint >> 18);
                appendRest(codePoint, 12);
            }
        }

        private void appendRest(int codePoint, int fromBit) {
            for (int bit = fromBit; bit >= 0; bit -= 6) {
                chunk[size++] = (byte) (0x80 | codePoint >> bit & 0x3f);
            }
        }

        @Override void drain() throws IOException {
            if (size > 0) {
                int length = size;
                size = 0;
                response.write(chunk, 0, length);
            }
        }

        @Override void drop() {
            size = 0;
            high = 0;
        }

        @Override int pending() {
            return size;
        }
    }

    /** Every other charset. */
    private static final class ByCharset extends TextEncoder {
        /** Octets of the longest character, with what switches to its plane. */
        private static final int LONGEST = 8;
        /** Octets that the writer of the JDK keeps at most. */
        private static final int KEPT = 8192;

        private final HttpServletResponseImpl response;
        private final Charset charset;
        private OutputStreamWriter writer;
        private int pending;

        ByCharset(Charset charset, HttpServletResponseImpl response) {
            this.charset = charset;
            this.response = response;
        }

        private void collect(int characters) {
            pending = Math.min(KEPT, pending + LONGEST * Math.min(characters, KEPT));
        }

        private OutputStreamWriter writer() {
            if (writer == null) {
                writer = new OutputStreamWriter(new ResponseSink(response), charset);
            }
            return writer;
        }

        @Override void encode(char c) throws IOException {
            collect(1);
            writer().write(c);
        }

        @Override void encode(String text, int offset, int length) throws IOException {
            collect(length);
            writer().write(text, offset, length);
        }

        @Override void drain() throws IOException {
            pending = 0;
            if (writer != null) {
                writer.flush();
            }
        }

        @Override void drop() {
            pending = 0;
            writer = null;
        }

        @Override int pending() {
            return pending;
        }
    }
}
