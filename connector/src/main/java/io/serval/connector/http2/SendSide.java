package io.serval.connector.http2;

import java.util.concurrent.locks.Condition;

import io.serval.http.Fields;

/**
 * The sending half of a stream (RFC 9113 §5.1): its window, and what waits for the window to open. Guarded by the lock
 * of
 * {@link Http2Output}.
 */
final class SendSide {
    final int streamId;
    /** What the peer allows; negative after it has made its initial window smaller (§6.9.2). */
    long window;
    /** END_STREAM or RST_STREAM was sent, or RST_STREAM received. */
    boolean closed;
    /** The last bytes of a response whose worker has gone home; sent as the window opens, then the stream ends. */
    byte[] tail;
    int tailAt;
    int tailEnd;
    /** Encoded when the tail is sent; {@code null} if the stream ends without trailers. */
    Fields trailers;
    /** Where a blocked writer waits. */
    Condition writable;
    /** Told, under the lock, that a write may go on; must only note it. */
    Runnable listener;

    SendSide(int streamId, long window) {
        this.streamId = streamId;
        this.window = window;
    }

    boolean hasTail() {
        return tail != null;
    }
}
