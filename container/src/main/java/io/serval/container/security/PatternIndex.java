package io.serval.container.security;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import io.serval.container.descriptor.SourceLocation;

/**
 * Values by URL pattern; finds that of the pattern that matches a path best (Servlet 6.1 §12.1): exact, then longest
 * prefix, then extension, then default. Immutable. Servlet mappings decide on requests, this index on constraints: a
 * constraint may name patterns that no servlet has.
 */
final class PatternIndex<V> {
    /** A pattern ending in {@code /*}, without these two characters. */
    private record Prefix<V>(String path, V value) {
        boolean matches(String candidate) {
            return candidate.startsWith(path)
                    && (candidate.length() == path.length() || candidate.charAt(path.length()) == '/');
        }
    }

    private final Map<String, V> exact = new HashMap<>();
    private final List<Prefix<V>> longestFirst = new ArrayList<>();
    private final Map<String, V> extensions = new HashMap<>();
    private final V otherwise;

    PatternIndex(Map<String, V> values) {
        values.forEach(this::add);
        otherwise = values.get("/");
        longestFirst.sort(Comparator.comparingInt((Prefix<V> prefix) -> prefix.path().length()).reversed());
    }

    private void add(String pattern, V value) {
        if (pattern.endsWith("/*")) {
            longestFirst.add(new Prefix<>(pattern.substring(0, pattern.length() - 2), value));
        } else if (pattern.startsWith("*.")) {
            extensions.put(pattern.substring(2), value);
        } else if (pattern.isEmpty()) {
            exact.put("/", value);
        } else if (!pattern.equals("/")) {
            exact.put(pattern, value);
        }
    }

    /** Fails if that is no pattern of §12.2. */
    static void check(String pattern, SourceLocation location) {
        boolean right = pattern.isEmpty() || pattern.startsWith("/")
                || pattern.startsWith("*.") && pattern.indexOf('/') < 0;
        if (!right) {
            throw new IllegalArgumentException(location + ": url-pattern \"" + pattern + "\" of a security-constraint "
                    + "must be empty, start with / or be *.extension");
        }
    }

    boolean isEmpty() {
        return exact.isEmpty() && longestFirst.isEmpty() && extensions.isEmpty() && otherwise == null;
    }

    /** The value of the best pattern, or {@code null} if none matches. */
    V find(String path) {
        V value = exact.get(path);
        if (value == null) {
            value = byPrefix(path);
        }
        if (value == null && !extensions.isEmpty()) {
            value = byExtension(path);
        }
        return value == null ? otherwise : value;
    }

    private V byPrefix(String path) {
        for (int i = 0; i < longestFirst.size(); i++) {
            Prefix<V> prefix = longestFirst.get(i);
            if (prefix.matches(path)) {
                return prefix.value();
            }
        }
        return null;
    }

    private V byExtension(String path) {
        int dot = path.lastIndexOf('.');
        return dot > path.lastIndexOf('/') ? extensions.get(path.substring(dot + 1)) : null;
    }
}
