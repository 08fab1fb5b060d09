package io.serval.container.servlet;

import jakarta.servlet.UnavailableException;

import io.serval.container.parameter.ParameterException;
import io.serval.http.HttpException;
import io.serval.http.Status;

/**
 * What an exception that left the application means for the client. Immutable.
 *
 * @param cause      as it was thrown
 * @param status     for the client
 * @param retryAfter seconds after which the client may try again; 0 if it is not told
 * @param expected   whether the client brought it about itself, so that it is no error of the application
 */
record Failure(Throwable cause, int status, int retryAfter, boolean expected) {
    static Failure of(Throwable thrown) {
        for (Throwable each = thrown; each != null; each = each.getCause()) {
            if (each instanceof UnavailableException unavailable) {
                return unavailable(thrown, unavailable);
            }
            if (each instanceof HttpException http) {
                return new Failure(thrown, http.status().code(), 0, true);
            }
            if (each instanceof ParameterException parameters) {
                return new Failure(thrown, parameters.status(), 0, true);
            }
        }
        return new Failure(thrown, Status.INTERNAL_SERVER_ERROR.code(), 0, false);
    }

    private static Failure unavailable(Throwable thrown, UnavailableException reason) {
        if (reason.isPermanent()) {
            return new Failure(thrown, Status.NOT_FOUND.code(), 0, true);
        }
        int seconds = reason.getUnavailableSeconds();
        return new Failure(thrown, Status.SERVICE_UNAVAILABLE.code(), Math.max(1, seconds), true);
    }
}
