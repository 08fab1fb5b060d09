package io.serval.connector.net;

import java.util.concurrent.atomic.AtomicBoolean;

/**
 * That somebody waits for the socket to be ready: a thread that is parked, or a sleeping exchange. Made by the one who
 * waits and ended once, by the loop or by himself.
 */
final class SocketWait {
    /** The parked thread; {@code null} for an exchange that is told by {@link Protocol#onAwaited}. */
    final Thread thread;
    /** A set of {@link java.nio.channels.SelectionKey} operations. */
    final int operations;
    /** By the ticker; only with {@link #hasDeadline}. */
    final long deadlineNanos;
    final boolean hasDeadline;
    private final AtomicBoolean over = new AtomicBoolean();
    /** Written by the loop before it ends the wait. */
    private boolean ready;

    /** @param timeoutNanos 0 for no limit */
    SocketWait(Thread thread, int operations, long now, long timeoutNanos) {
        this.thread = thread;
        this.operations = operations;
        hasDeadline = timeoutNanos != 0;
        deadlineNanos = now + timeoutNanos;
    }

    /** Ends the wait; the loop. @return whether it was on */
    boolean end(boolean isReady) {
        if (over.get()) {
            return false;
        }
        ready = isReady;
        return over.compareAndSet(false, true);
    }

    /** The one who waits gives up. @return whether the wait was still on */
    boolean leave() {
        return over.compareAndSet(false, true);
    }

    boolean isOver() {
        return over.get();
    }

    /** Whether the socket was ready; when the wait was ended by the loop. */
    boolean wasReady() {
        return ready;
    }

    boolean isPast(long now) {
        return hasDeadline && deadlineNanos - now <= 0;
    }
}
