package io.serval.container.session;

/** A session cannot be created because {@code maxActiveSessions} live already. */
public final class TooManySessionsException extends IllegalStateException {
    TooManySessionsException(int max) {
        super("There are " + max + " active sessions already; the limit is maxActiveSessions of the Manager");
    }
}
