package io.serval.container.security;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/**
 * Reads the parameters of an {@code Authorization} field (RFC 9110 §11.2): {@code name=token} or {@code
 * name="quoted"}, separated by commas. Confined to one call.
 */
final class AuthorizationFields {
    private final String text;
    private int at;

    private AuthorizationFields(String text, int from) {
        this.text = text;
        this.at = from;
    }

    /**
     * @param text the field value
     * @param from where the parameters start, after the scheme
     * @return values by lower-case name, or {@code null} if it is malformed or a name stands twice
     */
    static Map<String, String> parse(String text, int from) {
        return new AuthorizationFields(text, from).parameters();
    }

    /** As a quoted-string (RFC 9110 §5.6.4). */
    static String quote(String value) {
        return '"' + value.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }

    private Map<String, String> parameters() {
        Map<String, String> result = new LinkedHashMap<>();
        skip(" \t,");
        while (at < text.length()) {
            String name = token().toLowerCase(Locale.ROOT);
            skip(" \t");
            if (name.isEmpty() || !take('=')) {
                return null;
            }
            skip(" \t");
            String value = at < text.length() && text.charAt(at) == '"' ? quoted() : token();
            if (value == null || result.put(name, value) != null || !atSeparator()) {
                return null;
            }
            skip(" \t,");
        }
        return result;
    }

    private void skip(String characters) {
        while (at < text.length() && characters.indexOf(text.charAt(at)) >= 0) {
            at++;
        }
    }

    private boolean take(char expected) {
        if (at == text.length() || text.charAt(at) != expected) {
            return false;
        }
        at++;
        return true;
    }

    /** Whether the list ends here or goes on. */
    private boolean atSeparator() {
        skip(" \t");
        return at == text.length() || text.charAt(at) == ',';
    }

    private String token() {
        int start = at;
        while (at < text.length() && isTokenCharacter(text.charAt(at))) {
            at++;
        }
        return text.substring(start, at);
    }

    private static boolean isTokenCharacter(char c) {
        return c > ' ' && c < 0x7f && "()<>@,;:\\\"/[]?={}".indexOf(c) < 0;
    }

    /** The text between quotes, or {@code null} if they do not close. */
    private String quoted() {
        StringBuilder result = new StringBuilder();
        for (at++; at < text.length(); at++) {
            char c = text.charAt(at);
            if (c == '"') {
                at++;
                return result.toString();
            }
            if (c == '\\' && ++at == text.length()) {
                return null;
            }
            result.append(text.charAt(at));
        }
        return null;
    }
}
