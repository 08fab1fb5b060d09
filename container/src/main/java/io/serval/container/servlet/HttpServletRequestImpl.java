package io.serval.container.servlet;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UnsupportedEncodingException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.security.Principal;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Enumeration;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.ServletConnection;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletRequestWrapper;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletMapping;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpSession;
import jakarta.servlet.http.HttpUpgradeHandler;
import jakarta.servlet.http.Part;
import jakarta.servlet.http.PushBuilder;

import io.serval.container.config.RequestSettings;
import io.serval.container.i18n.ContentType;
import io.serval.container.i18n.HttpDate;
import io.serval.container.parameter.Parameters;
import io.serval.container.security.Identity;
import io.serval.container.security.SavedRequest;
import io.serval.container.security.SecuredRequest;
import io.serval.container.security.SecurityHandler;
import io.serval.http.FieldName;
import io.serval.http.Fields;
import io.serval.http.HttpExchange;
import io.serval.http.RequestContent;

/**
 * A request as servlets see it (Servlet 6.1 chapter 3). New for each exchange; cut off from it when the request ends,
 * from when on every method throws an {@link IllegalStateException}. Members are made when they are first asked for.
 *
 * <p>During a dispatch it is the same object that shows another {@link RequestView}, so wrappers of the application
 * stay
 * the outermost. Owned by one thread at a time.
 */
public final class HttpServletRequestImpl implements HttpServletRequest, SecuredRequest {
    private final RequestCycle cycle;
    private final RequestSettings settings;
    private final HttpServletResponseImpl response;
    private final long id;
    /** {@code null} when the request has ended; volatile, as late users are on threads of their own. */
    private volatile HttpExchange exchange;

    private RequestView view;
    /** The query that the client sent, whatever dispatches came after. */
    private String sentQuery;
    /** As it was last dispatched by the container itself: by the client's request, or asynchronously. */
    private RequestView baseView;
    private Dispatch dispatch;
    private String asyncBlocker;
    private AsyncContextImpl async;
    private RequestAttributes attributes;
    private RequestSession session;
    private Parameters parameters;
    private RuntimeException parameterFailure;
    private RequestParts parts;
    private Cookie[] cookies;
    private List<Locale> locales;
    private Charset charset;
    private ServletInputStreamImpl input;
    private boolean inputTaken;
    private BufferedReader reader;
    private Identity identity;
    private RestoredRequest restored;
    private UpgradeStart upgrade;
    private RequestScope scope;
    private boolean telling;

