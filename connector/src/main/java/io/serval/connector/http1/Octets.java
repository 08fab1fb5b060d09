package io.serval.connector.http1;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/** Bytes by their classes in the grammar (RFC 9110 §5.6.2, RFC 3986 §2), and a search that takes eight at a time. */
final class Octets {
    static final byte CR = '\r';
    static final byte LF = '\n';
    static final byte TAB = '\t';
    static final byte SPACE = ' ';

    private static final VarHandle WORD =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long ONES = 0x0101010101010101L;
    private static final long HIGH_BITS = ONES * 0x80;
    private static final long SPACES = ONES * 0x20;
    private static final long DELETES = ONES * 0x7f;

    private static final boolean[] TOKEN = table("!#$%&'*+-.^_`|~" + alphanumeric());

    private Octets() { }

    /** A table that is true for the given ASCII characters. */
    static boolean[] table(String members) {
        boolean[] table = new boolean[256];
        for (int i = 0; i < members.length(); i++) {
            table[members.charAt(i)] = true;
        }
        return table;
    }

    /** The digits and the letters of both cases. */
    static String alphanumeric() {
        StringBuilder all = new StringBuilder("0123456789");
        for (char c = 'a'; c <= 'z'; c++) {
            all.append(c).append(Character.toUpperCase(c));
        }
        return all.toString();
    }

    static boolean isToken(byte b) {
        return TOKEN[b & 0xff];
    }

    static boolean isDigit(byte b) {
        return b >= '0' && b <= '9';
    }

    static boolean isLetter(byte b) {
        int lower = b | 0x20;
        return lower >= 'a' && lower <= 'z';
    }

    static boolean isControl(byte b) {
        return b >= 0 && b < SPACE || b == 0x7f;
    }

    /** The value of a hexadecimal digit, or -1. */
    static int hexDigit(byte b) {
        if (isDigit(b)) {
            return b - '0';
        }
        int lower = b | 0x20;
        return lower >= 'a' && lower <= 'f' ? lower - 'a' + 10 : -1;
    }

    /**
     * Where the first control character (0x00 to 0x1f, 0x7f) stands, or {@code end} if there is none before it.
     *
     * <p>In each word, subtracting 0x20 from every byte borrows from the high bit of those below 0x20, and the same
     * with 1 after an exclusive or finds 0x7f. A borrow can fake a hit only above a true one, so the lowest is right.
     */
    static int indexOfControl(byte[] bytes, int start, int end) {
        int at = start;
        for (; at <= end - Long.BYTES; at += Long.BYTES) {
            long word = (long) WORD.get(bytes, at);
            long deletes = word ^ DELETES;
            long hits = (word - SPACES & ~word | deletes - ONES & ~deletes) & HIGH_BITS;
            if (hits != 0) {
                return at + (Long.numberOfTrailingZeros(hits) >>> 3);
            }
        }
        while (at < end && !isControl(bytes[at])) {
            at++;
        }
        return at;
    }

    /** The hash of the bytes from {@code start} to before {@code end}, eight at a time. */
    static int hash(byte[] bytes, int start, int end) {
        long hash = end - start;
        int at = start;
        for (; at <= end - Long.BYTES; at += Long.BYTES) {
            hash = (hash ^ (long) WORD.get(bytes, at)) * 0x9e3779b97f4a7c15L;
            hash ^= hash >>> 32;
        }
        for (; at < end; at++) {
            hash = (hash ^ bytes[at]) * 0x9e3779b97f4a7c15L;
        }
        return (int) (hash ^ hash >>> 32);
    }

    /** Whether the bytes spell an ASCII word given in lower case, in any mix of cases. */
    static boolean spells(byte[] bytes, int start, int end, String lowerCase) {
        if (end - start != lowerCase.length()) {
            return false;
        }
        for (int i = 0; i < lowerCase.length(); i++) {
            byte b = bytes[start + i];
            char wanted = lowerCase.charAt(i);
            if (b != wanted && !(isLetter(b) && (b | 0x20) == wanted)) {
                return false;
            }
        }
        return true;
    }

    /** The bytes as text, each one character. */
    static String text(byte[] bytes, int start, int end) {
        return start == end ? "" : new String(bytes, start, end - start, StandardCharsets.ISO_8859_1);
    }
}
