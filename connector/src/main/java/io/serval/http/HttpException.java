package io.serval.http;

import java.io.IOException;

/**
 * A request that cannot be served, with the status the client gets and a message for the log. The message never
 * reaches the
 * client. An expected event: it has no stack trace.
 */
public class HttpException extends IOException {
    private final Status status;

    public HttpException(Status status, String message) {
        this(status, message, null);
    }

    public HttpException(Status status, String message, Throwable cause) {
        super(message, cause);
        this.status = status;
    }

    public Status status() {
        return status;
    }

    @Override public synchronized Throwable fillInStackTrace() {
        return this;
    }
}
