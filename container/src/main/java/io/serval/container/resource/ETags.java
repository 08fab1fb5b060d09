package io.serval.container.resource;

/** Entity tags of files (RFC 9110 §8.8.3). */
final class ETags {
    private ETags() { }

    /** Strong, of length and time in milliseconds: a file that is written twice in one has the same, as elsewhere. */
    static String of(long length, long lastModified) {
        return '"' + Long.toHexString(length) + '-' + Long.toHexString(lastModified) + '"';
    }

    /**
     * Whether a list of tags ({@code If-Match}, {@code If-None-Match}) has this one, or is {@code *}.
     *
     * @param strong whether weak tags match nothing (§8.8.3.2)
     */
    static boolean matches(String list, String etag, boolean strong) {
        if (list.trim().equals("*")) {
            return true;
        }
        int i = 0;
        while (i < list.length()) {
            int open = list.indexOf('"', i);
            int close = open < 0 ? -1 : list.indexOf('"', open + 1);
            if (close < 0) {
                return false;
            }
            boolean weak = open >= 2 && list.startsWith("W/", open - 2);
            if (!(weak && strong) && sameOpaque(list, open, close + 1, etag, strong)) {
                return true;
            }
            i = close + 1;
        }
        return false;
    }

    private static boolean sameOpaque(String list, int start, int end, String etag, boolean strong) {
        boolean weak = etag.startsWith("W/");
        int from = weak ? 2 : 0;
        int length = etag.length() - from;
        return !(weak && strong) && end - start == length && list.regionMatches(start, etag, from, length);
    }
}
