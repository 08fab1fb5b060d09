package io.serval.container.engine;

import jakarta.servlet.http.HttpSession;

import io.serval.container.servlet.HttpServletRequestImpl;

/**
 * What the access log gets to know of a request.
 *
 * @param hostName    of the virtual host
 * @param contextPath {@code null} if no application took the request
 * @param request     {@code null} if no application took the request
 */
record LoggedRequest(String hostName, String contextPath, HttpServletRequestImpl request) implements RequestLogView {
    @Override public String remoteUser() {
        return request == null ? null : request.loggedUser();
    }

    @Override public String remoteAddress() {
        return null;
    }

    @Override public String sessionId() {
        HttpSession session = request == null ? null : request.loggedSession();
        return session == null ? null : session.getId();
    }

    @Override public Object attribute(String name) {
        return request == null ? null : request.loggedAttribute(name);
    }

    @Override public Object sessionAttribute(String name) {
        HttpSession session = request == null ? null : request.loggedSession();
        try {
            return session == null ? null : session.getAttribute(name);
        } catch (IllegalStateException e) {
            return null;
        }
    }
}
