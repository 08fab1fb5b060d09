package io.serval.container.cookie;

import java.util.ArrayList;
import java.util.List;

import jakarta.servlet.http.Cookie;

/**
 * Reads the {@code Cookie} field (RFC 6265 §5.4 as browsers send it, more lenient than its grammar). Never throws: what
 * is no cookie is left out, and the rest is read.
 */
public final class CookieParser {
    /** Cookies of one request beyond this many are left out. */
    public static final int MAX_COOKIES = 200;

    private CookieParser() { }

    /**
     * The cookies of one field value, in their order.
     *
     * @param header the field value; may be {@code null}
     * @return empty if there is none
     */
    public static List<Cookie> parse(String header) {
        if (header == null) {
            return List.of();
        }
        List<Cookie> cookies = new ArrayList<>(4);
        parse(header, cookies);
        return cookies;
    }

    /** Adds the cookies of one field value to those of earlier lines: HTTP/2 clients may send a line a cookie. */
    public static void parse(String header, List<Cookie> into) {
        int start = 0;
        while (start < header.length() && into.size() < MAX_COOKIES) {
            int end = pairEnd(header, start);
            addPair(header, start, end, into);
            start = end + 1;
        }
    }

    private static void addPair(String header, int start, int end, List<Cookie> into) {
        int equals = header.indexOf('=', start);
        if (equals <= start || equals >= end) {
            return;
        }
        String name = trimmed(header, start, equals);
        String value = trimmed(header, equals + 1, end);
        if (CookieSyntax.isName(name) && CookieSyntax.hasNoControls(value)) {
            into.add(new Cookie(name, value));
        }
    }

    /**
     * The value of the cookie of that name, found without making an object for any other.
     *
     * @param header     the field value; may be {@code null}
     * @param name       compared with regard to case
     * @param occurrence 0 for the first cookie of that name, 1 for the next: a browser sends one for each path
     * @return {@code null} if there is none
     */
    public static String value(String header, String name, int occurrence) {
        int left = occurrence;
        int start = 0;
        while (header != null && start < header.length()) {
            int end = pairEnd(header, start);
            int nameStart = skipBlanks(header, start, end);
            int equals = equalsAfter(header, nameStart, end, name);
            if (equals >= 0 && left-- == 0) {
                return CookieSyntax.unquote(trimmed(header, equals + 1, end));
            }
            start = end + 1;
        }
        return null;
    }

    /** Where the {@code =} stands if the pair has exactly that name, else -1. */
    private static int equalsAfter(String header, int nameStart, int end, String name) {
        if (!header.startsWith(name, nameStart)) {
            return -1;
        }
        int equals = skipBlanks(header, nameStart + name.length(), end);
        return equals < end && header.charAt(equals) == '=' ? equals : -1;
    }

    private static int pairEnd(String header, int start) {
        int semicolon = header.indexOf(';', start);
        return semicolon < 0 ? header.length() : semicolon;
    }

    private static int skipBlanks(String header, int start, int end) {
        int i = start;
        while (i < end && isBlank(header.charAt(i))) {
            i++;
        }
        return i;
    }

    private static String trimmed(String header, int start, int end) {
        int from = skipBlanks(header, start, end);
        int to = end;
        while (to > from && isBlank(header.charAt(to - 1))) {
            to--;
        }
        return header.substring(from, to);
    }

    private static boolean isBlank(char c) {
        return c == ' ' || c == '\t';
    }
}
