package io.serval.container.servlet;

import java.io.IOException;

import jakarta.servlet.DispatcherType;
import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;

import io.serval.container.config.ContextSwitch;
import io.serval.container.mapping.PathNormalizer;
import io.serval.http.HttpException;

/**
 * Forwards and includes (Servlet 6.1 chapter 9). Immutable; may be kept and used by many requests.
 *
 * <p>The request stays the same object and shows another view meanwhile, so what an application wrapped around it stays
 * around it, and filters and servlets get exactly the objects that were passed on.
 */
public final class RequestDispatcherImpl implements RequestDispatcher {
    private final DispatchTarget target;
    private final String uri;
    private final String query;

    private RequestDispatcherImpl(DispatchTarget target, String uri, String query) {
        this.target = target;
        this.uri = uri;
        this.query = query;
    }

    /**
     * To a path of an application.
     *
     * @param pathAndQuery below the context; encoded, unless the administrator says it is not
     * @return {@code null} if it does not start with {@code /}, or leads out of the application
     */
    static RequestDispatcherImpl forPath(ServletContextImpl context, String pathAndQuery) {
        if (pathAndQuery == null || !pathAndQuery.startsWith("/")) {
            return null;
        }
        int mark = pathAndQuery.indexOf('?');
        String raw = mark < 0 ? pathAndQuery : pathAndQuery.substring(0, mark);
        String query = mark < 0 ? null : pathAndQuery.substring(mark + 1);
        try {
            DispatchTarget target = context.resolve(canonical(context, raw));
            String encoded = context.is(ContextSwitch.DISPATCHERS_USE_ENCODED_PATHS) ? raw : UriText.encodePath(raw);
            return new RequestDispatcherImpl(target, context.getContextPath() + UriText.escapeIllegal(encoded), query);
        } catch (HttpException e) {
            return null;
        }
    }

    /** Whether {@link #forPath} would have an answer. */
    static boolean isPath(ServletContextImpl context, String pathAndQuery) {
        if (pathAndQuery == null || !pathAndQuery.startsWith("/")) {
            return false;
        }
        int mark = pathAndQuery.indexOf('?');
        try {
            canonical(context, mark < 0 ? pathAndQuery : pathAndQuery.substring(0, mark));
            return true;
        } catch (HttpException e) {
            return false;
        }
    }

    /** @throws HttpException if the path is malformed or leads out of the application */
    static String canonical(ServletContextImpl context, String path) throws HttpException {
        boolean encoded = context.is(ContextSwitch.DISPATCHERS_USE_ENCODED_PATHS);
        return PathNormalizer.STRICT.normalizeCharacters(encoded ? path : UriText.encodePath(path));
    }

    static RequestDispatcherImpl named(DispatchTarget target) {
        return new RequestDispatcherImpl(target, null, null);
    }

    DispatchTarget target() {
        return target;
    }

    String uri() {
        return uri;
    }

    String query() {
        return query;
    }

    @Override public void forward(ServletRequest request, ServletResponse response)
            throws ServletException, IOException {
        if (response.isCommitted()) {
            throw new IllegalStateException("forward() is not possible: the response is committed already");
        }
        response.resetBuffer();
        dispatch(DispatcherType.FORWARD, request, response);
        HttpServletRequestImpl own = HttpServletRequestImpl.of(request);
        if (!own.isAsyncStarted() && own.upgrade() == null) {
            close(response, own);
        }
    }

    /** What a forward wrote is the whole response (§9.4). Errors that were sent are told later, by the container. */
    private static void close(ServletResponse response, HttpServletRequestImpl request) throws IOException {
        HttpServletResponseImpl own = request.response();
        if (own.errorStatus() != 0) {
            return;
        }
        boolean wrapped = response != own;
        if (wrapped && own.request().view().context().is(ContextSwitch.SUSPEND_WRAPPED_RESPONSE_AFTER_FORWARD)) {
            closeWrapped(response);
        }
        if (!wrapped) {
            own.close();
        }
    }

    private static void closeWrapped(ServletResponse response) throws IOException {
        try {
            response.getWriter().close();
        } catch (IllegalStateException e) {
            response.getOutputStream().close();
        }
    }

    @Override public void include(ServletRequest request, ServletResponse response)
            throws ServletException, IOException {
        HttpServletResponseImpl own = HttpServletResponseImpl.of(response);
        own.enterInclude();
        try {
            dispatch(DispatcherType.INCLUDE, request, response);
        } finally {
            own.leaveInclude();
        }
    }

    /** As a forward to an error page, by the container, which resets the response before and closes it after. */
    void error(HttpServletRequestImpl request) throws ServletException, IOException {
        dispatch(DispatcherType.ERROR, request, request.response());
    }

    private void dispatch(DispatcherType type, ServletRequest request, ServletResponse response)
            throws ServletException, IOException {
        HttpServletRequestImpl own = HttpServletRequestImpl.of(request);
        checkWrapping(own, request, response);
        RequestView outer = own.view();
        RequestView inner = new RequestView(target, target.servlet(), uri, query, type);
        ContextLoader loader = outer.context() == target.context()
                ? null : ContextLoader.enter(target.context().getClassLoader());
        Dispatch dispatch = own.enter(type, inner, shown(type, outer));
        RequestScope scope = null;
        try {
            scope = isScope(type, outer) ? RequestScope.enter(target.context(), request) : null;
            target.chain(type).doFilter(request, response);
        } catch (ServletException | IOException | RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new ServletException(e);       // a compiler can be outwitted; the caller gets what is declared (§9.5)
        } finally {
            if (scope != null) {
                scope.leave();
            }
            own.leave(dispatch);
            if (loader != null) {
                loader.leave();
            }
        }
    }

    /** Whether listeners of requests hear of it: those of another application always do (§11.3). */
    private boolean isScope(DispatcherType type, RequestView outer) {
        return outer.context() != target.context() || type == DispatcherType.FORWARD
                && target.context().is(ContextSwitch.FIRE_REQUEST_LISTENERS_ON_FORWARDS);
    }

    /** A forward shows the new path; an include, and a dispatch by name, the old one with another servlet. */
    private RequestView shown(DispatcherType type, RequestView outer) {
        if (target.isNamed() || type == DispatcherType.INCLUDE) {
            return new RequestView(outer.target(), target.servlet(), outer.requestUri(), outer.query(), type);
        }
        String shownQuery = query != null ? query : outer.query();
        return new RequestView(target, target.servlet(), uri, shownQuery, type);
    }

    /** The request and the response must be those of this request, or wrappers of them (§9.2). */
    private static void checkWrapping(HttpServletRequestImpl own, ServletRequest request, ServletResponse response)
            throws ServletException {
        if (HttpServletResponseImpl.of(response) != own.response()) {
            throw new IllegalArgumentException("the response does not belong to the request");
        }
        if (own.arguments() != null) {
            own.arguments().checkPassedOn(request, response);
        }
    }
}
