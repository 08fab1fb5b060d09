package io.serval.container.servlet;

import java.security.cert.X509Certificate;
import java.util.Collections;
import java.util.Enumeration;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.ServletRequestAttributeEvent;
import jakarta.servlet.ServletRequestAttributeListener;

import io.serval.http.TlsInfo;

/**
 * The attributes of a request: those that were set, and those that the connection and dispatches give rise to (Servlet
 * 6.1 §3.4, §3.10, chapter 9). Owned by the thread of the request.
 */
final class RequestAttributes {
    private static final String TLS_PREFIX = "jakarta.servlet.request.";
    private static final String PROTOCOL = TLS_PREFIX + "secure_protocol";
    private static final String CIPHER_SUITE = TLS_PREFIX + "cipher_suite";
    private static final String KEY_SIZE = TLS_PREFIX + "key_size";
    private static final String TLS_SESSION = TLS_PREFIX + "ssl_session_id";
    private static final String CERTIFICATES = TLS_PREFIX + "X509Certificate";
    private static final String[] DERIVED = {
        PROTOCOL, CIPHER_SUITE, KEY_SIZE, TLS_SESSION, CERTIFICATES,
        RequestDispatcher.FORWARD_REQUEST_URI, RequestDispatcher.FORWARD_CONTEXT_PATH,
        RequestDispatcher.FORWARD_SERVLET_PATH, RequestDispatcher.FORWARD_PATH_INFO, RequestDispatcher.FORWARD_MAPPING,
        RequestDispatcher.FORWARD_QUERY_STRING,
        RequestDispatcher.INCLUDE_REQUEST_URI, RequestDispatcher.INCLUDE_CONTEXT_PATH,
        RequestDispatcher.INCLUDE_SERVLET_PATH, RequestDispatcher.INCLUDE_PATH_INFO, RequestDispatcher.INCLUDE_MAPPING,
        RequestDispatcher.INCLUDE_QUERY_STRING,
        AsyncContext.ASYNC_REQUEST_URI, AsyncContext.ASYNC_CONTEXT_PATH, AsyncContext.ASYNC_SERVLET_PATH,
        AsyncContext.ASYNC_PATH_INFO, AsyncContext.ASYNC_MAPPING, AsyncContext.ASYNC_QUERY_STRING,
    };

    private final HttpServletRequestImpl request;
    private final Map<String, Object> values = new HashMap<>();

    RequestAttributes(HttpServletRequestImpl request) {
        this.request = request;
    }

    Object get(String name) {
        Object value = values.get(name);
        return value == null && name.startsWith("jakarta.servlet.") ? derived(name) : value;
    }

    /** Only what was set. */
    Object stored(String name) {
        return values.get(name);
    }

    private Object derived(String name) {
        if (!name.startsWith(TLS_PREFIX)) {
            return Dispatch.attribute(request.dispatch(), name);
        }
        TlsInfo tls = request.live().connection().tls();
        return tls == null ? null : tlsAttribute(tls, name);
    }

    private static Object tlsAttribute(TlsInfo tls, String name) {
        return switch (name) {
            case PROTOCOL -> tls.protocol();
            case CIPHER_SUITE -> tls.cipherSuite();
            case KEY_SIZE -> tls.keySize();
            case TLS_SESSION -> tls.sessionId();
            case CERTIFICATES -> tls.peerCertificates().isEmpty()
                    ? null
                    : tls.peerCertificates().toArray(new X509Certificate[0]);
            default -> null;
        };
    }

    Enumeration<String> names() {
        Set<String> names = new LinkedHashSet<>(values.keySet());
        for (String name : DERIVED) {
            if (derived(name) != null) {
                names.add(name);
            }
        }
        return Collections.enumeration(names);
    }

    void set(String name, Object value) {
        if (value == null) {
            remove(name);
            return;
        }
        Object old = values.put(name, value);
        ServletRequestAttributeListener[] listeners = listeners();
        if (listeners.length == 0) {
            return;
        }
        var event = new ServletRequestAttributeEvent(request.getServletContext(), request, name,
                old == null ? value : old);
        for (ServletRequestAttributeListener listener : listeners) {
            if (old == null) {
                listener.attributeAdded(event);
            } else {
                listener.attributeReplaced(event);
            }
        }
    }

    void remove(String name) {
        Object old = values.remove(name);
        ServletRequestAttributeListener[] listeners = listeners();
        if (old == null || listeners.length == 0) {
            return;
        }
        var event = new ServletRequestAttributeEvent(request.getServletContext(), request, name, old);
        for (ServletRequestAttributeListener listener : listeners) {
            listener.attributeRemoved(event);
        }
    }

    private ServletRequestAttributeListener[] listeners() {
        return request.getServletContext().listeners().requestAttributes();
    }
}
