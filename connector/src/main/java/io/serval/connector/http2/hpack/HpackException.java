package io.serval.connector.http2.hpack;

/**
 * A header block that breaks RFC 7541. The tables of both sides may differ from here on, so the connection must end
 * with
 * COMPRESSION_ERROR (RFC 9113 §4.3). An expected event: it has no stack trace.
 */
public final class HpackException extends Exception {
    HpackException(String message) {
        super(message, null, false, false);
    }
}
