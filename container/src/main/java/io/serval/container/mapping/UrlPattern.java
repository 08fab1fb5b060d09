package io.serval.container.mapping;

/**
 * A {@code url-pattern} (Servlet 6.1 §12.2), matched against a canonical path below the context.
 *
 * <p>The five kinds are the five ways a servlet can be mapped; filters and security constraints use the same patterns.
 */
public sealed interface UrlPattern {
    /** The pattern as it is written in a descriptor. */
    String text();

    /** Whether a path, starting with {@code /}, is one of those the pattern names. */
    boolean matches(String path);

    /** One path: {@code /catalog}. */
    record Exact(String text) implements UrlPattern {
        @Override public boolean matches(String path) {
            return path.equals(text);
        }
    }

    /**
     * A path and all below it: {@code /catalog/*}.
     *
     * @param prefix without the {@code /*}; empty for all paths
     */
    record Prefix(String prefix) implements UrlPattern {
        @Override public String text() {
            return prefix + "/*";
        }

        @Override public boolean matches(String path) {
            return path.startsWith(prefix) && (path.length() == prefix.length() || path.charAt(prefix.length()) == '/');
        }
    }

    /**
     * Paths whose last segment ends with an extension: {@code *.jsp}.
     *
     * @param extension with its dot
     */
    record Extension(String extension) implements UrlPattern {
        @Override public String text() {
            return '*' + extension;
        }

        @Override public boolean matches(String path) {
            return path.endsWith(extension) && path.lastIndexOf('/') < path.length() - extension.length();
        }
    }

    /** What nothing else is mapped to: {@code /}. */
    record Default() implements UrlPattern {
        @Override public String text() {
            return "/";
        }

        @Override public boolean matches(String path) {
            return true;
        }
    }

    /** The root of the context and nothing else: the empty pattern. */
    record ContextRoot() implements UrlPattern {
        @Override public String text() {
            return "";
        }

        @Override public boolean matches(String path) {
            return path.equals("/");
        }
    }

    /**
     * Reads a pattern.
     *
     * @throws IllegalArgumentException saying what would be valid, if it is none
     */
    static UrlPattern parse(String text) {
        if (text.isEmpty()) {
            return new ContextRoot();
        }
        checkCharacters(text);
        if (text.startsWith("*.")) {
            return extension(text);
        }
        if (!text.startsWith("/")) {
            throw invalid(text, "it must be empty, start with / or with *.");
        }
        if (text.endsWith("/*")) {
            return new Prefix(checkedStar(text, text.substring(0, text.length() - 2)));
        }
        return text.equals("/") ? new Default() : new Exact(text);
    }

    private static UrlPattern extension(String text) {
        if (text.indexOf('/') >= 0) {
            throw invalid(text, "an extension cannot contain /");
        }
        return new Extension(text.substring(1));
    }

    /** A star elsewhere is legal and means itself, except where it makes a pattern that looks like two in one. */
    private static String checkedStar(String text, String prefix) {
        if (prefix.contains("*.")) {
            throw invalid(text, "a path prefix cannot contain an extension");
        }
        return prefix;
    }

    private static void checkCharacters(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) < ' ') {
                throw invalid(text.replaceAll("\\p{Cntrl}", "?"), "it contains a control character");
            }
        }
    }

    private static IllegalArgumentException invalid(String text, String why) {
        return new IllegalArgumentException("invalid url-pattern \"" + text + "\": " + why);
    }
}
