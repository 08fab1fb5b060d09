package io.serval.container.servlet;

import java.io.IOException;
import java.security.Principal;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletRequestWrapper;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpSession;
import jakarta.servlet.http.HttpUpgradeHandler;
import jakarta.servlet.http.PushBuilder;

import io.serval.container.config.ContextSwitch;
import io.serval.container.config.RequestSettings;
import io.serval.container.security.GuardedExchange;
import io.serval.container.security.Identity;
import io.serval.container.security.SavedRequest;
import io.serval.container.security.SecuredRequest;
import io.serval.container.security.SecurityHandler;
import io.serval.http.FieldName;
import io.serval.http.HttpExchange;

/**
 * A request as servlets see it (Servlet 6.1 chapter 3). New for each exchange; cut off from it when the request ends,
 * from when on every method throws an {@link IllegalStateException}.
 *
 * <p>During a dispatch it is the same object that shows another {@link RequestView}, so wrappers of the application
 * stay the outermost. Owned by one thread at a time. The layers below it hold what belongs together: the exchange and
 * its dispatches, the head, the content; here are session, caller, asynchronous processing and upgrade.
 */
public final class HttpServletRequestImpl extends RequestBody implements SecuredRequest {
    private final HttpServletResponseImpl response;
    private AsyncContextImpl async;
    private RequestSession session;
    private Identity identity;
    private GuardedExchange guarded;
    private UpgradeStart upgrade;

    /** @param view where the request leads to */
    public HttpServletRequestImpl(RequestCycle cycle, RequestSettings settings, HttpExchange exchange,
                                  RequestView view) {
        super(cycle, settings, exchange, view);
        response = new HttpServletResponseImpl(this);
    }

    /**
     * The container's own request below the wrappers of an application.
     *
     * @throws IllegalArgumentException if there is none
     */
    static HttpServletRequestImpl of(ServletRequest request) {
        ServletRequest each = request;
        while (!(each instanceof HttpServletRequestImpl)) {
            if (!(each instanceof ServletRequestWrapper wrapper)) {
                throw new IllegalArgumentException("neither the request of this container nor a wrapper of it: "
                        + (each == null ? null : each.getClass().getName()));
            }
            each = wrapper.getRequest();
        }
        return (HttpServletRequestImpl) each;
    }

    @Override HttpServletRequestImpl self() {
        return this;
    }

    public HttpServletResponseImpl response() {
        return response;
    }

    /** The asynchronous context, or {@code null} if there never was one. */
    AsyncContextImpl async() {
        return async;
    }

    UpgradeStart upgrade() {
        return upgrade;
    }

    RequestSession openSession() {
        return session;
    }

    /** Makes the client's session, if it named one, one that is in use by this request (§7.6). */
    public void joinSession() {
        if (!view().context().is(ContextSwitch.ALWAYS_ACCESS_SESSION)) {
            return;
        }
        boolean byTls = view().context().tracking().byTls() && live().connection().secure();
        if (byTls || header(FieldName.COOKIE) != null || view().requestUri().indexOf(';') >= 0) {
            session().join();
        }
    }

    /** The session in the application that serves the request now. */
    private RequestSession session() {
        live();
        ServletContextImpl context = view().context();
        if (session == null) {
            session = new RequestSession(this, context, null);
        }
        RequestSession each = session;
        while (each.context() != context) {
            if (each.next() == null) {
                each.next(new RequestSession(this, context, session));
            }
            each = each.next();
        }
        return each;
    }

    @Override public HttpSession getSession() {
        return session().get(true);
    }

    @Override public HttpSession getSession(boolean create) {
        return session().get(create);
    }

    @Override public String changeSessionId() {
        return session().changeId();
    }

    @Override public String getRequestedSessionId() {
        return session().requestedId();
    }

    @Override public boolean isRequestedSessionIdValid() {
        return session().isRequestedIdValid();
    }

    @Override public boolean isRequestedSessionIdFromCookie() {
        return session().isFromCookie();
    }

    @Override public boolean isRequestedSessionIdFromURL() {
        return session().isFromUrl();
    }

    String encodeUrl(String url) {
        return session().encode(url);
    }

    private SecurityHandler security() {
        live();
        return baseView().context().security();
    }

    @Override public String getAuthType() {
        SecurityHandler security = security();
        return security == null ? null : security.authType(this);
    }

    @Override public String getRemoteUser() {
        SecurityHandler security = security();
        return security == null ? null : security.remoteUser(this);
    }

    @Override public Principal getUserPrincipal() {
        SecurityHandler security = security();
        return security == null ? null : security.userPrincipal(this);
    }

