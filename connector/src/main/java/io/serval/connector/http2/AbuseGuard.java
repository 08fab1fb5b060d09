package io.serval.connector.http2;

import java.util.Arrays;
import java.util.concurrent.TimeUnit;

/**
 * Counts what costs the server something and the client nothing, and ends the connection when there is too much of it.
 * Confined to the loop of its connection.
 *
 * <p>Every kind of frame has an allowance for each ten seconds, far above what honest clients need. One that sends
 * small
 * frames, or bytes one by one, or a WINDOW_UPDATE for every byte it takes, never meets it: window updates are allowed
 * in
 * proportion to the content sent to the client, and only DATA frames without content count.
 */
public final class AbuseGuard {
    /** What is counted. */
    enum Kind {
        /** Streams reset by the client before they were answered: the server has worked for nothing. */
        RESET("maxResetFrames"),
        /** SETTINGS, each of which must be acknowledged. */
        SETTINGS("maxSettingsFrames"),
        /** PING, each of which must be answered. */
        PING("maxPingFrames"),
        /** PRIORITY and PRIORITY_UPDATE, which need not be sent at all. */
        PRIORITY("maxPriorityFrames"),
        /** DATA without content that does not end the stream, unasked acknowledgements, and unknown types. */
        IDLE("maxIdleFrames"),
        /** WINDOW_UPDATE beyond two for each byte of content and a hundred more. */
        WINDOW("maxWindowUpdateFrames"),
        /** What makes us reset a stream, such as a malformed request. */
        FAULT("maxFaultyFrames");

        private final String attribute;

        Kind(String attribute) {
            this.attribute = attribute;
        }
    }

    /**
     * How often each kind may come in ten seconds.
     *
     * @param continuations of one header block
     */
    public record Limits(int resets, int settings, int pings, int priorities, int idleFrames, int windowUpdates,
                         int faults, int continuations) {
        private int of(Kind kind) {
            return switch (kind) {
                case RESET -> resets;
                case SETTINGS -> settings;
                case PING -> pings;
                case PRIORITY -> priorities;
                case IDLE -> idleFrames;
                case WINDOW -> windowUpdates;
                case FAULT -> faults;
            };
        }
    }

    private static final long PERIOD = TimeUnit.SECONDS.toNanos(10);
    private static final int FREE_WINDOW_UPDATES = 100;

    private final Limits limits;
    private final int[] counts = new int[Kind.values().length];
    private long periodStart;
    private long windowUpdates;

    AbuseGuard(Limits limits, long now) {
        this.limits = limits;
        periodStart = now;
    }

    /** Something came. @throws Http2Exception of the connection, when it was too much */
    void count(Kind kind, long now) throws Http2Exception {
        if (now - periodStart > PERIOD) {
            periodStart = now;
            Arrays.fill(counts, 0);
        }
        if (++counts[kind.ordinal()] > limits.of(kind)) {
            throw Http2Exception.connection(ErrorCode.ENHANCE_YOUR_CALM, "more than " + limits.of(kind) + " of kind "
                    + kind + " in ten seconds (" + kind.attribute + ")");
        }
    }

    /** @param contentSent how many bytes of content the client was sent so far */
    void countWindowUpdate(long contentSent, long now) throws Http2Exception {
        if (++windowUpdates > 2 * contentSent + FREE_WINDOW_UPDATES) {
            count(Kind.WINDOW, now);
        }
    }
}
