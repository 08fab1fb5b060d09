package io.serval.connector.http2;

import java.util.Arrays;
import java.util.concurrent.TimeUnit;

/**
 * Counts what costs the server something and the client nothing, and ends the connection when there is too much of it.
 * Confined to the loop of its connection.
 *
 * <p>Every kind of frame has an allowance for each ten seconds, far above what honest clients need: one that sends
 * small
 * frames, or bytes one by one, or a WINDOW_UPDATE for every DATA frame, never meets it, because window updates are
 * allowed
 * in proportion to the content sent to the client, and only DATA frames without content count.
 */
final class AbuseGuard {
    /** What is counted, and how often it may come in ten seconds. */
    enum Kind {
        /** Streams reset by the client soon after they began: the server has worked for nothing. */
        RESET(200),
        /** SETTINGS, each of which must be acknowledged. */
        SETTINGS(100),
        /** PING, each of which must be answered. */
        PING(1_000),
        /** PRIORITY and PRIORITY_UPDATE, which need not be sent at all. */
        PRIORITY(2_000),
        /** DATA without content that does not end the stream, and frames of unknown types. */
        IDLE(1_000),
        /** WINDOW_UPDATE beyond one for each DATA frame sent and a hundred more. */
        WINDOW(1_000),
        /** Requests and frames that are refused by themselves, such as malformed ones. */
        ERROR(200);

        private final int allowance;

        Kind(int allowance) {
            this.allowance = allowance;
        }
    }

    private static final long PERIOD = TimeUnit.SECONDS.toNanos(10);
    private static final int FREE_WINDOW_UPDATES = 100;

    private final int[] counts = new int[Kind.values().length];
    private long periodStart;
    private long windowUpdates;

    AbuseGuard(long now) {
        periodStart = now;
    }

    /** Something came. @throws Http2Exception of the connection, when it was too much */
    void count(Kind kind, long now) throws Http2Exception {
        if (now - periodStart > PERIOD) {
            periodStart = now;
            Arrays.fill(counts, 0);
        }
        if (++counts[kind.ordinal()] > kind.allowance) {
            throw Http2Exception.connection(ErrorCode.ENHANCE_YOUR_CALM, "more than " + kind.allowance + " of kind "
                    + kind + " in ten seconds");
        }
    }

    /** @param dataFrames how many DATA frames the client was sent so far */
    void countWindowUpdate(long dataFrames, long now) throws Http2Exception {
        if (++windowUpdates > 2 * dataFrames + FREE_WINDOW_UPDATES) {
            count(Kind.WINDOW, now);
        }
    }
}
