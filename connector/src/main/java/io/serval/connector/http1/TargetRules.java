package io.serval.connector.http1;

/**
 * Which characters a request target may hold (RFC 3986 §3.3 and §3.4), and which more an administrator lets pass.
 * Immutable.
 */
final class TargetRules {
    /** What {@code relaxedPathChars} and {@code relaxedQueryChars} can allow; anything else in them has no effect. */
    static final String RELAXABLE = "\"<>[\\]^`{|}";

    private static final String GRAMMAR = Octets.alphanumeric() + "-._~!$&'()*+,;=:@/%";

    /** The grammar as it stands. */
    static final TargetRules STRICT = relaxed("", "");

    private final boolean[] path;
    private final boolean[] query;

    private TargetRules(boolean[] path, boolean[] query) {
        this.path = path;
        this.query = query;
    }

    /**
     * Rules that let more characters pass, unencoded as they are.
     *
     * @param pathChars  the value of {@code relaxedPathChars}
     * @param queryChars the value of {@code relaxedQueryChars}
     */
    static TargetRules relaxed(String pathChars, String queryChars) {
        return new TargetRules(Octets.table(GRAMMAR + relaxable(pathChars)),
                Octets.table(GRAMMAR + '?' + relaxable(queryChars)));
    }

    /**
     * Where the path ends that begins at {@code start}: at the first byte no path may hold, or at {@code end}.
     *
     * @return the index, or the complement of the index of a broken percent-encoding
     */
    int endOfPath(byte[] bytes, int start, int end) {
        int at = start;
        while (at < end && path[bytes[at] & 0xff]) {
            if (bytes[at] == '%' && !isEncoded(bytes, at, end)) {
                return ~at;
            }
            at++;
        }
        return at;
    }

    /**
     * As {@link #endOfPath}, for a query; its percent-encodings are not looked at, as it is for the application to say
     * what they mean (Servlet 6.1 tells it by an exception that one is broken).
     */
    int endOfQuery(byte[] bytes, int start, int end) {
        int at = start;
        while (at < end && query[bytes[at] & 0xff]) {
            at++;
        }
        return at;
    }

    private static boolean isEncoded(byte[] bytes, int percent, int end) {
        return percent + 2 < end && Octets.hexDigit(bytes[percent + 1]) >= 0
                && Octets.hexDigit(bytes[percent + 2]) >= 0;
    }

    private static String relaxable(String wanted) {
        StringBuilder allowed = new StringBuilder();
        for (int i = 0; i < wanted.length(); i++) {
            if (RELAXABLE.indexOf(wanted.charAt(i)) >= 0) {
                allowed.append(wanted.charAt(i));
            }
        }
        return allowed.toString();
    }
}
