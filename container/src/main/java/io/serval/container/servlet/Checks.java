package io.serval.container.servlet;

/** Checks of arguments that the Servlet API prescribes. */
final class Checks {
    private Checks() { }

    static <T> T notNull(T value, String what) {
        if (value == null) {
            throw new NullPointerException(what + " must not be null");
        }
        return value;
    }

    /** As {@link #notNull}, where the API wants an {@link IllegalArgumentException}. */
    static <T> T notNullArgument(T value, String what) {
        if (value == null) {
            throw new IllegalArgumentException(what + " must not be null");
        }
        return value;
    }

    static String notEmpty(String value, String what) {
        if (value == null || value.isEmpty()) {
            throw new IllegalArgumentException(what + " must not be null or empty");
        }
        return value;
    }
}
