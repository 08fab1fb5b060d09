package io.serval.container.mapping;

import jakarta.servlet.http.MappingMatch;

/**
 * Which servlet a path leads to, and by which part of it (Servlet 6.1 §3.6 and §12.1). Immutable.
 *
 * @param target      the servlet
 * @param kind        how it matched
 * @param pattern     the pattern as written
 * @param servletPath the part of the path that the pattern took
 * @param pathInfo    the rest, or {@code null} if there is none
 * @param matchValue  what stood for the star, as {@code HttpServletMapping.getMatchValue()}
 */
public record ServletMatch<T>(T target, MappingMatch kind, String pattern, String servletPath, String pathInfo,
                              String matchValue) {
    static <T> ServletMatch<T> exact(T target, String path) {
        return new ServletMatch<>(target, MappingMatch.EXACT, path, path, null, path.substring(1));
    }

    static <T> ServletMatch<T> contextRoot(T target) {
        return new ServletMatch<>(target, MappingMatch.CONTEXT_ROOT, "", "", "/", "");
    }

    static <T> ServletMatch<T> prefix(T target, String prefix, String path) {
        boolean all = path.length() == prefix.length();
        return new ServletMatch<>(target, MappingMatch.PATH, prefix + "/*", prefix,
                all ? null : path.substring(prefix.length()), all ? "" : path.substring(prefix.length() + 1));
    }

    static <T> ServletMatch<T> extension(T target, String extension, String path) {
        return new ServletMatch<>(target, MappingMatch.EXTENSION, '*' + extension, path, null,
                path.substring(1, path.length() - extension.length()));
    }

    static <T> ServletMatch<T> otherwise(T target, String path) {
        return new ServletMatch<>(target, MappingMatch.DEFAULT, "/", path, null, "");
    }
}
