package io.serval.container.servlet;

import java.nio.charset.StandardCharsets;

/** Writing URIs (RFC 3986). */
final class UriText {
    private static final String UNESCAPED = "-._~!$&'()*+,=:@/";
    private static final String ILLEGAL = "\"<>\\^`{|}";
    private static final char[] HEX = "0123456789ABCDEF".toCharArray();

    private UriText() { }

    /** A path with all that does not belong into one percent-encoded; the same object if there is nothing to encode. */
    static String encodePath(String path) {
        for (int i = 0; i < path.length(); i++) {
            if (!isPlain(path.charAt(i))) {
                return encode(path);
            }
        }
        return path;
    }

    private static boolean isPlain(int c) {
        return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || UNESCAPED.indexOf(c) >= 0;
    }

    private static String encode(String path) {
        StringBuilder encoded = new StringBuilder(path.length() + 16);
        for (byte octet : path.getBytes(StandardCharsets.UTF_8)) {
            appendOctet(octet, isPlain(octet), encoded);
        }
        return encoded.toString();
    }

    /** A URL with the characters percent-encoded that no URL can contain; the same object if there are none. */
    static String escapeIllegal(String url) {
        for (int i = 0; i < url.length(); i++) {
            if (isIllegal(url.charAt(i))) {
                return escape(url);
            }
        }
        return url;
    }

    private static boolean isIllegal(int c) {
        return c <= ' ' || c >= 0x7f || ILLEGAL.indexOf(c) >= 0;
    }

    private static String escape(String url) {
        StringBuilder escaped = new StringBuilder(url.length() + 16);
        for (byte octet : url.getBytes(StandardCharsets.UTF_8)) {
            appendOctet(octet, !isIllegal(octet), escaped);
        }
        return escaped.toString();
    }

    private static void appendOctet(byte octet, boolean asItIs, StringBuilder text) {
        if (asItIs) {
            text.append((char) octet);
        } else {
            text.append('%').append(HEX[octet >> 4 & 15]).append(HEX[octet & 15]);
        }
    }

    /**
     * Removes dot segments (RFC 3986 §5.2.4) of a path that starts with {@code /}; {@code ..} above the root is cut.
     */
    static String removeDotSegments(String path) {
        if (!path.contains("/.")) {
            return path;
        }
        StringBuilder result = new StringBuilder(path.length());
        int start = 0;
        while (start < path.length()) {
            int end = path.indexOf('/', start + 1);
            boolean last = end < 0;
            end = last ? path.length() : end;
            String segment = path.substring(start, end);
            if (segment.equals("/..")) {
                result.setLength(Math.max(0, result.lastIndexOf("/")));
            } else if (!segment.equals("/.")) {
                result.append(segment);
            }
            if (last && (segment.equals("/.") || segment.equals("/.."))) {
                result.append('/');
            }
            start = end;
        }
        return result.toString();
    }
}
