package io.serval.container.security;

import java.io.IOException;

import jakarta.servlet.http.HttpServletResponse;

/** For an application without {@code login-config}: callers are known only if a program logs them in. */
final class NoAuthenticator implements Authenticator {
    @Override public String authType() {
        return "LOGIN";
    }

    @Override public Attempt verify(SecuredRequest request) {
        return Attempt.ABSENT;
    }

    @Override public void challenge(SecuredRequest request, Attempt attempt) throws IOException {
        request.servletResponse().sendError(HttpServletResponse.SC_FORBIDDEN);
    }

    @Override public boolean canAsk() {
        return false;
    }
}
