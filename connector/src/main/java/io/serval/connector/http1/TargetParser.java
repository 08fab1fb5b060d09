package io.serval.connector.http1;

import io.serval.http.HttpException;
import io.serval.http.RequestTarget;
import io.serval.http.RequestTarget.Form;
import io.serval.http.Status;

/** Reads request targets in their four forms (RFC 9112 §3.2). Immutable. */
final class TargetParser {
    private static final RequestTarget ASTERISK = new RequestTarget(Form.ASTERISK, null, null, "*", null);

    private final TargetRules rules;

    TargetParser(TargetRules rules) {
        this.rules = rules;
    }

    /** A target in the form that the method asks for. */
    RequestTarget parse(String method, byte[] bytes, int start, int end) throws HttpException {
        if (start == end) {
            throw bad("request target is empty");
        }
        if (method.equals("CONNECT")) {
            return authority(bytes, start, end);
        }
        if (bytes[start] == '/') {
            return origin(bytes, start, end);
        }
        if (end - start == 1 && bytes[start] == '*') {
            return asterisk(method);
        }
        return absolute(bytes, start, end);
    }

    /** A target known to begin with a slash (RFC 9112 §3.2.1). */
    RequestTarget origin(byte[] bytes, int start, int end) throws HttpException {
        int pathEnd = checked(bytes, start, end);
        return RequestTarget.origin(Octets.text(bytes, start, pathEnd), query(bytes, pathEnd, end));
    }

    private RequestTarget absolute(byte[] bytes, int start, int end) throws HttpException {
        int colon = start;
        while (colon < end && bytes[colon] != ':') {
            colon++;
        }
        String scheme = scheme(bytes, start, colon);
        int authority = colon + 3;
        if (scheme == null || authority > end || bytes[colon + 1] != '/' || bytes[colon + 2] != '/') {
            throw bad("request target is neither a path nor a URI of scheme http or https");
        }
        int path = endOfAuthority(bytes, authority, end);
        Authority.check(bytes, authority, path);
        int pathEnd = checked(bytes, path, end);
        // RFC 9110 §4.2.3: an empty path means the same as a slash
        return new RequestTarget(Form.ABSOLUTE, scheme, Octets.text(bytes, authority, path),
                pathEnd == path ? "/" : Octets.text(bytes, path, pathEnd), query(bytes, pathEnd, end));
    }

    private static RequestTarget authority(byte[] bytes, int start, int end) throws HttpException {
        if (Authority.check(bytes, start, end) < 0) {
            throw bad("target of CONNECT names no port");
        }
        return new RequestTarget(Form.AUTHORITY, null, Octets.text(bytes, start, end), "", null);
    }

    private static RequestTarget asterisk(String method) throws HttpException {
        if (!method.equals("OPTIONS")) {
            throw bad("request target * with another method than OPTIONS");
        }
        return ASTERISK;
    }

    private static String scheme(byte[] bytes, int start, int end) {
        if (Octets.spells(bytes, start, end, "http")) {
            return "http";
        }
        return Octets.spells(bytes, start, end, "https") ? "https" : null;
    }

    private static int endOfAuthority(byte[] bytes, int start, int end) {
        int at = start;
        while (at < end && bytes[at] != '/' && bytes[at] != '?') {
            at++;
        }
        return at;
    }

    /** Checks path and query and returns where the path ends. */
    private int checked(byte[] bytes, int start, int end) throws HttpException {
        int pathEnd = rules.endOfPath(bytes, start, end);
        if (pathEnd < 0) {
            throw bad("broken percent-encoding in the path");
        }
        if (pathEnd < end && bytes[pathEnd] != '?') {
            throw bad("path" + notAllowed(bytes[pathEnd]) + " (relaxedPathChars)");
        }
        if (pathEnd < end) {
            checkQuery(bytes, pathEnd + 1, end);
        }
        return pathEnd;
    }

    private void checkQuery(byte[] bytes, int start, int end) throws HttpException {
        int queryEnd = rules.endOfQuery(bytes, start, end);
        if (queryEnd < end) {
            throw bad("query" + notAllowed(bytes[queryEnd]) + " (relaxedQueryChars)");
        }
    }

    private static String query(byte[] bytes, int pathEnd, int end) {
        return pathEnd == end ? null : Octets.text(bytes, pathEnd + 1, end);
    }

    private static String notAllowed(byte b) {
        return " with byte 0x" + Integer.toHexString(b & 0xff) + ", which has to be encoded";
    }

    private static HttpException bad(String message) {
        return new HttpException(Status.BAD_REQUEST, message);
    }
}
