package io.serval.container.resource;

import java.nio.charset.StandardCharsets;

/** Looks at paths as text: which are canonical, which are closed to clients, how they are written in a URL. */
public final class ResourcePath {
    private static final String UNESCAPED = "-._~!$&'()*+,=:@/";
    private static final char[] HEX = "0123456789ABCDEF".toCharArray();

    private ResourcePath() { }

    /**
     * Whether it starts with {@code /} and has no empty, {@code .} or {@code ..} segment, no backslash and no control
     * character. One {@code /} at the end is allowed.
     */
    static boolean isCanonical(String path) {
        if (path.isEmpty() || path.charAt(0) != '/') {
            return false;
        }
        int segment = 1;
        for (int i = 1; i <= path.length(); i++) {
            char c = i < path.length() ? path.charAt(i) : '/';
            if (c == '\\' || c < ' ' || c == 0x7f) {
                return false;
            }
            if (c == '/') {
                if (!isSegment(path, segment, i)) {
                    return false;
                }
                segment = i + 1;
            }
        }
        return true;
    }

    private static boolean isSegment(String path, int start, int end) {
        int length = end - start;
        if (length == 0) {
            return end == path.length();
        }
        boolean dots = path.charAt(start) == '.' && (length == 1 || length == 2 && path.charAt(start + 1) == '.');
        return !dots;
    }

    /**
     * Whether it is {@code /WEB-INF} or {@code /META-INF}, or below, which is nobody's to ask for (Servlet 6.1 §10.5),
     * in any mix of cases that a file system may take.
     */
    public static boolean isClosed(String path) {
        return startsWithSegment(path, "/WEB-INF") || startsWithSegment(path, "/META-INF");
    }

    private static boolean startsWithSegment(String path, String segment) {
        int end = segment.length();
        return path.regionMatches(true, 0, segment, 0, end) && (path.length() == end || path.charAt(end) == '/');
    }

    /** The path without a {@code /} at its end; the root becomes empty. */
    static String withoutSlash(String path) {
        return path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
    }

    /** The last segment; empty for the root. */
    static String name(String path) {
        String plain = withoutSlash(path);
        return plain.substring(plain.lastIndexOf('/') + 1);
    }

    /** The directory it is in, without a {@code /} at its end; empty for what is in the root. */
    static String parent(String path) {
        String plain = withoutSlash(path);
        return plain.substring(0, Math.max(0, plain.lastIndexOf('/')));
    }

    /** The path as it stands in a URL (RFC 3986 §3.3), in UTF-8. */
    static String encode(String path) {
        StringBuilder text = new StringBuilder(path.length() + 16);
        for (byte b : path.getBytes(StandardCharsets.UTF_8)) {
            boolean plain = b >= 'a' && b <= 'z' || b >= 'A' && b <= 'Z' || b >= '0' && b <= '9'
                    || b > 0 && UNESCAPED.indexOf(b) >= 0;
            if (plain) {
                text.append((char) b);
            } else {
                text.append('%').append(HEX[b >> 4 & 0xf]).append(HEX[b & 0xf]);
            }
        }
        return text.toString();
    }
}
