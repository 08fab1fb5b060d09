package io.serval.container.startup;

/** A start, or a command, that failed for a reason the message tells in full: no stack trace helps. */
final class StartException extends RuntimeException {
    private static final long serialVersionUID = 1;

    StartException(String message) {
        super(message, null, false, false);
    }
}
