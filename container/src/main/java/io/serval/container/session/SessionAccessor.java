package io.serval.container.session;

import java.util.function.Consumer;

import jakarta.servlet.http.HttpSession;

/**
 * Uses a session as a request does, from outside any (since Servlet 6.1); bound to the identifier, not to the object.
 */
record SessionAccessor(SessionManager manager, String id) implements HttpSession.Accessor {
    @Override public void access(Consumer<HttpSession> sessionConsumer) {
        HttpSessionImpl session = manager.find(id);
        if (session == null || !session.begin()) {
            throw new IllegalStateException("Session [" + id + "] has ended, or its identifier was changed");
        }
        try {
            sessionConsumer.accept(session);
        } finally {
            session.end();
        }
    }
}
