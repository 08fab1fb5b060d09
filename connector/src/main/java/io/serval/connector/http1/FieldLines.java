package io.serval.connector.http1;

import io.serval.http.HttpException;
import io.serval.http.Status;

/**
 * The grammar of a field line (RFC 9112 §5, RFC 9110 §5.5), strict: no blank before the colon, no folding, lines end in
 * CRLF, no control character in a value but TAB.
 */
final class FieldLines {
    /** What {@link #parse} notes of a line, by place in its row of a table. */
    static final int NAME_START = 0;
    static final int NAME_END = 1;
    static final int VALUE_START = 2;
    static final int VALUE_END = 3;
    /** {@link io.serval.http.FieldName#hash(byte[], int, int)} of the name. */
    static final int HASH = 4;
    static final int STRIDE = 5;

    private FieldLines() { }

    /** Whether the line that begins at {@code at} is the empty one. */
    static boolean isEmptyLine(byte[] bytes, int at, int end) {
        return at + 1 < end && bytes[at] == Octets.CR && bytes[at + 1] == Octets.LF;
    }

    /**
     * Parses the line that begins at {@code start} and notes its offsets in {@code table} from {@code row} on.
     *
     * @return the index after the line
     */
    static int parse(byte[] bytes, int start, int end, int[] table, int row) throws HttpException {
        int hash = 0;
        int colon = start;
        while (colon < end && Octets.isToken(bytes[colon])) {
            hash = 31 * hash + (bytes[colon] | 0x20);
            colon++;
        }
        if (colon == start || colon == end || bytes[colon] != ':') {
            throw noName(bytes, start, colon, end);
        }
        int valueStart = skipBlanks(bytes, colon + 1, end);
        int lineEnd = endOfValue(bytes, valueStart, end);
        table[row + NAME_START] = start;
        table[row + NAME_END] = colon;
        table[row + VALUE_START] = valueStart;
        table[row + VALUE_END] = withoutBlanks(bytes, valueStart, lineEnd);
        table[row + HASH] = hash;
        return lineEnd + 2;
    }

    static HttpException tooMany(int maxFields) {
        return new HttpException(Status.REQUEST_HEADER_FIELDS_TOO_LARGE,
                "more than " + maxFields + " field lines (maxHeaderCount)");
    }

    /** Whether the bytes mean the given name in any mix of cases. */
    static boolean isNamed(byte[] bytes, int start, int end, String name) {
        if (end - start != name.length()) {
            return false;
        }
        for (int i = 0; i < name.length(); i++) {
            int b = bytes[start + i] & 0xff;
            int wanted = name.charAt(i);
            if (b != wanted && !(Octets.isLetter((byte) b) && wanted < 0x80 && (b | 0x20) == (wanted | 0x20))) {
                return false;
            }
        }
        return true;
    }

    static int skipBlanks(byte[] bytes, int start, int end) {
        int at = start;
        while (at < end && isBlank(bytes[at])) {
            at++;
        }
        return at;
    }

    /** The end of the value without the blanks after it. */
    static int withoutBlanks(byte[] bytes, int start, int end) {
        int at = end;
        while (at > start && isBlank(bytes[at - 1])) {
            at--;
        }
        return at;
    }

    private static int endOfValue(byte[] bytes, int start, int end) throws HttpException {
        int at = Octets.indexOfControl(bytes, start, end);
        while (at < end && bytes[at] == Octets.TAB) {
            at = Octets.indexOfControl(bytes, at + 1, end);
        }
        if (!isEmptyLine(bytes, at, end)) {
            throw bad("field line with a control character, or a line end other than CRLF");
        }
        return at;
    }

    private static boolean isBlank(byte b) {
        return b == Octets.SPACE || b == Octets.TAB;
    }

    private static HttpException noName(byte[] bytes, int start, int stop, int end) {
        if (stop == end) {
            return bad("field section without an end");
        }
        if (stop == start) {
            return bad(isBlank(bytes[stop]) ? "folded field line (obs-fold)" : "field line without a valid name");
        }
        return bad(isBlank(bytes[stop])
                ? "blank between field name and colon" : "field name with an invalid character");
    }

    private static HttpException bad(String message) {
        return new HttpException(Status.BAD_REQUEST, message);
    }
}
