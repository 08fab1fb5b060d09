package io.serval.connector.http1;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

import io.serval.http.FieldName;

/** Bytes of a head under construction: an array that grows on need and is used again. */
final class HeadSink {
    private byte[] bytes;
    private int size;

    /** @param capacity bytes to make room for */
    HeadSink(int capacity) {
        bytes = new byte[capacity];
    }

    /** The array that holds the bytes from 0 to before {@link #size()}; valid until something is added. */
    byte[] array() {
        return bytes;
    }

    int size() {
        return size;
    }

    void clear() {
        size = 0;
    }

    /** Takes back what was added since the sink had that size. */
    void truncate(int size) {
        this.size = size;
    }

    void put(byte b) {
        reserve(1);
        bytes[size++] = b;
    }

    void put(byte[] source) {
        reserve(source.length);
        System.arraycopy(source, 0, bytes, size, source.length);
        size += source.length;
    }

    /** Adds a field value or reason phrase: controls but TAB become blanks, what ISO-8859-1 lacks becomes {@code ?}. */
    void putText(String text) {
        int length = text.length();
        reserve(length);
        for (int i = 0; i < length; i++) {
            bytes[size + i] = octet(text.charAt(i));
        }
        size += length;
    }

    /** Adds a number in decimal digits. */
    void putDecimal(long number) {
        if (number < 0) {
            throw new IllegalArgumentException("number must not be negative, was " + number);
        }
        int digits = 1;
        for (long rest = number; rest >= 10; rest /= 10) {
            digits++;
        }
        reserve(digits);
        long rest = number;
        for (int i = size + digits - 1; i >= size; i--) {
            bytes[i] = (byte) ('0' + rest % 10);
            rest /= 10;
        }
        size += digits;
    }

    void putLineEnd() {
        reserve(2);
        bytes[size++] = Octets.CR;
        bytes[size++] = Octets.LF;
    }

    void put(FieldName name) {
        reserve(name.length());
        name.copyTo(bytes, size);
        size += name.length();
    }

    /** The bytes of an ASCII text. */
    static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    private static byte octet(char c) {
        if (c < ' ' && c != '\t' || c == 0x7f) {
            return Octets.SPACE;
        }
        return c > 0xff ? (byte) '?' : (byte) c;
    }

    private void reserve(int count) {
        if (count > bytes.length - size) {
            bytes = Arrays.copyOf(bytes, Math.max(size + count, bytes.length * 2));
        }
    }
}
