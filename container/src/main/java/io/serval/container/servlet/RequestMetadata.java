package io.serval.container.servlet;

import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.Collections;
import java.util.Enumeration;
import java.util.List;
import java.util.Locale;

import jakarta.servlet.DispatcherType;
import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.ServletConnection;
import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletMapping;
import jakarta.servlet.http.HttpServletRequest;

import io.serval.container.config.RequestSettings;
import io.serval.container.i18n.HttpDate;
import io.serval.http.FieldName;
import io.serval.http.HttpExchange;

/**
 * What a request says beside its content: attributes, header fields, where it goes to, by which connection it came
 * (Servlet 6.1 §3.3 to §3.6, §3.9 to §3.11). Members are made when they are first asked for.
 */
abstract class RequestMetadata extends RequestCore implements HttpServletRequest {
    private RequestAttributes attributes;
    private Cookie[] cookies;
    private List<Locale> locales;

    RequestMetadata(RequestCycle cycle, RequestSettings settings, HttpExchange exchange, RequestView view) {
        super(cycle, settings, exchange, view);
    }

    private RequestAttributes attributes() {
        live();
        if (attributes == null) {
            attributes = new RequestAttributes(self());
        }
        return attributes;
    }

    @Override public Object getAttribute(String name) {
        if (attributes == null && dispatch() == null && !name.startsWith("jakarta.servlet.")) {
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

    @Override public String getMethod() {
        HttpExchange live = live();
        if (isTelling()) {
            return "GET";
        }
        return restored() == null ? live.head().method() : restored().method();
    }

    @Override public String getHeader(String name) {
        return name == null ? null : fields().get(name);
    }

    final String header(FieldName name) {
        return fields().get(name);
    }

    @Override public Enumeration<String> getHeaders(String name) {
        return name == null ? Collections.emptyEnumeration() : Collections.enumeration(fields().all(name));
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
            cookies = RequestCookies.parse(fields(), settings().maxCookieCount());
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

    @Override public String getRequestURI() {
        live();
        return view().requestUri();
    }

    @Override public StringBuffer getRequestURL() {
        StringBuffer url = new StringBuffer(128);
        url.append(getScheme()).append("://").append(hostAndPort());
        return url.append(getRequestURI());
    }

    /** Host, and port unless it is that of the scheme. */
    final String hostAndPort() {
        int port = getServerPort();
        boolean usual = port == (getScheme().equals("https") ? 443 : 80);
        String host = getServerName();
        return usual || port < 0 ? host : host + ':' + port;
    }

    @Override public String getContextPath() {
        live();
        return view().contextPath();
    }

    @Override public String getServletPath() {
        live();
        return view().target().servletPath();
    }

    @Override public String getPathInfo() {
        live();
        return view().target().pathInfo();
    }

    @Override public String getPathTranslated() {
        String pathInfo = getPathInfo();
        return pathInfo == null ? null : view().target().context().getRealPath(pathInfo);
    }

    @Override public String getQueryString() {
        live();
        return view().query();
    }

    @Override public HttpServletMapping getHttpServletMapping() {
        live();
        return view().target().mapping();
    }

    @Override public DispatcherType getDispatcherType() {
        live();
        return view().type();
    }

    @Override public ServletContextImpl getServletContext() {
        live();
        return view().context();
    }

    @Override public RequestDispatcher getRequestDispatcher(String path) {
        if (path == null) {
            return null;
        }
        return getServletContext().getRequestDispatcher(path.startsWith("/") ? path : currentDirectory() + path);
    }

    /** Relative paths start where the servlet is that asks: the included one, during an include. */
    private String currentDirectory() {
        Dispatch nested = dispatch();
        RequestView current = nested != null && nested.type == DispatcherType.INCLUDE ? nested.inner : view();
        DispatchTarget target = current.target().isNamed() ? view().target() : current.target();
        String path = UriText.encodePath(target.path());
        return path.substring(0, path.lastIndexOf('/') + 1);
    }

    @Override public String getScheme() {
        if (settings().scheme() != null) {
            live();
            return settings().scheme();
        }
        return isSecure() ? "https" : "http";
    }

    @Override public boolean isSecure() {
        return live().connection().secure() || settings().secure();
    }

    private Authority authority() {
        return Authority.parse(live().head().authority());
    }

    @Override public String getServerName() {
        if (settings().proxyName() != null) {
            live();
            return settings().proxyName();
        }
        String host = authority().host();
        return host.isEmpty() ? getLocalName() : host;
    }

    @Override public int getServerPort() {
        if (settings().proxyPort() > 0) {
            live();
            return settings().proxyPort();
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

    @Override public String getRemoteAddr() {
        return Addresses.numeric(live().connection().remote());
    }

    @Override public String getRemoteHost() {
        SocketAddress remote = live().connection().remote();
        return settings().enableLookups() ? Addresses.name(remote) : Addresses.numeric(remote);
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
        return Long.toString(id());
    }

    @Override public String getProtocolRequestId() {
        return live().protocolRequestId();
    }

    /** The header changed: what was read from it has to be read again. */
    final void forgetHeader() {
        cookies = null;
        locales = null;
    }

    /** An attribute that was set, or {@code null}; also after the end. */
    final Object storedAttribute(String name) {
        return attributes == null ? null : attributes.stored(name);
    }
}
