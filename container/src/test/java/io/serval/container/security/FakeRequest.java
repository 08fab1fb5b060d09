package io.serval.container.security;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import jakarta.servlet.ReadListener;
import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpSession;

/** A request as the engine would show it, and what became of its response. */
final class FakeRequest implements SecuredRequest {
    /** A session that outlives its request. */
    static final class Session {
        String id = "session-1";
        int idleSeconds = 1800;
        Object note;

        private final HttpSession api = proxy(HttpSession.class, (proxy, method, args) -> switch (method.getName()) {
            case "getId" -> id;
            case "getMaxInactiveInterval" -> idleSeconds;
            case "setMaxInactiveInterval" -> idleSeconds = (Integer) args[0];
            default -> throw new AssertionError("unexpected " + method);
        });
    }

    private final String method;
    private final String path;
    private String query;
    private boolean secure;
    private int redirectPort;
    private String mappedPath;
    private String contextPath = "";
    private final Map<String, String> requestHeaders = new LinkedHashMap<>();
    private final Map<String, Object> attributes = new HashMap<>();
    private final Map<String, String> parameters = new HashMap<>();
    private byte[] content = new byte[0];
    private String characterEncoding;
    private Identity identity;
    private GuardedExchange guarded;

    Session session;
    SavedRequest restored;
    int status = 200;
    String location;
    String forwardedTo;
    HttpServletRequest forwarded;
    boolean committed;
    final Map<String, List<String>> responseHeaders = new LinkedHashMap<>();

    FakeRequest(String method, String path) {
        this.method = method;
        this.path = path;
        this.mappedPath = path;
    }

    static FakeRequest get(String path) {
        return new FakeRequest("GET", path);
    }

    FakeRequest query(String value) {
        query = value;
        return this;
    }

    FakeRequest secure() {
        secure = true;
        return this;
    }

    FakeRequest redirectPort(int port) {
        redirectPort = port;
        return this;
    }

    FakeRequest welcome(String file) {
        mappedPath = file;
        return this;
    }

    FakeRequest context(String value) {
        contextPath = value;
        return this;
    }

    FakeRequest header(String name, String value) {
        requestHeaders.put(name, value);
        return this;
    }

    FakeRequest attribute(String name, Object value) {
        attributes.put(name, value);
        return this;
    }

    FakeRequest parameter(String name, String value) {
        parameters.put(name, value);
        return this;
    }

    FakeRequest content(String text) {
        content = text.getBytes(StandardCharsets.UTF_8);
        return this;
    }

    FakeRequest in(Session existing) {
        session = existing;
        return this;
    }

    String responseHeader(String name) {
        List<String> values = responseHeaders.get(name);
        return values == null ? null : values.get(0);
    }

    private static <T> T proxy(Class<T> type, InvocationHandler handler) {
        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, handler));
    }

    private final HttpServletRequest request = proxy(HttpServletRequest.class, (proxy, called, args) ->
            switch (called.getName()) {
                case "getMethod" -> restored == null ? method() : restored.method();
                case "getRequestURI" -> contextPath() + path();
                case "getQueryString" -> query;
                case "getContextPath" -> contextPath;
                case "getScheme" -> secure ? "https" : "http";
                case "isSecure" -> secure;
                case "getServerName" -> "example.org";
                case "getHeader" -> requestHeaders.get((String) args[0]);
                case "getHeaders" -> Collections.enumeration(List.of(requestHeaders.get((String) args[0])));
                case "getHeaderNames" -> Collections.enumeration(requestHeaders.keySet());
                case "getContentType" -> requestHeaders.get("Content-Type");
                case "getContentLengthLong" -> -1L;
                case "getInputStream" -> stream();
                case "getCharacterEncoding" -> characterEncoding;
                case "setCharacterEncoding" -> characterEncoding = ((Charset) args[0]).name();
                case "getParameter" -> parameters.get((String) args[0]);
                case "getAttribute" -> attributes.get((String) args[0]);
                case "getServletContext" -> context();
                case "getSession" -> session(args == null || (Boolean) args[0]);
                case "changeSessionId" -> session.id = session.id + "+";
                default -> throw new AssertionError("unexpected " + called);
            });

    private final HttpServletResponse response = proxy(HttpServletResponse.class, (proxy, called, args) -> {
        switch (called.getName()) {
            case "isCommitted" -> {
                return committed;
            }
            case "encodeRedirectURL" -> {
                return args[0];
            }
            case "sendError" -> status = (Integer) args[0];
            case "sendRedirect" -> {
                location = (String) args[0];
                status = (Integer) args[1];
            }
            case "setHeader" -> responseHeaders.put((String) args[0], new ArrayList<>(List.of((String) args[1])));
            case "addHeader" -> responseHeaders.computeIfAbsent((String) args[0], key -> new ArrayList<>())
                    .add((String) args[1]);
            default -> throw new AssertionError("unexpected " + called);
        }
        return null;
    });

    private String method() {
        return method;
    }

    private String path() {
        return path;
    }

    private String contextPath() {
        return contextPath;
    }

    private HttpSession session(boolean create) {
        if (session == null && create) {
            session = new Session();
        }
        return session == null ? null : session.api;
    }

    private ServletContext context() {
        return proxy(ServletContext.class, (proxy, called, args) -> {
            String target = (String) args[0];
            return proxy(RequestDispatcher.class, (dispatcher, forward, its) -> {
                forwardedTo = target;
                forwarded = (HttpServletRequest) its[0];
                return null;
            });
        });
    }

    private ServletInputStream stream() {
        ByteArrayInputStream bytes = new ByteArrayInputStream(content);
        return new ServletInputStream() {
            @Override public int read() throws IOException {
                return bytes.read();
            }

            @Override public boolean isFinished() {
                return bytes.available() == 0;
            }

            @Override public boolean isReady() {
                return true;
            }

            @Override public void setReadListener(ReadListener listener) {
                throw new AssertionError("security reads blocking");
            }
        };
    }

    @Override public HttpServletRequest servletRequest() {
        return request;
    }

    @Override public HttpServletResponse servletResponse() {
        return response;
    }

    @Override public String canonicalPath() {
        return path;
    }

    @Override public String mappedPath() {
        return mappedPath;
    }

    @Override public int redirectPort() {
        return redirectPort;
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

    @Override public Object sessionNote() {
        return session == null ? null : session.note;
    }

    @Override public void sessionNote(Object note) {
        if (note != null) {
            session(true);
        }
        if (session != null) {
            session.note = note;
        }
    }

    @Override public void restore(SavedRequest saved) {
        restored = saved;
    }
}
