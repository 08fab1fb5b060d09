package io.serval.connector.http1;

import io.serval.http.HttpException;
import io.serval.http.Status;

/**
 * Finds the end of a head while it arrives. Each byte is looked at once, however the head is cut into reads; what can
 * never become a request is refused at once, so that nobody waits for the rest of it.
 *
 * <p>The scanner holds counts only: between two calls the bytes may move to another place or array, as long as the same
 * bytes follow each other from {@code start}. It checks line ends, control characters and sizes (RFC 9112 §2.2); the
 * rest is the matter of {@link Http1Head}.
 */
final class HeadScanner {
    /** What {@link #scan} returns while the head is not complete. */
    static final int INCOMPLETE = -1;

    /** Empty lines before a request line that are skipped (RFC 9112 §2.2 asks for at least one). */
    static final int MAX_EMPTY_LINES = 4;

    private static final byte TLS_HANDSHAKE = 0x16;
    private static final byte[] HTTP2_PREFACE_HEAD = HeadSink.ascii("PRI * HTTP/2.0\r\n\r\n");

    private final int maxRequestLine;
    private final int maxFieldSection;

    private int scanned;
    private int lineStart;
    private int skipped;
    private boolean requestLineSeen;

    HeadScanner(HeadLimits limits) {
        maxRequestLine = Math.min(limits.maxRequestLine(), limits.maxFieldSection());
        maxFieldSection = limits.maxFieldSection();
    }

    /** Forgets the head, to begin with the next one. */
    void reset() {
        scanned = 0;
        lineStart = 0;
        skipped = 0;
        requestLineSeen = false;
    }

    /** How many bytes of empty lines stood before the request line. */
    int skipped() {
        return skipped;
    }

    /** Whether a byte was seen that is not part of a leading empty line. */
    boolean hasBegun() {
        return scanned > skipped;
    }

    /**
     * Goes on where the last call stopped.
     *
     * @param start where the message begins, leading empty lines included
     * @param end   the end of the bytes that have arrived
     * @return the index after the head, or {@link #INCOMPLETE}; the head begins {@link #skipped()} bytes after
     *         {@code start}. A request line without a version ends the head by itself: {@link Http1Head} refuses it.
     * @throws HttpException with 400, 414 or 431
     */
    int scan(byte[] bytes, int start, int end) throws HttpException {
        int at = start + scanned;
        while (true) {
            int stop = Octets.indexOfControl(bytes, at, end);
            if (stop == end || bytes[stop] == Octets.CR && stop + 1 == end) {
                scanned = stop - start;
                checkSizes(scanned, scanned);
                return INCOMPLETE;
            }
            if (bytes[stop] == Octets.TAB && requestLineSeen) {
                at = stop + 1;
                continue;
            }
            checkLineEnd(bytes, stop, stop - start);
            at = stop + 2;
            if (endsHead(bytes, start, stop)) {
                scanned = at - start;
                return at;
            }
        }
    }

    /**
     * Whether a complete head is the first half of the connection preface of HTTP/2 (RFC 9113 §3.4). To be asked
     * before it is parsed.
     */
    static boolean isHttp2Preface(byte[] bytes, int start, int end) {
        if (end - start != HTTP2_PREFACE_HEAD.length) {
            return false;
        }
        for (int i = 0; i < HTTP2_PREFACE_HEAD.length; i++) {
            if (bytes[start + i] != HTTP2_PREFACE_HEAD[i]) {
                return false;
            }
        }
        return true;
    }

    private boolean endsHead(byte[] bytes, int start, int stop) throws HttpException {
        int length = stop - start - lineStart;
        checkSizes(stop - start, stop - start + 2);
        lineStart = stop - start + 2;
        if (requestLineSeen) {
            return length == 0;
        }
        if (length == 0) {
            skipEmptyLine();
            return false;
        }
        requestLineSeen = true;
        return !namesVersion(bytes, stop, length);
    }

    private void skipEmptyLine() throws HttpException {
        skipped = lineStart;
        if (skipped > 2 * MAX_EMPTY_LINES) {
            throw new HttpException(Status.BAD_REQUEST,
                    "more than " + MAX_EMPTY_LINES + " empty lines before a request");
        }
    }

    private static boolean namesVersion(byte[] bytes, int lineEnd, int length) {
        int name = lineEnd - "HTTP/1.1".length();
        return length > "HTTP/1.1".length() && bytes[name] == 'H' && bytes[name + 1] == 'T' && bytes[name + 2] == 'T'
                && bytes[name + 3] == 'P' && bytes[name + 4] == '/';
    }

    private void checkSizes(int lineEnd, int headEnd) throws HttpException {
        if (!requestLineSeen && lineEnd - lineStart > maxRequestLine) {
            throw new HttpException(Status.URI_TOO_LONG, "request line larger than " + maxRequestLine
                    + " bytes (maxHttpRequestHeaderSize)");
        }
        if (requestLineSeen && headEnd - skipped > maxFieldSection) {
            throw new HttpException(Status.REQUEST_HEADER_FIELDS_TOO_LARGE,
                    "head larger than " + maxFieldSection + " bytes (maxHttpRequestHeaderSize)");
        }
    }

    private void checkLineEnd(byte[] bytes, int stop, int offset) throws HttpException {
        if (bytes[stop] == Octets.CR && bytes[stop + 1] == Octets.LF) {
            return;
        }
        throw new HttpException(Status.BAD_REQUEST, switch (bytes[stop]) {
            case Octets.CR -> "CR without LF in the head";
            case Octets.LF -> "LF without CR in the head";
            case TLS_HANDSHAKE -> offset == 0
                    ? "TLS handshake on a connector without TLS" : controlMessage(bytes[stop]);
            default -> controlMessage(bytes[stop]);
        });
    }

    private static String controlMessage(byte control) {
        return "control character 0x" + Integer.toHexString(control) + " in the head";
    }
}
