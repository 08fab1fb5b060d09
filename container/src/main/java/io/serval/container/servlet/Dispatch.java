package io.serval.container.servlet;

import java.nio.charset.Charset;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.RequestDispatcher;

import io.serval.container.parameter.Parameters;

/**
 * One nested dispatch of a request (Servlet 6.1 chapter 9): what the request looked like outside of it, so that it can
 * look so again, and what the dispatch adds: parameters of its query, attributes that tell of the outside or, for an
 * include, of the inside. Owned by the thread of the request.
 */
final class Dispatch {
    /** The dispatch around this one, or {@code null} if this is the first. */
    final Dispatch outer;
    final DispatcherType type;
    /** How the request looked outside. */
    final RequestView view;
    /** What was dispatched to. */
    final RequestView inner;
    private Parameters parameters;

    Dispatch(Dispatch outer, DispatcherType type, RequestView view, RequestView inner) {
        this.outer = outer;
        this.type = type;
        this.view = view;
        this.inner = inner;
    }

    /** The parameters of the request with those of the dispatches around and of this one in front. */
    Parameters parameters(HttpServletRequestImpl request, Charset charset) {
        if (parameters == null) {
            Parameters around = outer == null ? request.ownParameters() : outer.parameters(request, charset);
            parameters = inner.query() == null ? around : around.behindQuery(inner.query(), charset);
        }
        return parameters;
    }

    /** A dispatch by name has a servlet to go to, but no path to tell of. */
    private boolean hasPath() {
        return !inner.target().isNamed();
    }

    /** The value of an attribute that dispatches set, seen from this one; {@code null} if none of them sets it. */
    static Object attribute(Dispatch innermost, String name) {
        if (name.startsWith("jakarta.servlet.include.")) {
            return includeAttribute(innermost, name);
        }
        if (name.startsWith("jakarta.servlet.forward.")) {
            return forwardAttribute(innermost, name);
        }
        return name.startsWith("jakarta.servlet.async.") ? asyncAttribute(innermost, name) : null;
    }

    /** Of the nearest include: what it leads to (§9.3.1). */
    private static Object includeAttribute(Dispatch innermost, String name) {
        Dispatch dispatch = innermost;
        while (dispatch != null && dispatch.type != DispatcherType.INCLUDE) {
            dispatch = dispatch.outer;
        }
        if (dispatch == null || !dispatch.hasPath()) {
            return null;
        }
        RequestView inner = dispatch.inner;
        return switch (name) {
            case RequestDispatcher.INCLUDE_REQUEST_URI -> inner.requestUri();
            case RequestDispatcher.INCLUDE_CONTEXT_PATH -> inner.contextPath();
            case RequestDispatcher.INCLUDE_SERVLET_PATH -> inner.target().servletPath();
            case RequestDispatcher.INCLUDE_PATH_INFO -> inner.target().pathInfo();
            case RequestDispatcher.INCLUDE_MAPPING -> inner.target().mapping();
            case RequestDispatcher.INCLUDE_QUERY_STRING -> inner.query();
            default -> null;
        };
    }

    /** Of the first forward: what the request was before (§9.4.2). An error page is reached as if by a forward. */
    private static Object forwardAttribute(Dispatch innermost, String name) {
        RequestView original = null;
        for (Dispatch each = innermost; each != null; each = each.outer) {
            if ((each.type == DispatcherType.FORWARD || each.type == DispatcherType.ERROR) && each.hasPath()) {
                original = each.view;
            }
        }
        if (original == null) {
            return null;
        }
        return switch (name) {
            case RequestDispatcher.FORWARD_REQUEST_URI -> original.requestUri();
            case RequestDispatcher.FORWARD_CONTEXT_PATH -> original.contextPath();
            case RequestDispatcher.FORWARD_SERVLET_PATH -> original.target().servletPath();
            case RequestDispatcher.FORWARD_PATH_INFO -> original.target().pathInfo();
            case RequestDispatcher.FORWARD_MAPPING -> original.target().mapping();
            case RequestDispatcher.FORWARD_QUERY_STRING -> original.query();
            default -> null;
        };
    }

    /** Of the first asynchronous dispatch: what the request was before (§9.7.2). */
    private static Object asyncAttribute(Dispatch innermost, String name) {
        RequestView original = null;
        for (Dispatch each = innermost; each != null; each = each.outer) {
            if (each.type == DispatcherType.ASYNC) {
                original = each.view;
            }
        }
        if (original == null) {
            return null;
        }
        return switch (name) {
            case AsyncContext.ASYNC_REQUEST_URI -> original.requestUri();
            case AsyncContext.ASYNC_CONTEXT_PATH -> original.contextPath();
            case AsyncContext.ASYNC_SERVLET_PATH -> original.target().servletPath();
            case AsyncContext.ASYNC_PATH_INFO -> original.target().pathInfo();
            case AsyncContext.ASYNC_MAPPING -> original.target().mapping();
            case AsyncContext.ASYNC_QUERY_STRING -> original.query();
            default -> null;
        };
    }
}
