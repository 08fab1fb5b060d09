package io.serval.connector.http2;

import java.io.IOException;

import io.serval.connector.exchange.Pace;
import io.serval.connector.http2.SendSide.Cause;

/**
 * How long a client may let content wait: it must move on within a timeout, and keep to a data rate over all waits of
 * a response. To blame is the stream whose own window is shut; a stream that could send, and waits for the window of
 * the connection, for the socket or for its turn, is not slow by itself: then the connection as a whole must move, and
 * keep to the rate. Streams that wait for their own windows at the same time share the rate ({@link SharedTime}).
 * Guarded by the {@link OutputLock}.
 */
final class Patience {
    private final SocketWriter socket;
    private final Http2Settings.Rates rates;
    private final long timeoutNanos;
    private final SharedTime ownWaits = new SharedTime();
    private final Progress content = new Progress();
    private final Pace connection;
    private int connectionWaits;

    /** @param timeoutNanos without progress; 0 for any */
    Patience(SocketWriter socket, Http2Settings.Rates rates, long timeoutNanos) {
        this.socket = socket;
        this.rates = rates;
        this.timeoutNanos = timeoutNanos;
        connection = new Pace(rates.response(), rates.graceNanos());
    }

    /** A stream has begun to wait, waits no longer, or has another window: says again who is to blame. */
    void look(SendSide stream, long now) {
        Cause next = !stream.waits ? Cause.NONE : stream.window <= 0 ? Cause.OWN_WINDOW : Cause.CONNECTION;
        if (next == stream.cause) {
            return;
        }
        switch (stream.cause) {
            case NONE -> stream.progress.begin(now);
            case OWN_WINDOW -> stream.pace.end(ownWaits.leave(now));
            case CONNECTION -> {
                if (--connectionWaits == 0) {
                    connection.end(now);
                }
            }
        }
        stream.cause = next;
        switch (next) {
            case NONE -> { }
            case OWN_WINDOW -> beginOwnWait(stream, now);
            case CONNECTION -> {
                if (connectionWaits++ == 0) {
                    connection.reset();
                    connection.begin(now);
                }
            }
        }
    }

    private void beginOwnWait(SendSide stream, long now) {
        if (stream.pace == null) {
            stream.pace = new Pace(stream.isTunnel ? 0 : rates.response(), rates.graceNanos());
        }
        stream.pace.begin(ownWaits.enter(now));
    }

    /** Content was sent of a stream that had to wait. */
    void moved(SendSide stream, int bytes, long now) {
        stream.progress.moved(bytes, now);
        content.moved(bytes, now);
        connection.moved(bytes);
        if (stream.pace != null) {
            stream.pace.moved(bytes);
        }
    }

    /** Content may go on that had to wait for the socket. */
    void relieved(long now) {
        content.begin(now);
    }

    /** @return for how long the stream may still wait; 0 or less if it waits for too long */
    long nanosLeft(SendSide stream, long now) {
        long left = timeoutNanos == 0 ? Long.MAX_VALUE : stalledSince(stream) + timeoutNanos - now;
        if (left <= 0 || isTooSlow(stream, now)) {
            return 0;
        }
        return switch (stream.cause) {
            case NONE -> left;
            case OWN_WINDOW -> stream.pace.waitNanos(ownWaits.at(now), left);
            case CONNECTION -> stream.isTunnel ? left : connection.waitNanos(now, left);
        };
    }

    private boolean isTooSlow(SendSide stream, long now) {
        return switch (stream.cause) {
            case NONE -> false;
            case OWN_WINDOW -> stream.pace.isTooSlow(ownWaits.at(now));
            case CONNECTION -> !stream.isTunnel && connection.isTooSlow(now);
        };
    }

    private long stalledSince(SendSide stream) {
        long own = stream.progress.since();
        if (stream.window <= 0) {
            return own;
        }
        return Math.max(own, socket.isPressed() ? socket.stuckSince() : content.since());
    }

    /** What is wrong with a client for which a stream waits for too long. */
    IOException complaint(SendSide stream, long now) {
        return new IOException(isTooSlow(stream, now) ? connection.complaint("the response was taken",
                "minResponseDataRate") : "the client took next to nothing of the response within "
                + timeoutNanos / 1_000_000 + " ms (writeTimeout)");
    }
}
