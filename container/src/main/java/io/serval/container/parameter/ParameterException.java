package io.serval.container.parameter;

/**
 * Parameters or parts that cannot be read, as Servlet 6.1 wants {@code getParameter} and {@code getPart} to report it.
 * Where the application does not catch it, the client gets the status. An expected event: it has no stack trace.
 */
public final class ParameterException extends IllegalStateException {
    private final int status;

    /**
     * @param status  400 for what is malformed, 413 for what breaks a limit
     * @param message for the log: names what was broken and, for a limit, the attribute to change
     */
    public ParameterException(int status, String message) {
        this(status, message, null);
    }

    public ParameterException(int status, String message, Throwable cause) {
        super(message, cause);
        this.status = status;
    }

    /** The HTTP status for the client. */
    public int status() {
        return status;
    }

    @Override public synchronized Throwable fillInStackTrace() {
        return this;
    }
}
