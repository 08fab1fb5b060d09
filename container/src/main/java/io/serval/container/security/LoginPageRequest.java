package io.serval.container.security;

import java.util.Collections;
import java.util.Enumeration;
import java.util.Locale;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;

/**
 * A request on its way to the login or error page: always a plain GET, so that a page that is a static file can be
 * served for a POST, and without the conditions and ranges that were meant for the protected resource.
 */
final class LoginPageRequest extends HttpServletRequestWrapper {
    LoginPageRequest(HttpServletRequest request) {
        super(request);
    }

    @Override public String getMethod() {
        return "GET";
    }

    @Override public String getHeader(String name) {
        return isHidden(name) ? null : super.getHeader(name);
    }

    @Override public Enumeration<String> getHeaders(String name) {
        return isHidden(name) ? Collections.emptyEnumeration() : super.getHeaders(name);
    }

    @Override public long getDateHeader(String name) {
        return isHidden(name) ? -1 : super.getDateHeader(name);
    }

    private static boolean isHidden(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        return lower.startsWith("if-") || lower.equals("range");
    }
}
