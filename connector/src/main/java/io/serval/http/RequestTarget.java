package io.serval.http;

/**
 * The request target (RFC 9112 §3.2), still encoded. Immutable.
 *
 * @param form      how the target was written
 * @param scheme    the scheme of an absolute-form or HTTP/2 target, or {@code null} if the target names none
 * @param authority the authority of an absolute- or authority-form target, or {@code null} if the target names none
 * @param path      the path as sent, starting with {@code /}; {@code *} in asterisk-form; empty in authority-form
 * @param query     what follows the first {@code ?}, or {@code null} if there is none
 */
public record RequestTarget(Form form, String scheme, String authority, String path, String query) {
    /** The four ways of writing a request target. */
    public enum Form { ORIGIN, ABSOLUTE, AUTHORITY, ASTERISK }

    /** A target in origin-form, by far the most frequent. */
    public static RequestTarget origin(String path, String query) {
        return new RequestTarget(Form.ORIGIN, null, null, path, query);
    }

    /** Path and query as they were sent. */
    public String pathAndQuery() {
        return query == null ? path : path + '?' + query;
    }

    /** The whole target as it was sent. */
    @Override public String toString() {
        return switch (form) {
            case ORIGIN, ASTERISK -> pathAndQuery();
            case AUTHORITY -> authority;
            case ABSOLUTE -> scheme + "://" + authority + pathAndQuery();
        };
    }
}
