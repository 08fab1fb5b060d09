package io.serval.container.servlet;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Enumeration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import jakarta.servlet.ServletContextAttributeEvent;
import jakarta.servlet.ServletContextAttributeListener;

/** The attributes of an application, and the listeners that hear of their changes. Safe for any thread. */
final class ContextAttributes {
    private final ServletContextImpl context;
    private final EventListeners listeners;
    private final Map<String, Object> values = new ConcurrentHashMap<>();
    private final Set<String> readOnly = ConcurrentHashMap.newKeySet();

    ContextAttributes(ServletContextImpl context, EventListeners listeners) {
        this.context = context;
        this.listeners = listeners;
    }

    Object get(String name) {
        return values.get(name);
    }

    Enumeration<String> names() {
        return Collections.enumeration(new ArrayList<>(values.keySet()));
    }

    /** Sets what the application may read but not change. */
    void setReadOnly(String name, Object value) {
        readOnly.add(name);
        values.put(name, value);
    }

    void set(String name, Object value) {
        if (readOnly.contains(name)) {
            return;
        }
        Object old = values.put(name, value);
        ServletContextAttributeListener[] all = listeners.contextAttributes();
        if (all.length == 0) {
            return;
        }
        var event = new ServletContextAttributeEvent(context, name, old == null ? value : old);
        for (ServletContextAttributeListener listener : all) {
            if (old == null) {
                listener.attributeAdded(event);
            } else {
                listener.attributeReplaced(event);
            }
        }
    }

    void remove(String name) {
        Object old = readOnly.contains(name) ? null : values.remove(name);
        if (old == null) {
            return;
        }
        var event = new ServletContextAttributeEvent(context, name, old);
        for (ServletContextAttributeListener listener : listeners.contextAttributes()) {
            listener.attributeRemoved(event);
        }
    }

    /** At the end of the application, nobody told. */
    void clear() {
        values.clear();
    }
}
