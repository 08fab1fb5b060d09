package io.serval.container.accesslog;

import java.util.Arrays;

/**
 * A line in the making: ASCII bytes. Text from clients and applications is escaped, so that nothing in it can end the
 * line, close a quotation, or move a terminal's cursor. Owned by one thread at a time; kept for the next line.
 */
final class LineBuffer {
    private static final int MAX_BYTES = 64 << 10;
    private static final byte[] HEX = {'0', '1', '2', '3', '4', '5', '6', '7', '8', '9', 'a', 'b', 'c', 'd', 'e', 'f'};

    private byte[] bytes = new byte[512];
    private int size;

    byte[] bytes() {
        return bytes;
    }

    int size() {
        return size;
    }

    void clear() {
        size = 0;
    }

    /** Adds bytes as they are. */
    LineBuffer raw(byte[] text) {
        if (makeRoom(text.length)) {
            System.arraycopy(text, 0, bytes, size, text.length);
            size += text.length;
        }
        return this;
    }

    /** Adds one ASCII character as it is. */
    LineBuffer raw(char c) {
        if (makeRoom(1)) {
            bytes[size++] = (byte) c;
        }
        return this;
    }

    /** Adds text that may hold anything, or a dash for {@code null} and for nothing. */
    LineBuffer textOrDash(String text) {
        return text == null || text.isEmpty() ? raw('-') : text(text);
    }

    /** Adds text that may hold anything. */
    LineBuffer text(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c < 0x20 || c > 0x7e || c == '"' || c == '\\') {
                escaped(c);
            } else {
                raw(c);
            }
        }
        return this;
    }

    private void escaped(char c) {
        raw('\\');
        switch (c) {
            case '"', '\\' -> raw(c);
            case '\n' -> raw('n');
            case '\r' -> raw('r');
            case '\t' -> raw('t');
            default -> hex(c);
        }
    }

    private void hex(char c) {
        boolean wide = c > 0xff;
        raw(wide ? 'u' : 'x');
        for (int shift = wide ? 12 : 4; shift >= 0; shift -= 4) {
            raw((char) HEX[c >> shift & 0xf]);
        }
    }

    /** Adds a number that is not negative. */
    LineBuffer number(long value) {
        return number(value, 1);
    }

    /** Adds a number that is not negative with at least so many digits. */
    LineBuffer number(long value, int digits) {
        int length = digits;
        for (long rest = value / power(digits); rest > 0; rest /= 10) {
            length++;
        }
        if (makeRoom(length)) {
            long rest = value;
            for (int i = size + length - 1; i >= size; i--) {
                bytes[i] = (byte) ('0' + rest % 10);
                rest /= 10;
            }
            size += length;
        }
        return this;
    }

    private static long power(int digits) {
        long power = 1;
        for (int i = 0; i < digits; i++) {
            power *= 10;
        }
        return power;
    }

    /** Ends the line; a line that was too long is cut, but it ends. */
    void end(byte[] separator) {
        if (size + separator.length > bytes.length) {
            bytes = Arrays.copyOf(bytes, size + separator.length);
        }
        System.arraycopy(separator, 0, bytes, size, separator.length);
        size += separator.length;
    }

    private boolean makeRoom(int more) {
        if (size + more <= bytes.length) {
            return true;
        }
        if (size + more > MAX_BYTES) {
            return false;
        }
        bytes = Arrays.copyOf(bytes, Math.min(MAX_BYTES, Math.max(size + more, bytes.length * 2)));
        return true;
    }
}
