package io.serval.container.mapping;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The servlet mappings of an application (Servlet 6.1 §12.1): exact path, longest prefix, extension, default, each one
 * a lookup by hash. Immutable.
 *
 * @param <T> what a mapping leads to
 */
public final class ServletMappings<T> {
    private final Map<String, T> exact;
    private final Map<String, T> prefixes;
    private final Map<String, T> extensions;
    private final T contextRoot;
    private final T otherwise;

    private ServletMappings(Builder<T> builder) {
        exact = new HashMap<>();
        prefixes = new HashMap<>();
        extensions = new HashMap<>();
        T root = null;
        T fallback = null;
        for (Map.Entry<String, T> entry : builder.targets.entrySet()) {
            T target = entry.getValue();
            UrlPattern kind = UrlPattern.parse(entry.getKey());
            if (kind instanceof UrlPattern.Exact pattern) {
                exact.put(pattern.text(), target);
            } else if (kind instanceof UrlPattern.Prefix pattern) {
                prefixes.put(pattern.prefix(), target);
            } else if (kind instanceof UrlPattern.Extension pattern) {
                extensions.put(pattern.extension(), target);
            } else if (kind instanceof UrlPattern.ContextRoot) {
                root = target;
            } else {
                fallback = target;
            }
        }
        contextRoot = root;
        otherwise = fallback;
    }

    /**
     * What a canonical path leads to.
     *
     * @param path below the context, starting with {@code /}
     * @return {@code null} if nothing is mapped to it
     */
    public ServletMatch<T> match(String path) {
        ServletMatch<T> match = matchExact(path);
        if (match == null) {
            match = matchPrefix(path);
        }
        if (match == null) {
            match = matchExtension(path);
        }
        return match == null && otherwise != null ? ServletMatch.otherwise(otherwise, path) : match;
    }

    /** Only by the exact patterns, the context root among them; {@code null} if none matches. */
    public ServletMatch<T> matchExact(String path) {
        if (contextRoot != null && path.equals("/")) {
            return ServletMatch.contextRoot(contextRoot);
        }
        T target = exact.get(path);
        return target == null ? null : ServletMatch.exact(target, path);
    }

    /** Only by the path prefixes, the longest first; {@code null} if none matches. */
    public ServletMatch<T> matchPrefix(String path) {
        if (prefixes.isEmpty()) {
            return null;
        }
        int end = path.length();
        while (end >= 0) {
            String prefix = path.substring(0, end);
            T target = prefixes.get(prefix);
            if (target != null) {
                return ServletMatch.prefix(target, prefix, path);
            }
            end = path.lastIndexOf('/', end - 1);
        }
        return null;
    }

    /** Only by the extension of the last segment; {@code null} if none matches. */
    public ServletMatch<T> matchExtension(String path) {
        if (extensions.isEmpty()) {
            return null;
        }
        int dot = path.lastIndexOf('.');
        if (dot < 0 || dot < path.lastIndexOf('/')) {
            return null;
        }
        String extension = path.substring(dot);
        T target = extensions.get(extension);
        return target == null ? null : ServletMatch.extension(target, extension, path);
    }

    /** Collects mappings. For one thread. */
    public static final class Builder<T> {
        /** By the text of the pattern, which says all of it. */
        private final Map<String, T> targets = new LinkedHashMap<>();

        /**
         * Maps a pattern.
         *
         * @return what the pattern was mapped to before, which stays, or {@code null} if it was free
         */
        public T add(UrlPattern pattern, T target) {
            T present = targets.putIfAbsent(pattern.text(), target);
            return present == null || present.equals(target) ? null : present;
        }

        /** What a pattern is mapped to, or {@code null}. */
        public T get(UrlPattern pattern) {
            return targets.get(pattern.text());
        }

        public ServletMappings<T> build() {
            return new ServletMappings<>(this);
        }
    }
}
