package io.serval.connector.http1;

/** Walks over the elements of a comma-separated field value (RFC 9110 §5.6.1) without making strings. */
final class ListElements {
    private final byte[] bytes;
    private final int end;
    private int nextStart;
    private int start;
    private int stop;

    ListElements(ParsedFields fields, int line) {
        bytes = fields.bytes();
        nextStart = fields.valueStart(line);
        end = fields.valueEnd(line);
    }

    /** Goes to the next element, which may be empty; an empty value has one empty element. */
    boolean next() {
        if (nextStart > end) {
            return false;
        }
        int comma = nextStart;
        while (comma < end && bytes[comma] != ',') {
            comma++;
        }
        start = FieldLines.skipBlanks(bytes, nextStart, comma);
        stop = FieldLines.withoutBlanks(bytes, start, comma);
        nextStart = comma + 1;
        return true;
    }

    /** Whether the element is this word, given in lower case. */
    boolean is(String lowerCase) {
        return Octets.spells(bytes, start, stop, lowerCase);
    }

    boolean isEmpty() {
        return start == stop;
    }

    /** Whether the element is a token, or a token with parameters. */
    boolean beginsWithToken() {
        int tokenEnd = endOfToken();
        int next = FieldLines.skipBlanks(bytes, tokenEnd, stop);
        return tokenEnd > start && (next == stop || bytes[next] == ';');
    }

    /** Whether the element is this word with something behind it. */
    boolean hasParameters(String lowerCase) {
        int tokenEnd = endOfToken();
        return tokenEnd < stop && Octets.spells(bytes, start, tokenEnd, lowerCase);
    }

    private int endOfToken() {
        int at = start;
        while (at < stop && Octets.isToken(bytes[at])) {
            at++;
        }
        return at;
    }
}
