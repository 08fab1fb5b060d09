package io.serval.container.servlet;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.EventListener;
import java.util.List;
import java.util.function.IntFunction;

import jakarta.servlet.ServletContextAttributeListener;
import jakarta.servlet.ServletContextListener;
import jakarta.servlet.ServletRequestAttributeListener;
import jakarta.servlet.ServletRequestListener;
import jakarta.servlet.http.HttpSessionAttributeListener;
import jakarta.servlet.http.HttpSessionIdListener;
import jakarta.servlet.http.HttpSessionListener;

/**
 * The listeners of one application by kind, in the order they were declared or added (Servlet 6.1 §11.3). Filled by the
 * thread that starts the application; read by any after that.
 */
final class EventListeners {
    private final List<EventListener> all = new ArrayList<>();
    private final List<ServletContextListener> context = new ArrayList<>();
    private ServletContextAttributeListener[] contextAttributes = {};
    private ServletRequestListener[] requests = {};
    private ServletRequestAttributeListener[] requestAttributes = {};
    private HttpSessionListener[] sessions = {};
    private HttpSessionAttributeListener[] sessionAttributes = {};
    private HttpSessionIdListener[] sessionIds = {};

    /** Whether a class is one of the kinds that can be declared or added (§11.2). */
    static boolean isDeclarable(Class<?> type) {
        return ServletContextListener.class.isAssignableFrom(type)
                || ServletContextAttributeListener.class.isAssignableFrom(type)
                || ServletRequestListener.class.isAssignableFrom(type)
                || ServletRequestAttributeListener.class.isAssignableFrom(type)
                || HttpSessionListener.class.isAssignableFrom(type)
                || HttpSessionAttributeListener.class.isAssignableFrom(type)
                || HttpSessionIdListener.class.isAssignableFrom(type);
    }

    /** Adds a listener for each of its kinds. */
    void add(EventListener listener) {
        all.add(listener);
        if (listener instanceof ServletContextListener each) {
            context.add(each);
        }
        contextAttributes = with(contextAttributes, ServletContextAttributeListener.class, listener,
                ServletContextAttributeListener[]::new);
        requests = with(requests, ServletRequestListener.class, listener, ServletRequestListener[]::new);
        requestAttributes = with(requestAttributes, ServletRequestAttributeListener.class, listener,
                ServletRequestAttributeListener[]::new);
        sessions = with(sessions, HttpSessionListener.class, listener, HttpSessionListener[]::new);
        sessionAttributes = with(sessionAttributes, HttpSessionAttributeListener.class, listener,
                HttpSessionAttributeListener[]::new);
        sessionIds = with(sessionIds, HttpSessionIdListener.class, listener, HttpSessionIdListener[]::new);
    }

    private static <T> T[] with(T[] present, Class<T> kind, EventListener listener, IntFunction<T[]> newArray) {
        if (!kind.isInstance(listener)) {
            return present;
        }
        T[] longer = Arrays.copyOf(present, present.length + 1);
        longer[present.length] = kind.cast(listener);
        return longer;
    }

    List<EventListener> all() {
        return all;
    }

    List<ServletContextListener> context() {
        return context;
    }

    ServletContextAttributeListener[] contextAttributes() {
        return contextAttributes;
    }

    ServletRequestListener[] requests() {
        return requests;
    }

    ServletRequestAttributeListener[] requestAttributes() {
        return requestAttributes;
    }

    HttpSessionListener[] sessions() {
        return sessions;
    }

    HttpSessionAttributeListener[] sessionAttributes() {
        return sessionAttributes;
    }

    HttpSessionIdListener[] sessionIds() {
        return sessionIds;
    }
}
