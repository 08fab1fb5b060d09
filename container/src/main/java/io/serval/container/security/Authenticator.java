package io.serval.container.security;

import java.io.IOException;

import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;

/** A way for callers to prove who they are (Servlet 6.1 §13.6). Safe for any thread. */
interface Authenticator {
    /** As {@code getAuthType()}. */
    String authType();

    /** Looks at the credentials of a request; answers nothing. */
    Attempt verify(SecuredRequest request) throws IOException;

    /** Answers a request whose credentials would not do, so that its caller can show better ones. */
    void challenge(SecuredRequest request, Attempt attempt) throws IOException, ServletException;

    /** Whether {@code HttpServletRequest.login} can work: the mechanism knows names and passwords. */
    default boolean takesPasswords() {
        return true;
    }

    /** Whether {@link #challenge} asks the caller for credentials, rather than turning them away. */
    default boolean canAsk() {
        return true;
    }

    /** What to remember of the credentials beside the caller, or {@code null}. */
    default byte[] fingerprint(HttpServletRequest request) {
        return null;
    }

    /** Whether what the session remembers goes with the credentials that this request carries. */
    default boolean confirms(HttpServletRequest request, SessionLogin remembered) {
        return true;
    }

    /**
     * Takes care of requests that are part of the mechanism itself.
     *
     * @return whether the request has been answered
     */
    default boolean intercept(SecuredRequest request) throws IOException, ServletException {
        return false;
    }

    /** Whether callers must reach that path without having proved anything. */
    default boolean exempts(String canonicalPath) {
        return false;
    }
}
