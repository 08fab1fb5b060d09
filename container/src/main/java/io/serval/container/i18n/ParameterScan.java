package io.serval.container.i18n;

/** Walks {@code name=value} parameters separated by semicolons, with quoted strings (RFC 9110 §5.6.6). */
public final class ParameterScan {
    private ParameterScan() { }

    /** The index of the next {@code ;} outside a quoted string, or the length of the text. */
    public static int next(String text, int start) {
        boolean quoted = false;
        for (int i = start; i < text.length(); i++) {
            char c = text.charAt(i);
            if (quoted && c == '\\') {
                i++;
            } else if (c == '"') {
                quoted = !quoted;
            } else if (c == ';' && !quoted) {
                return i;
            }
        }
        return text.length();
    }

    /**
     * The value of the first parameter of that name after the first {@code ;}, without its quotes.
     *
     * @return {@code null} if there is none
     */
    public static String find(String text, String name) {
        String raw = findRaw(text, name);
        return raw == null ? null : unquote(raw);
    }

    /** As {@link #find}, with the quotes. */
    public static String findRaw(String text, String name) {
        int end = next(text, 0);
        while (end < text.length()) {
            int start = end + 1;
            end = next(text, start);
            int equals = text.indexOf('=', start);
            if (equals > 0 && equals < end && text.substring(start, equals).trim().equalsIgnoreCase(name)) {
                return text.substring(equals + 1, end).trim();
            }
        }
        return null;
    }

    /** A token as it is; of a quoted string what it means. An unclosed one reaches to its end. */
    public static String unquote(String value) {
        if (value.isEmpty() || value.charAt(0) != '"') {
            return value;
        }
        StringBuilder plain = new StringBuilder(value.length());
        for (int i = 1; i < value.length() && value.charAt(i) != '"'; i++) {
            if (value.charAt(i) == '\\' && i + 1 < value.length()) {
                i++;
            }
            plain.append(value.charAt(i));
        }
        return plain.toString();
    }
}
