package io.serval.container.resource;

import jakarta.servlet.http.HttpServletRequest;

import io.serval.container.i18n.HttpDate;

/** Evaluates the conditions of a request in the order of RFC 9110 §13.2.2. */
enum Preconditions {
    /** They hold; go on. */
    HOLD,
    /** The client has it already: 304. */
    NOT_MODIFIED,
    /** Something else than the client believes is there: 412. */
    FAILED;

    /** @param resource what is there; may not exist */
    static Preconditions of(HttpServletRequest request, WebResource resource) {
        String ifMatch = request.getHeader("If-Match");
        if (ifMatch != null) {
            if (!matches(ifMatch, resource, true)) {
                return FAILED;
            }
        } else if (isModifiedAfter(resource, request.getHeader("If-Unmodified-Since"))) {
            return FAILED;
        }
        return ofCache(request, resource);
    }

    private static Preconditions ofCache(HttpServletRequest request, WebResource resource) {
        boolean reads = reads(request);
        String ifNoneMatch = request.getHeader("If-None-Match");
        if (ifNoneMatch != null) {
            return !matches(ifNoneMatch, resource, false) ? HOLD : reads ? NOT_MODIFIED : FAILED;
        }
        String since = reads ? request.getHeader("If-Modified-Since") : null;
        boolean valid = since != null && HttpDate.parse(since) != HttpDate.INVALID;
        return valid && resource.exists() && !isModifiedAfter(resource, since) ? NOT_MODIFIED : HOLD;
    }

    private static boolean reads(HttpServletRequest request) {
        String method = request.getMethod();
        return method.equals("GET") || method.equals("HEAD");
    }

    private static boolean matches(String list, WebResource resource, boolean strong) {
        return resource.isFile() && ETags.matches(list, resource.etag(), strong);
    }

    /** False where the date is missing or is none. */
    private static boolean isModifiedAfter(WebResource resource, String date) {
        long millis = HttpDate.parse(date);
        return millis != HttpDate.INVALID && resource.lastModified() / 1000 > millis / 1000;
    }

    /** Whether a {@code Range} is to be looked at: there is no {@code If-Range}, or it holds (§13.1.5). */
    static boolean rangeApplies(HttpServletRequest request, WebResource resource) {
        String ifRange = request.getHeader("If-Range");
        if (ifRange == null) {
            return true;
        }
        String validator = ifRange.trim();
        if (validator.startsWith("\"") || validator.startsWith("W/")) {
            return ETags.matches(validator, resource.etag(), true);
        }
        long date = HttpDate.parse(validator);
        return date != HttpDate.INVALID && date / 1000 == resource.lastModified() / 1000;
    }
}
