package io.serval.connector.http2;

import java.util.concurrent.locks.Condition;

import io.serval.connector.exchange.Pace;
import io.serval.http.Fields;

/**
 * The sending half of a stream (RFC 9113 §5.1): its window, and what waits for the window to open. Guarded by
 * {@link OutputLock}.
 */
final class SendSide {
    /** What keeps content that waits from being sent. */
    enum Cause {
        NONE,
        /** The client's window for this stream: the stream is to blame. */
        OWN_WINDOW,
        /** The window of the connection, the socket, or the turn of other streams: the connection is. */
        CONNECTION
    }

    final int streamId;
    /** What the peer allows; negative after it has made its initial window smaller (§6.9.2). */
    long window;
    /** END_STREAM or RST_STREAM was sent, or RST_STREAM received. */
    boolean closed;
    /** The stream is a tunnel, in which no data rate is asked for. */
    boolean isTunnel;
    Priority priority;

    /** The last bytes of a response whose worker has gone home; sent as the window opens, then the stream ends. */
    byte[] tail;
    int tailAt;
    int tailEnd;
    /** Encoded when the tail is sent; {@code null} if the stream ends without trailers. */
    Fields trailers;
    /** Told when the tail is gone. */
    Runnable whenSent;

    /** Where a blocked writer waits. */
    Condition writable;
    /** How much the blocked writer would write. */
    int wanted;
    /** The blocked writer was told that its turn has come. */
    boolean granted;
    /** Told, once, that a write may go on. */
    Runnable listener;

    /** In {@link SendOrder}: whether it is there, and its place among those of the same urgency; 0 for none yet. */
    boolean waits;
    long turn;
    /** What the client took of the stream since it waits. */
    final Progress progress = new Progress();
    Cause cause = Cause.NONE;
    /** How fast the client takes the stream, in {@link SharedTime}; {@code null} before the first wait. */
    Pace pace;

    SendSide(int streamId, long window, Priority priority) {
        this.streamId = streamId;
        this.window = window;
        this.priority = priority;
    }

    boolean hasTail() {
        return tail != null;
    }
}
