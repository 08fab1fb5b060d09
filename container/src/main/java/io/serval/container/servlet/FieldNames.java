package io.serval.container.servlet;

import io.serval.http.FieldName;

/** Field names from applications. */
final class FieldNames {
    private static final String TOKEN_MARKS = "!#$%&'*+-.^_`|~";

    private FieldNames() { }

    /** @throws IllegalArgumentException if a name is no token (RFC 9110 §5.6.2) */
    static FieldName checked(String name) {
        checkToken(name);
        return FieldName.of(name);
    }

    private static void checkToken(String name) {
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            boolean letterOrDigit = c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9';
            if (!letterOrDigit && TOKEN_MARKS.indexOf(c) < 0) {
                throw new IllegalArgumentException("field name with an invalid character at index " + i);
            }
        }
    }
}