    @Override public boolean isUserInRole(String role) {
        SecurityHandler security = security();
        return security != null && security.isUserInRole(this, role, view().servlet().roleReferences());
    }

    @Override public boolean authenticate(HttpServletResponse answer) throws IOException, ServletException {
        SecurityHandler security = security();
        if (security == null) {
            throw new ServletException(baseView().context() + " has no way to authenticate: it has no login-config");
        }
        return security.authenticate(this, answer);
    }

    @Override public void login(String user, String password) throws ServletException {
        SecurityHandler security = security();
        if (security == null) {
            throw new ServletException(baseView().context() + " has no realm to log in to");
        }
        security.login(this, user, password);
    }

    @Override public void logout() {
        SecurityHandler security = security();
        if (security != null) {
            security.logout(this);
        }
    }

    @Override public HttpServletRequest servletRequest() {
        return this;
    }

    @Override public HttpServletResponse servletResponse() {
        return response;
    }

    @Override public String canonicalPath() {
        return baseView().target().canonicalPath();
    }

    @Override public String mappedPath() {
        return baseView().target().path();
    }

    @Override public int redirectPort() {
        return settings().redirectPort();
    }

    @Override public Identity identity() {
        return identity;
    }

    @Override public void identity(Identity value) {
        identity = value;
    }

    @Override public GuardedExchange guarded() {
        return guarded;
    }

    @Override public void guarded(GuardedExchange exchange) {
        guarded = exchange;
    }

    /** What the application is given: this request, or what an authentication mechanism put around it. */
    public HttpServletRequest servedRequest() {
        return guarded == null ? this : guarded.servedRequest();
    }

    /** What the application is given: the response, or what an authentication mechanism put around it. */
    public HttpServletResponse servedResponse() {
        return guarded == null ? response : guarded.servedResponse();
    }

    @Override public Object sessionNote() {
        return session().note();
    }

    @Override public void sessionNote(Object note) {
        session().note(note);
    }

    @Override public void restore(SavedRequest saved) {
        restoreFrom(saved);
        restoreCharset(saved.characterEncoding());
        forgetHeader();
    }

    @Override public AsyncContext startAsync() {
        return startAsync(servedRequest(), servedResponse(), false);
    }

    @Override public AsyncContext startAsync(ServletRequest servletRequest, ServletResponse servletResponse) {
        Checks.notNullArgument(servletRequest, "request");
        Checks.notNullArgument(servletResponse, "response");
        return startAsync(servletRequest, servletResponse, true);
    }

    private AsyncContext startAsync(ServletRequest asyncRequest, ServletResponse asyncResponse, boolean given) {
        live();
        if (asyncBlocker() != null) {
            throw new IllegalStateException("this request cannot become asynchronous: " + asyncBlocker() + " does not"
                    + " support it; set async-supported there");
        }
        if (response.isClosed()) {
            throw new IllegalStateException("this request cannot become asynchronous: its response is closed");
        }
        if (async == null) {
            AsyncContextImpl first = new AsyncContextImpl(this);
            first.start(asyncRequest, asyncResponse, given);
            async = first;
        } else {
            async.start(asyncRequest, asyncResponse, given);
        }
        return async;
    }

    @Override public boolean isAsyncStarted() {
        live();
        return async != null && async.isStarted();
    }

    @Override public boolean isAsyncSupported() {
        live();
        return asyncBlocker() == null;
    }

    @Override public AsyncContext getAsyncContext() {
        if (!isAsyncStarted()) {
            throw new IllegalStateException("startAsync() was not called in this dispatch of the request");
        }
        return async;
    }

    @Override public <T extends HttpUpgradeHandler> T upgrade(Class<T> type) throws IOException, ServletException {
        live();
        if (upgrade != null) {
            throw new IllegalStateException("upgrade() was called already for this request");
        }
        T handler = view().context().instances().create(type, type.getName());
        upgrade = new UpgradeStart(view().context(), handler);
        response.startUpgrade();
        return handler;
    }

    @Deprecated @Override public PushBuilder newPushBuilder() {
        live();
        return null;
    }

    /** Name of the caller, or {@code null}. */
    public String loggedUser() {
        return identity == null ? null : identity.name();
    }

    /** The session of the request, or {@code null}; it may have ended. */
    public HttpSession loggedSession() {
        return session == null ? null : session.used();
    }

    /** An attribute that was set, or {@code null}. */
    public Object loggedAttribute(String name) {
        return storedAttribute(name);
    }
}
