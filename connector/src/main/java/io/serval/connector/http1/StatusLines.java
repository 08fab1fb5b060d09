package io.serval.connector.http1;

import io.serval.http.Status;

/** Status lines (RFC 9112 §4), prepared for the registered codes. */
final class StatusLines {
    private static final byte[][] PREPARED = new byte[600][];

    static {
        for (Status status : Status.values()) {
            PREPARED[status.code()] = line(status.code());
        }
    }

    private StatusLines() { }

    /** The line of a code of three digits with its line end; not to be changed. */
    static byte[] of(int code) {
        if (code < 100 || code > 999) {
            throw new IllegalArgumentException("status must have three digits, was " + code);
        }
        byte[] prepared = code < PREPARED.length ? PREPARED[code] : null;
        return prepared != null ? prepared : line(code);
    }

    /** The version is always the highest that this server speaks on the connection (RFC 9110 §2.5). */
    private static byte[] line(int code) {
        return HeadSink.ascii("HTTP/1.1 " + code + ' ' + Status.reason(code) + "\r\n");
    }
}
