package io.serval.container.servlet;

import io.serval.container.mapping.PathNormalizer;
import io.serval.http.HttpException;

/** The part of a request URI that selects the application, in the words of the client (Servlet 6.1 §3.6). */
final class ContextPathText {
    private ContextPathText() { }

    /**
     * The beginning of a URI that means the path of a context, path parameters included. It starts with one slash,
     * however many the client sent: with two, a redirect to it would lead to another host.
     */
    static String in(String uri, ServletContextImpl context) {
        String usual = context.getContextPath();
        if (usual.isEmpty() || isWholePrefix(uri, usual)) {
            return usual;
        }
        String text = uri.substring(leadingSlashes(uri));
        for (int end = nextEnd(text, 0); end >= 0; end = nextEnd(text, end)) {
            if (means(text.substring(0, end), context)) {
                return text.substring(0, end);
            }
        }
        return usual;
    }

    private static boolean isWholePrefix(String uri, String prefix) {
        return uri.startsWith(prefix) && (uri.length() == prefix.length() || uri.charAt(prefix.length()) == '/');
    }

    /** How many slashes stand before the first that is followed by something else. */
    private static int leadingSlashes(String uri) {
        int count = 0;
        while (count + 1 < uri.length() && uri.charAt(count + 1) == '/') {
            count++;
        }
        return count;
    }

    /** Where the segment after {@code from} ends; -1 if there is none. */
    private static int nextEnd(String text, int from) {
        if (from >= text.length()) {
            return -1;
        }
        int slash = text.indexOf('/', from + 1);
        return slash < 0 ? text.length() : slash;
    }

    private static boolean means(String text, ServletContextImpl context) {
        try {
            return PathNormalizer.STRICT.normalize(text).equals(context.path());
        } catch (HttpException e) {
            return false;
        }
    }
}
