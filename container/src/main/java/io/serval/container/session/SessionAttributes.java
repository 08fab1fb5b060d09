package io.serval.container.session;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import jakarta.servlet.http.HttpSessionActivationListener;
import jakarta.servlet.http.HttpSessionBindingEvent;
import jakarta.servlet.http.HttpSessionBindingListener;
import jakarta.servlet.http.HttpSessionEvent;

/**
 * The attributes of one session, and the order of calls around them (Servlet 6.1 §7.3, §7.4): a value is told that it
 * is bound before it can be found, and that it is unbound after it no longer can; then the listeners of the
 * application. Safe for any thread; every bound value is unbound once.
 */
final class SessionAttributes {
    private final HttpSessionImpl session;
    private final SessionEvents events;
    /** Made with the first attribute: many sessions have none. */
    private volatile Map<String, Object> map = Collections.emptyMap();

    SessionAttributes(HttpSessionImpl session, SessionEvents events) {
        this.session = session;
        this.events = events;
    }

    Object get(String name) {
        return name == null ? null : map.get(name);
    }

    List<String> names() {
        return new ArrayList<>(map.keySet());
    }

    Map<String, Object> asMap() {
        return map;
    }

    void set(String name, Object value) {
        checkBindable();
        if (map.get(name) != value) {
            bound(name, value);
        }
        Object old = writable().put(name, value);
        if (old != null && old != value) {
            unbound(name, old);
        }
        if (!session.use().isBindable() && map.remove(name, value)) {
            // The session ended between the check and the put: nobody else will unbind this value.
            unbound(name, value);
            checkBindable();
        }
        notifySet(name, value, old);
    }

    private void notifySet(String name, Object value, Object old) {
        if (!events.wantsAttributes()) {
            return;
        }
        if (old == null) {
            events.attributeAdded(session, name, value);
        } else {
            events.attributeReplaced(session, name, old);
        }
    }

    void remove(String name) {
        Object old = map.isEmpty() ? null : map.remove(name);
        if (old != null) {
            unbound(name, old);
            if (events.wantsAttributes()) {
                events.attributeRemoved(session, name, old);
            }
        }
    }

    /** Puts what came from a store; nobody is told. */
    void restore(Map<String, Object> stored) {
        writable().putAll(stored);
    }

    void willPassivate() {
        HttpSessionEvent event = new HttpSessionEvent(session);
        for (Object value : map.values()) {
            if (value instanceof HttpSessionActivationListener listener) {
                listener.sessionWillPassivate(event);
            }
        }
    }

    void didActivate() {
        HttpSessionEvent event = new HttpSessionEvent(session);
        for (Object value : map.values()) {
            if (value instanceof HttpSessionActivationListener listener) {
                listener.sessionDidActivate(event);
            }
        }
    }

    private void bound(String name, Object value) {
        if (value instanceof HttpSessionBindingListener listener) {
            listener.valueBound(new HttpSessionBindingEvent(session, name, value));
        }
    }

    private void unbound(String name, Object value) {
        if (value instanceof HttpSessionBindingListener listener) {
            listener.valueUnbound(new HttpSessionBindingEvent(session, name, value));
        }
    }

    private void checkBindable() {
        if (!session.use().isBindable()) {
            throw new IllegalStateException("Session [" + session.getId() + "] was invalidated");
        }
    }

    private Map<String, Object> writable() {
        Map<String, Object> current = map;
        return current instanceof ConcurrentHashMap ? current : create();
    }

    private synchronized Map<String, Object> create() {
        if (!(map instanceof ConcurrentHashMap)) {
            map = new ConcurrentHashMap<>(8);
        }
        return map;
    }
}
