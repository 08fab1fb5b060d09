package io.serval.container.servlet;

import io.serval.container.config.ContextSwitch;

/** What becomes of the location of a redirect (Servlet 6.1 §5.6, RFC 9110 §10.2.2). */
final class RedirectTarget {
    private RedirectTarget() { }

    /**
     * The field value: as it was given where the administrator allows relative ones, else absolute. What no URL can
     * contain is percent-encoded.
     */
    static String of(String given, HttpServletRequestImpl request) {
        String location = UriText.escapeIllegal(given);
        if (request.view().context().is(ContextSwitch.USE_RELATIVE_REDIRECTS) || isAbsolute(location)) {
            return location;
        }
        if (location.startsWith("//")) {
            return request.getScheme() + ':' + location;
        }
        String origin = request.getScheme() + "://" + request.hostAndPort();
        return origin + (location.startsWith("/") ? location : resolved(location, request.getRequestURI()));
    }

    private static boolean isAbsolute(String location) {
        int colon = location.indexOf(':');
        if (colon <= 0) {
            return false;
        }
        for (int i = 0; i < colon; i++) {
            char c = location.charAt(i);
            if (!Character.isLetterOrDigit(c) && "+-.".indexOf(c) < 0) {
                return false;
            }
        }
        return true;
    }

    private static String resolved(String location, String requestUri) {
        int end = location.length();
        for (int i = 0; i < location.length() && end == location.length(); i++) {
            char c = location.charAt(i);
            end = c == '?' || c == '#' ? i : end;
        }
        String path = location.substring(0, end);
        String base = path.isEmpty() ? requestUri : requestUri.substring(0, requestUri.lastIndexOf('/') + 1) + path;
        return UriText.removeDotSegments(base) + location.substring(end);
    }
}
