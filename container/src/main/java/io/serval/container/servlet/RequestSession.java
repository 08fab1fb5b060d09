package io.serval.container.servlet;

import jakarta.servlet.http.HttpSession;

import io.serval.container.cookie.CookieParser;
import io.serval.container.session.HttpSessionImpl;
import io.serval.container.session.SessionManager;
import io.serval.http.FieldName;
import io.serval.http.Fields;
import io.serval.http.HttpExchange;
import io.serval.http.TlsInfo;

/**
 * What one request has to do with sessions in one application (Servlet 6.1 chapter 7): the identifier the client sent,
 * the session it means, and the session made meanwhile. Owned by the thread of the request.
 */
final class RequestSession {
    private enum Source { NONE, COOKIE, URL, TLS }

    private final HttpServletRequestImpl request;
    private final ServletContextImpl context;
    /** That of the application the client asked for; {@code null} if this is it. */
    private final RequestSession first;
    /** That of a further application the request was dispatched to. */
    private RequestSession next;
    private boolean looked;
    private Source source = Source.NONE;
    private String requestedId;
    private HttpSessionImpl session;

    RequestSession(HttpServletRequestImpl request, ServletContextImpl context, RequestSession first) {
        this.request = request;
        this.context = context;
        this.first = first;
    }

    ServletContextImpl context() {
        return context;
    }

    RequestSession next() {
        return next;
    }

    void next(RequestSession value) {
        next = value;
    }

    private SessionManager sessions() {
        return context.sessions();
    }

    /** Looks for the session that the client named, and uses it until {@link #end}. */
    void join() {
        if (looked) {
            return;
        }
        looked = true;
        HttpExchange exchange = request.live();
        SessionTracking tracking = context.tracking();
        if (tracking.byCookie()) {
            joinByCookie(exchange.head().fields(), tracking.cookieName());
        }
        if (session == null && tracking.byUrl()) {
            tryJoin(tracking.idInPath(exchange.head().target().path()), Source.URL);
        }
        TlsInfo tls = exchange.connection().tls();
        if (session == null && tracking.byTls() && tls != null) {
            tryJoin(tls.sessionId(), Source.TLS);
        }
        if (session == null && first != null) {
            first.join();
            tryJoin(first.session != null ? first.session.getId() : null, first.source);
        }
    }

    /** A client may send several cookies of that name, of other paths and domains; the first that lives is meant. */
    private void joinByCookie(Fields fields, String name) {
        if (fields.get(FieldName.COOKIE) == null) {
            return;
        }
        for (String line : fields.all("Cookie")) {
            String id = CookieParser.value(line, name, 0);
            for (int i = 1; id != null && session == null; i++) {
                tryJoin(id, Source.COOKIE);
                id = CookieParser.value(line, name, i);
            }
        }
    }

    private void tryJoin(String id, Source from) {
        if (id == null || id.isEmpty()) {
            return;
        }
        HttpSessionImpl found = sessions().find(id);
        if (found != null && found.begin()) {
            session = found;
        }
        if (session != null || requestedId == null) {
            requestedId = id;
            source = from;
        }
    }

    HttpSession get(boolean create) {
        join();
        if (session != null && session.isValid()) {
            return session;
        }
        return create ? create() : null;
    }

    private HttpSession create() {
        SessionTracking tracking = context.tracking();
        HttpServletResponseImpl response = request.response();
        if (tracking.byCookie() && response.isCommitted()) {
            throw new IllegalStateException("a session cannot be created: the response is committed, its cookie could"
                    + " not be sent any more");
        }
        leave();
        session = sessions().create(sharedId());
        if (tracking.byCookie()) {
            response.sessionCookie(tracking.cookie(session.getId(), request.isSecure()));
        }
        return session;
    }

    /** One client has one identifier in all applications of a request (§7.3), and with TLS it has that of TLS. */
    private String sharedId() {
        TlsInfo tls = request.live().connection().tls();
        if (context.tracking().byTls() && tls != null) {
            return tls.sessionId();
        }
        return first != null && first.session != null && first.session.isValid() ? first.session.getId() : null;
    }

    String changeId() {
        if (get(false) == null) {
            throw new IllegalStateException("the request has no session whose identifier could be changed");
        }
        String id = sessions().changeId(session);
        if (context.tracking().byCookie()) {
            request.response().sessionCookie(context.tracking().cookie(id, request.isSecure()));
        }
        return id;
    }

    String requestedId() {
        join();
        return requestedId;
    }

    boolean isRequestedIdValid() {
        join();
        return requestedId != null && sessions().find(requestedId) != null;
    }

    boolean isFromCookie() {
        join();
        return source == Source.COOKIE;
    }

    boolean isFromUrl() {
        join();
        return source == Source.URL;
    }

    Object note() {
        return get(false) == null ? null : session.note();
    }

    void note(Object value) {
        if (get(value != null) != null) {
            session.note(value);
        }
    }

    /** The session in use, or {@code null}; it may have ended. */
    HttpSession used() {
        return session;
    }

    /** A URL of this application with the session's identifier, if the client needs it there (§7.1.3). */
    String encode(String url) {
        if (!context.tracking().byUrl() || source == Source.COOKIE || get(false) == null || !leadsHere(url)) {
            return url;
        }
        String parameter = context.tracking().parameter();
        int end = pathEnd(url);
        String path = url.substring(0, end);
        return path.contains(parameter) ? url : path + parameter + session.getId() + url.substring(end);
    }

    private static int pathEnd(String url) {
        int query = url.indexOf('?');
        int fragment = url.indexOf('#');
        int end = query < 0 ? url.length() : query;
        return fragment < 0 ? end : Math.min(end, fragment);
    }

    /** Identifiers are not told to others: absolute URLs must be of this host, scheme, port and application. */
    private boolean leadsHere(String url) {
        if (url.startsWith("#")) {
            return false;
        }
        String path = url;
        if (url.startsWith("//") || hasScheme(url)) {
            String here = request.getScheme() + "://" + request.hostAndPort();
            String absolute = url.startsWith("//") ? request.getScheme() + ':' + url : url;
            if (!absolute.startsWith(here)) {
                return false;
            }
            path = absolute.substring(here.length());
            if (!path.isEmpty() && "/?#".indexOf(path.charAt(0)) < 0) {
                return false;
            }
        }
        return !path.startsWith("/") || isOfContext(path);
    }

    private boolean isOfContext(String path) {
        String prefix = context.getContextPath();
        return path.startsWith(prefix)
                && (path.length() == prefix.length() || "/?#;".indexOf(path.charAt(prefix.length())) >= 0);
    }

    private static boolean hasScheme(String url) {
        int colon = url.indexOf(':');
        if (colon <= 0) {
            return false;
        }
        for (int i = 0; i < colon; i++) {
            char c = url.charAt(i);
            if (!Character.isLetterOrDigit(c) && c != '+' && c != '-' && c != '.') {
                return false;
            }
        }
        return true;
    }

    private void leave() {
        if (session != null) {
            session.end();
            session = null;
        }
    }

    /** The request ends; so does its use of sessions. */
    void end() {
        if (session != null) {
            session.end();
        }
        if (next != null) {
            next.end();
        }
    }
}
