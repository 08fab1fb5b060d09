package io.serval.container.servlet;

import jakarta.servlet.http.HttpSession;
import jakarta.servlet.http.HttpSessionAttributeListener;
import jakarta.servlet.http.HttpSessionBindingEvent;
import jakarta.servlet.http.HttpSessionEvent;
import jakarta.servlet.http.HttpSessionIdListener;
import jakarta.servlet.http.HttpSessionListener;

import io.serval.container.session.SessionEvents;

/** Tells the listeners of an application what happens to its sessions. Safe for any thread. */
final class ListenerSessionEvents implements SessionEvents {
    private final EventListeners listeners;

    ListenerSessionEvents(EventListeners listeners) {
        this.listeners = listeners;
    }

    @Override public void created(HttpSession session) {
        HttpSessionListener[] all = listeners.sessions();
        if (all.length > 0) {
            HttpSessionEvent event = new HttpSessionEvent(session);
            for (HttpSessionListener listener : all) {
                listener.sessionCreated(event);
            }
        }
    }

    @Override public void destroyed(HttpSession session) {
        HttpSessionListener[] all = listeners.sessions();
        if (all.length > 0) {
            HttpSessionEvent event = new HttpSessionEvent(session);
            for (int i = all.length - 1; i >= 0; i--) {
                all[i].sessionDestroyed(event);
            }
        }
    }

    @Override public void idChanged(HttpSession session, String oldId) {
        HttpSessionIdListener[] all = listeners.sessionIds();
        if (all.length > 0) {
            HttpSessionEvent event = new HttpSessionEvent(session);
            for (HttpSessionIdListener listener : all) {
                listener.sessionIdChanged(event, oldId);
            }
        }
    }

    @Override public boolean wantsAttributes() {
        return listeners.sessionAttributes().length > 0;
    }

    @Override public void attributeAdded(HttpSession session, String name, Object value) {
        HttpSessionBindingEvent event = new HttpSessionBindingEvent(session, name, value);
        for (HttpSessionAttributeListener listener : listeners.sessionAttributes()) {
            listener.attributeAdded(event);
        }
    }

    @Override public void attributeRemoved(HttpSession session, String name, Object value) {
        HttpSessionBindingEvent event = new HttpSessionBindingEvent(session, name, value);
        for (HttpSessionAttributeListener listener : listeners.sessionAttributes()) {
            listener.attributeRemoved(event);
        }
    }

    @Override public void attributeReplaced(HttpSession session, String name, Object oldValue) {
        HttpSessionBindingEvent event = new HttpSessionBindingEvent(session, name, oldValue);
        for (HttpSessionAttributeListener listener : listeners.sessionAttributes()) {
            listener.attributeReplaced(event);
        }
    }
}
