package io.serval.container.servlet;

import io.serval.http.HttpException;

/**
 * Where an asynchronous dispatch goes. Immutable.
 *
 * @param target what it leads to
 * @param uri    as {@code getRequestURI()} will give it
 * @param query  of the dispatch; {@code null} if it brings none
 * @param full   as {@code getQueryString()} will give it
 */
record AsyncTarget(DispatchTarget target, String uri, String query, String full) {
    /** To where the container dispatched last. */
    static AsyncTarget again(RequestView view) {
        DispatchTarget target = view.target().context().resolve(view.target().canonicalPath());
        return new AsyncTarget(target, view.requestUri(), null, view.query());
    }

    /** To the URI a request gave, which includes the context path. */
    static AsyncTarget ofUri(ServletContextImpl context, String uri, RequestView view) {
        String contextPath = ContextPathText.in(uri, context);
        String path = uri.startsWith(contextPath) ? uri.substring(contextPath.length()) : uri;
        try {
            DispatchTarget target = context.resolve(RequestDispatcherImpl.canonical(context,
                    path.isEmpty() ? "/" : path));
            return new AsyncTarget(target, uri, null, view.query());
        } catch (HttpException e) {
            throw new IllegalStateException("dispatch() cannot go to " + uri + ": " + e.getMessage(), e);
        }
    }

    /** To a path of an application, with a query or without. */
    static AsyncTarget ofPath(ServletContextImpl context, String path) {
        RequestDispatcherImpl dispatcher = RequestDispatcherImpl.forPath(context, path);
        if (dispatcher == null) {
            throw new IllegalArgumentException("dispatch() needs a path that starts with /, was " + path);
        }
        return new AsyncTarget(dispatcher.target(), dispatcher.uri(), dispatcher.query(), dispatcher.query());
    }
}
