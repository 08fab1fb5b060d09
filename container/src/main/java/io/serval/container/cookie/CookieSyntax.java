package io.serval.container.cookie;

/** Which characters a cookie may have: names and values of RFC 6265 §4.1.1. */
final class CookieSyntax {
    /** What {@link jakarta.servlet.http.Cookie} refuses in a name: the separators of a token. */
    private static final String SEPARATORS = "/()<>@,;:\\\"[]?={} \t";

    private static final boolean[] NAME = new boolean[128];
    private static final boolean[] VALUE = new boolean[128];

    static {
        for (char c = 0x21; c < 0x7f; c++) {
            NAME[c] = SEPARATORS.indexOf(c) < 0;
            VALUE[c] = "\",;\\".indexOf(c) < 0;
        }
    }

    private CookieSyntax() { }

    /** Whether it is a token. */
    static boolean isName(String name) {
        return !name.isEmpty() && allIn(NAME, name, 0, name.length());
    }

    /** Whether it is made of {@code cookie-octet}s, with or without double quotes around them. */
    static boolean isValue(String value) {
        int end = value.length();
        boolean quoted = isQuoted(value);
        return quoted ? allIn(VALUE, value, 1, end - 1) : allIn(VALUE, value, 0, end);
    }

    /** Whether an attribute may have that value: no control character, no semicolon, ASCII only. */
    static boolean isAttributeValue(String value) {
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c < 0x20 || c >= 0x7f || c == ';') {
                return false;
            }
        }
        return true;
    }

    static boolean hasNoControls(String value) {
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c < 0x20 && c != '\t' || c == 0x7f) {
                return false;
            }
        }
        return true;
    }

    /** The value without the double quotes around it, if it has them. */
    static String unquote(String value) {
        return isQuoted(value) ? value.substring(1, value.length() - 1) : value;
    }

    private static boolean isQuoted(String value) {
        int length = value.length();
        return length >= 2 && value.charAt(0) == '"' && value.charAt(length - 1) == '"';
    }

    private static boolean allIn(boolean[] allowed, String text, int start, int end) {
        for (int i = start; i < end; i++) {
            char c = text.charAt(i);
            if (c >= 128 || !allowed[c]) {
                return false;
            }
        }
        return true;
    }
}
