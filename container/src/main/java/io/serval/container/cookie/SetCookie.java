package io.serval.container.cookie;

import java.util.Map;

import jakarta.servlet.http.Cookie;

import io.serval.container.i18n.HttpDate;

/** Writes the value of a {@code Set-Cookie} field (RFC 6265 §4.1), strictly by its grammar. */
public final class SetCookie {
    private static final String MAX_AGE = "Max-Age";
    private static final String SECURE = "Secure";
    private static final String HTTP_ONLY = "HttpOnly";
    private static final String EXPIRES = "Expires";

    /** A time that has passed wherever the clock of the client stands. */
    private static final long LONG_AGO_MILLIS = 10_000;

    private SetCookie() { }

    /** As {@link #format(Cookie, long)}, now. */
    public static String format(Cookie cookie) {
        return format(cookie, System.currentTimeMillis());
    }

    /**
     * The field value.
     *
     * <p>{@code Max-Age} goes with the {@code Expires} of the same meaning, unless the application set one itself. An
     * attribute whose value is empty, such as {@code Secure} or {@code Partitioned}, stands alone.
     *
     * @param nowMillis from when {@code Max-Age} counts, in milliseconds since the epoch
     * @throws IllegalArgumentException where name, value or attribute have characters that a cookie must not have; the
     *                                  message names the cookie and the character
     */
    public static String format(Cookie cookie, long nowMillis) {
        String value = cookie.getValue() == null ? "" : cookie.getValue();
        check(CookieSyntax.isName(cookie.getName()), cookie, "name", cookie.getName());
        check(CookieSyntax.isValue(value), cookie, "value", value);
        StringBuilder text = new StringBuilder(96).append(cookie.getName()).append('=').append(value);
        appendMaxAge(cookie, nowMillis, text);
        for (Map.Entry<String, String> attribute : cookie.getAttributes().entrySet()) {
            if (!attribute.getKey().equalsIgnoreCase(MAX_AGE) && !isOff(attribute.getKey(), attribute.getValue())) {
                appendAttribute(cookie, attribute.getKey(), attribute.getValue(), text);
            }
        }
        return text.toString();
    }

    /** {@code Secure} and {@code HttpOnly} are on by being there; {@code Cookie} takes them for off with any value. */
    private static boolean isOff(String name, String value) {
        return !value.isEmpty() && (name.equalsIgnoreCase(SECURE) || name.equalsIgnoreCase(HTTP_ONLY));
    }

    private static void appendMaxAge(Cookie cookie, long nowMillis, StringBuilder text) {
        int maxAge = cookie.getMaxAge();
        if (maxAge < 0) {
            return;
        }
        text.append("; Max-Age=").append(maxAge);
        if (cookie.getAttribute(EXPIRES) == null) {
            long expires = maxAge == 0 ? LONG_AGO_MILLIS : nowMillis + maxAge * 1000L;
            text.append("; Expires=").append(HttpDate.format(expires));
        }
    }

    private static void appendAttribute(Cookie cookie, String name, String value, StringBuilder text) {
        check(CookieSyntax.isName(name), cookie, "attribute name", name);
        check(CookieSyntax.isAttributeValue(value), cookie, name, value);
        text.append("; ").append(name);
        if (!value.isEmpty()) {
            text.append('=').append(value);
        }
    }

    private static void check(boolean valid, Cookie cookie, String what, String text) {
        if (!valid) {
            throw new IllegalArgumentException("The " + what + " of cookie [" + printable(cookie.getName())
                    + "] has a character that RFC 6265 does not allow: [" + printable(text) + "]");
        }
    }

    private static String printable(String text) {
        return text.codePoints().mapToObj(c -> c < 0x20 || c >= 0x7f ? String.format("\\u%04x", c)
                : Character.toString(c)).collect(java.util.stream.Collectors.joining());
    }
}