    /** @param view where the request leads to */
    public HttpServletRequestImpl(RequestCycle cycle, RequestSettings settings, HttpExchange exchange,
                                  RequestView view) {
        this.cycle = cycle;
        this.settings = settings;
        this.id = exchange.id();
        this.exchange = exchange;
        this.view = view;
        this.baseView = view;
        this.sentQuery = view.query();
        this.response = new HttpServletResponseImpl(this);
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

    /** The exchange. @throws IllegalStateException if the request has ended */
    HttpExchange live() {
        HttpExchange live = exchange;
        if (live == null) {
            throw new IllegalStateException("request " + id + " to servlet [" + view.servlet().name() + "] of "
                    + view.context() + " has ended; a request and its response must not be used after service()"
                    + " returned, or after AsyncContext.complete()");
        }
        return live;
    }

    boolean isEnded() {
        return exchange == null;
    }

    /** Cuts the request off: from now on every use throws. */
    void end() {
        exchange = null;
    }

    public RequestCycle cycle() {
        return cycle;
    }

    RequestSettings settings() {
        return settings;
    }

    public HttpServletResponseImpl response() {
        return response;
    }

    public RequestView view() {
        return view;
    }

    RequestView baseView() {
        return baseView;
    }

    String sentQuery() {
        return sentQuery;
    }

    Dispatch dispatch() {
        return dispatch;
    }

    /** What keeps this request, where it is now, from becoming asynchronous; {@code null} if nothing does. */
    String asyncBlocker() {
        return asyncBlocker;
    }

    void asyncBlocker(String name) {
        asyncBlocker = name;
    }

    /** The asynchronous context, or {@code null} if there never was one. */
    public AsyncContextImpl async() {
        return async;
    }

    UpgradeStart upgrade() {
        return upgrade;
    }

    RequestParts openParts() {
        return parts;
    }

    RequestSession openSession() {
        return session;
    }

    /** Goes into a nested dispatch; {@link #leave} comes out of it again. */
    Dispatch enter(DispatcherType type, RequestView inner, RequestView shown) {
        dispatch = new Dispatch(dispatch, type, view, inner);
        view = shown;
        return dispatch;
    }

    void leave(Dispatch left) {
        view = left.view;
        dispatch = left.outer;
    }

    /** A new dispatch by the container itself, which is not left again. */
    void redispatch(RequestView inner, RequestView shown) {
        enter(DispatcherType.ASYNC, inner, shown);
        baseView = shown;
        asyncBlocker = null;
    }

    /** Whether an error page is told of an error, which is done by GET whatever the request was (§10.9.2). */
    void telling(boolean value) {
        telling = value;
    }

    RequestScope scope() {
        return scope;
    }

    void scope(RequestScope value) {
        scope = value;
    }

    private Fields fields() {
        HttpExchange live = live();
        return restored == null ? live.head().fields() : restored.fields();
    }

    RequestContent content() {
        HttpExchange live = live();
        return restored == null ? live.content() : restored.content();
    }

    // ---- attributes

    private RequestAttributes attributes() {
        live();
        if (attributes == null) {
            attributes = new RequestAttributes(this);
        }
        return attributes;
    }

    @Override public Object getAttribute(String name) {
        if (attributes == null && dispatch == null && !name.startsWith("jakarta.servlet.")) {
            live();
            return null;
        }
        return attributes().get(name);
    }

    @Override public Enumeration<String> getAttributeNames() {
        return attributes().names();
    }

    @Override public void setAttribute(String name, Object value) {
        attributes().set(Checks.notNull(name, "name"), value);
    }

    @Override public void removeAttribute(String name) {
        attributes().remove(name);
    }

    // ---- header fields

    @Override public String getMethod() {
        HttpExchange live = live();
        if (telling) {
            return "GET";
        }
        return restored == null ? live.head().method() : restored.method();
    }

    @Override public String getHeader(String name) {
        return fields().get(name);
    }

    String header(FieldName name) {
        return fields().get(name);
    }

    @Override public Enumeration<String> getHeaders(String name) {
        return Collections.enumeration(fields().all(name));
    }

    @Override public Enumeration<String> getHeaderNames() {
        return Collections.enumeration(fields().names());
    }

    @Override public int getIntHeader(String name) {
        String value = getHeader(name);
        return value == null ? -1 : Integer.parseInt(value.trim());
    }

    @Override public long getDateHeader(String name) {
        String value = getHeader(name);
        if (value == null) {
            return -1;
        }
        long date = HttpDate.parse(value);
        if (date == HttpDate.INVALID) {
            throw new IllegalArgumentException("field " + name + " is no date");
        }
        return date;
    }

    @Override public Cookie[] getCookies() {
        if (cookies == null) {
            cookies = RequestCookies.parse(fields(), settings.maxCookieCount());
        }
        return cookies.length == 0 ? null : cookies.clone();
    }

    private List<Locale> locales() {
        if (locales == null) {
            locales = RequestLocales.of(fields());
        }
        return locales;
    }

    @Override public Locale getLocale() {
        return locales().get(0);
    }

    @Override public Enumeration<Locale> getLocales() {
        return Collections.enumeration(locales());
    }

    // ---- where the request goes to

    @Override public String getRequestURI() {
        live();
        return view.requestUri();
    }

    @Override public StringBuffer getRequestURL() {
        StringBuffer url = new StringBuffer(128);
        url.append(getScheme()).append("://").append(hostAndPort());
        return url.append(getRequestURI());
    }

    /** Host, and port unless it is that of the scheme. */
    String hostAndPort() {
        int port = getServerPort();
        boolean usual = port == (getScheme().equals("https") ? 443 : 80);
        String host = getServerName();
        return usual || port < 0 ? host : host + ':' + port;
    }

    @Override public String getContextPath() {
        live();
        return view.target().context().getContextPath();
    }

    @Override public String getServletPath() {
        live();
        return view.target().servletPath();
    }

    @Override public String getPathInfo() {
        live();
        return view.target().pathInfo();
    }

    @Override public String getPathTranslated() {
        String pathInfo = getPathInfo();
        return pathInfo == null ? null : view.target().context().getRealPath(pathInfo);
    }

    @Override public String getQueryString() {
        live();
        return view.query();
    }

    @Override public HttpServletMapping getHttpServletMapping() {
        live();
        return view.target().mapping();
    }

    @Override public DispatcherType getDispatcherType() {
        live();
        return view.type();
    }

    @Override public ServletContextImpl getServletContext() {
        live();
        return view.context();
    }

    @Override public RequestDispatcher getRequestDispatcher(String path) {
        if (path == null) {
            return null;
        }
        return getServletContext().getRequestDispatcher(path.startsWith("/") ? path : currentDirectory() + path);
    }

    /** Relative paths start where the servlet is that asks: the included one, during an include. */
    private String currentDirectory() {
        RequestView current = dispatch != null && dispatch.type == DispatcherType.INCLUDE ? dispatch.inner : view;
        DispatchTarget target = current.target().isNamed() ? view.target() : current.target();
        String path = UriText.encodePath(target.path());
        return path.substring(0, path.lastIndexOf('/') + 1);
    }

    @Override public String getScheme() {
        if (settings.scheme() != null) {
            live();
            return settings.scheme();
        }
        return isSecure() ? "https" : "http";
    }

    @Override public boolean isSecure() {
        return live().connection().secure() || settings.secure();
    }

    private Authority authority() {
        return Authority.parse(live().head().authority());
    }

    @Override public String getServerName() {
        if (settings.proxyName() != null) {
            live();
            return settings.proxyName();
        }
        String host = authority().host();
        return host.isEmpty() ? getLocalName() : host;
    }

    @Override public int getServerPort() {
        if (settings.proxyPort() > 0) {
            live();
            return settings.proxyPort();
        }
        Authority authority = authority();
        if (authority.port() >= 0) {
            return authority.port();
        }
        return authority.host().isEmpty() ? getLocalPort() : getScheme().equals("https") ? 443 : 80;
    }

    @Override public String getProtocol() {
        return live().head().version().toString();
    }

    // ---- the connection

    @Override public String getRemoteAddr() {
        return Addresses.numeric(live().connection().remote());
    }

    @Override public String getRemoteHost() {
        SocketAddress remote = live().connection().remote();
        return settings.enableLookups() ? Addresses.name(remote) : Addresses.numeric(remote);
    }

    @Override public int getRemotePort() {
        return Addresses.port(live().connection().remote());
    }

    @Override public String getLocalName() {
        SocketAddress local = live().connection().local();
        return local instanceof InetSocketAddress inet ? inet.getHostString() : Addresses.numeric(local);
    }

    @Override public String getLocalAddr() {
        return Addresses.numeric(live().connection().local());
    }

    @Override public int getLocalPort() {
        return Addresses.port(live().connection().local());
    }

    @Override public ServletConnection getServletConnection() {
        return new ServletConnectionImpl(live().connection());
    }

    @Override public String getRequestId() {
        live();
        return Long.toString(id);
    }

    @Override public String getProtocolRequestId() {
        return live().protocolRequestId();
    }

    // ---- content

    @Override public int getContentLength() {
        long length = getContentLengthLong();
        return length > Integer.MAX_VALUE ? -1 : (int) length;
    }

    @Override public long getContentLengthLong() {
        return restored == null ? live().head().contentLength() : restored.content().length();
    }

    @Override public String getContentType() {
        return header(FieldName.CONTENT_TYPE);
    }

    @Override public String getCharacterEncoding() {
        if (charset != null) {
            live();
            return charset.name();
        }
        ContentType type = ContentType.parse(getContentType());
        return type != null && type.charset() != null
                ? type.charset()
                : view.context().getRequestCharacterEncoding();
    }

    @Override public void setCharacterEncoding(String encoding) throws UnsupportedEncodingException {
        live();
        if (encoding == null) {
            return;
        }
        Charset wanted = Charsets.find(encoding);
        if (wanted == null) {
            throw new UnsupportedEncodingException(encoding);
        }
        setCharacterEncoding(wanted);
    }

    /** Has no effect once parameters were read or a reader was taken (§3.12). */
    @Override public void setCharacterEncoding(Charset encoding) {
        live();
        if (reader == null && parameters == null && encoding != null) {
            charset = encoding;
        }
    }

    /** The charset of the content. @throws UnsupportedEncodingException if Java does not have it */
    Charset contentCharset() throws UnsupportedEncodingException {
        String name = getCharacterEncoding();
        if (name == null) {
            return StandardCharsets.ISO_8859_1;
        }
        Charset known = Charsets.find(name);
        if (known == null) {
            throw new UnsupportedEncodingException(name);
        }
        return known;
    }

    private ServletInputStreamImpl input() {
        live();
        if (input == null) {
            input = new ServletInputStreamImpl(this);
        }
        return input;
    }

    /** Whether the application took the content for itself, so that no form is read from it. */
    boolean isContentTaken() {
        return inputTaken || reader != null;
    }

    /** The content, for parameters and parts. */
    ServletInputStreamImpl content(boolean forApplication) {
        inputTaken |= forApplication;
        return input();
    }

    @Override public ServletInputStream getInputStream() {
        if (reader != null) {
            throw new IllegalStateException("getReader() was called for this request; content comes from one of them");
        }
        return content(true);
    }

    @Override public BufferedReader getReader() throws IOException {
        live();
        if (reader == null) {
            if (inputTaken) {
                throw new IllegalStateException("getInputStream() was called for this request; content comes from one"
                        + " of them");
            }
            reader = new BufferedReader(new InputStreamReader(input(), contentCharset()));
        }
        return reader;
    }

    @Override public boolean isTrailerFieldsReady() {
        return content().isFinished();
    }

    @Override public Map<String, String> getTrailerFields() {
        if (!isTrailerFieldsReady()) {
            throw new IllegalStateException(
                    "the trailer section comes after the content, which is not read to its end");
        }
        return TrailerFields.asMap(content().trailers());
    }

    // ---- parameters and parts

    Parameters ownParameters() {
        if (parameterFailure != null) {
            throw parameterFailure;
        }
        if (parameters == null) {
            try {
                parameters = RequestParameters.read(this);
            } catch (RuntimeException e) {
                parameterFailure = e;
                throw e;
            }
        }
        return parameters;
    }

    private Parameters parameters() {
        live();
        return dispatch == null ? ownParameters() : dispatch.parameters(this, RequestParameters.queryCharset(this));
    }

    @Override public String getParameter(String name) {
        return parameters().first(name);
    }

    @Override public Enumeration<String> getParameterNames() {
        return parameters().names();
    }

    @Override public String[] getParameterValues(String name) {
        return parameters().values(name);
    }

    @Override public Map<String, String[]> getParameterMap() {
        return parameters().toMap();
    }

    RequestParts parts() {
        live();
        if (parts == null) {
            parts = new RequestParts(this);
        }
        return parts;
    }

    @Override public Collection<Part> getParts() throws IOException, ServletException {
        return new ArrayList<>(parts().all());
    }

    @Override public Part getPart(String name) throws IOException, ServletException {
        return parts().find(name);
    }

    // ---- session

    /** Makes the client's session, if it named one, one that is in use by this request (§7.6). */
    public void joinSession() {
        String uri = view.requestUri();
        if (header(FieldName.COOKIE) != null || uri.indexOf(';') >= 0 || live().connection().secure()) {
            session().join();
        }
    }

    /** The session in the application that serves the request now. */
    private RequestSession session() {
        live();
        ServletContextImpl context = view.context();
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

    // ---- security

    private SecurityHandler security() {
        live();
        return baseView.context().security();
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
        return security != null && security.isUserInRole(this, role, view.servlet().roleReferences());
    }

    @Override public boolean authenticate(HttpServletResponse answer) throws IOException, ServletException {
        SecurityHandler security = security();
        if (security == null) {
            throw new ServletException(baseView.context() + " has no way to authenticate: it has no login-config");
        }
        return security.authenticate(this);
    }

    @Override public void login(String user, String password) throws ServletException {
        SecurityHandler security = security();
        if (security == null) {
            throw new ServletException(baseView.context() + " has no realm to log in to");
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
        return baseView.target().canonicalPath();
    }

    @Override public String mappedPath() {
        return baseView.target().path();
    }

    @Override public int redirectPort() {
        return settings.redirectPort();
    }

    @Override public Identity identity() {
        return identity;
    }

    @Override public void identity(Identity value) {
        identity = value;
    }

    @Override public Object sessionNote() {
        return session().note();
    }

    @Override public void sessionNote(Object note) {
        session().note(note);
    }

    @Override public void restore(SavedRequest saved) {
        restored = new RestoredRequest(saved, live());
        charset = saved.characterEncoding() == null ? null : Charsets.find(saved.characterEncoding());
        view = new RequestView(view.target(), view.servlet(), view.requestUri(), saved.query(), view.type());
        baseView = view;
        sentQuery = saved.query();
        cookies = null;
        locales = null;
    }

    // ---- asynchronous processing

    @Override public AsyncContext startAsync() {
        return startAsync(this, response, false);
    }

    @Override public AsyncContext startAsync(ServletRequest servletRequest, ServletResponse servletResponse) {
        Checks.notNullArgument(servletRequest, "request");
        Checks.notNullArgument(servletResponse, "response");
        return startAsync(servletRequest, servletResponse, true);
    }

    private AsyncContext startAsync(ServletRequest asyncRequest, ServletResponse asyncResponse, boolean given) {
        live();
        if (asyncBlocker != null) {
            throw new IllegalStateException("this request cannot become asynchronous: " + asyncBlocker + " does not"
                    + " support it; set async-supported there");
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
        return asyncBlocker == null;
    }

    @Override public AsyncContext getAsyncContext() {
        if (!isAsyncStarted()) {
            throw new IllegalStateException("startAsync() was not called in this dispatch of the request");
        }
        return async;
    }

    // ---- upgrade

    @Override public <T extends HttpUpgradeHandler> T upgrade(Class<T> type) throws IOException, ServletException {
        live();
        if (upgrade != null) {
            throw new IllegalStateException("upgrade() was called already for this request");
        }
        T handler = view.context().instances().create(type, type.getName());
        upgrade = new UpgradeStart(view.context(), handler);
        response.startUpgrade();
        return handler;
    }

    @Deprecated @Override public PushBuilder newPushBuilder() {
        live();
        return null;
    }

    // ---- for the access log, which asks when the request has ended

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
        return attributes == null ? null : attributes.stored(name);
    }

    /** For messages; works after the end too. */
    @Override public String toString() {
        return "request " + id + " to " + view.requestUri();
    }
}
