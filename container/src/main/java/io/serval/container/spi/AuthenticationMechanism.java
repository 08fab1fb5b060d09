package io.serval.container.spi;

import java.io.IOException;

import jakarta.servlet.ServletException;

/**
 * A way for the callers of one application to prove who they are, which is asked before that of the
 * {@code login-config}. Called by workers, several at once; may block.
 *
 * <p>Each client's request whose connection is good enough and whose target is not shut for everybody comes to
 * {@link #validate}, whether its target needs a caller or not; forwards, includes, error pages and asynchronous
 * dispatches do not come again (Servlet 6.1 §13.2). Several mechanisms are asked in turn until one does not pass.
 */
public interface AuthenticationMechanism {
    /** What {@link #validate} came to. */
    enum Outcome {
        /**
         * The request says nothing that this mechanism understands: the next one is asked, and the
         * {@code login-config} last. A mechanism may have added its challenge to the response.
         */
        PASSED,
        /**
         * The caller is whom {@link AuthenticationExchange#establish} named, or nobody; whether they may enter is up to
         * the constraints.
         */
        DECIDED,
        /** The request has been answered and goes no further. */
        ANSWERED
    }

    /**
     * Finds out who calls.
     *
     * @throws ServletException if that cannot be found out now; the request ends with an error
     */
    Outcome validate(AuthenticationExchange exchange) throws IOException, ServletException;

    /**
     * The application, or the refusal by a constraint, has made its response; an asynchronous one is complete. Called
     * once for each request that this mechanism decided on, unless it ended with an exception.
     *
     * @throws ServletException if the response must not be sent as it is; the client gets an error in its place, or if
     *                          part of it has been sent, a broken connection
     */
    default void secure(AuthenticationExchange exchange) throws IOException, ServletException {
    }

    /** The application logs the caller out; whatever the container knows of them is forgotten afterwards. */
    default void logout(AuthenticationExchange exchange) {
    }

    /** Whether {@code HttpServletRequest.login} would contradict what this mechanism stands for, as things are now. */
    default boolean forbidsLogin() {
        return false;
    }

    /** The application has stopped, or failed to start. Called once. */
    default void close() {
    }
}
