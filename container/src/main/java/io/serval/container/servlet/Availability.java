package io.serval.container.servlet;

import java.util.concurrent.TimeUnit;

import jakarta.servlet.UnavailableException;

/**
 * Whether a servlet may be called.
 * <pre>
 *   IN_SERVICE ──temporary──▶ PAUSED ──time is up──▶ IN_SERVICE
 *       └───────permanent──▶ GONE
 * </pre>
 * Safe for any thread: one immutable state in one field.
 */
final class Availability {
    private static final long DEFAULT_SECONDS = 60;

    private volatile State state = State.IN_SERVICE;

    private record State(boolean gone, long untilNanos, String message) {
        static final State IN_SERVICE = new State(false, 0, null);
    }

    void withdraw(UnavailableException reason) {
        if (state.gone) {
            return;
        }
        int asked = reason.getUnavailableSeconds();
        long seconds = asked > 0 ? asked : DEFAULT_SECONDS;
        long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
        state = new State(reason.isPermanent(), until, reason.getMessage());
    }

    boolean isGone() {
        return state.gone;
    }

    /** @throws UnavailableException if the servlet is out of service, with the seconds that are left */
    void check(String servletName) throws UnavailableException {
        State now = state;
        if (now == State.IN_SERVICE) {
            return;
        }
        if (now.gone) {
            throw new UnavailableException("servlet [" + servletName + "] is not available any more: " + now.message);
        }
        long left = now.untilNanos - System.nanoTime();
        if (left <= 0) {
            state = State.IN_SERVICE;
            return;
        }
        int seconds = (int) Math.max(1, TimeUnit.NANOSECONDS.toSeconds(left + 999_999_999));
        throw new UnavailableException("servlet [" + servletName + "] is not available now: " + now.message, seconds);
    }
}
