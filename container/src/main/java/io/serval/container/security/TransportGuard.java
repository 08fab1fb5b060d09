package io.serval.container.security;

import java.io.IOException;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

/** Sends plain requests to the TLS port where a constraint wants a protected connection (Servlet 6.1 §13.8). */
final class TransportGuard {
    private static final int HTTPS_PORT = 443;

    private final int redirectStatus;

    TransportGuard(int redirectStatus) {
        this.redirectStatus = redirectStatus;
    }

    /** Whether the connection is good enough; if not, the request has been answered. */
    boolean admit(SecuredRequest request) throws IOException {
        if (request.servletRequest().isSecure()) {
            return true;
        }
        HttpServletResponse response = request.servletResponse();
        if (request.redirectPort() <= 0) {
            response.sendError(HttpServletResponse.SC_FORBIDDEN);
        } else {
            response.sendRedirect(target(request.servletRequest(), request.redirectPort()), redirectStatus);
        }
        return false;
    }

    private static String target(HttpServletRequest request, int port) {
        StringBuilder url = new StringBuilder("https://").append(request.getServerName());
        if (port != HTTPS_PORT) {
            url.append(':').append(port);
        }
        url.append(request.getRequestURI());
        return request.getQueryString() == null ? url.toString()
                : url.append('?').append(request.getQueryString()).toString();
    }
}
