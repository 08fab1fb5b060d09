package io.serval.connector.http2;

import java.io.IOException;

/**
 * The peer broke a rule: the stream it concerns, or the whole connection, ends. An expected event without stack
 * trace.
 */
final class Http2Exception extends IOException {
    private final ErrorCode code;
    private final int streamId;

    private Http2Exception(ErrorCode code, int streamId, String message) {
        super(message);
        this.code = code;
        this.streamId = streamId;
    }

    /** The connection must end (§5.4.1). */
    static Http2Exception connection(ErrorCode code, String message) {
        return new Http2Exception(code, 0, message);
    }

    /** The stream must end (§5.4.2). */
    static Http2Exception stream(int streamId, ErrorCode code, String message) {
        return new Http2Exception(code, streamId, message);
    }

    ErrorCode code() {
        return code;
    }

    /** The stream that must end; 0 if it is the connection. */
    int streamId() {
        return streamId;
    }

    @Override public synchronized Throwable fillInStackTrace() {
        return this;
    }
}
