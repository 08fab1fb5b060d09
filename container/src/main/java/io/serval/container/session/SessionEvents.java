package io.serval.container.session;

import jakarta.servlet.http.HttpSession;

/**
 * Is told what happens to the sessions of one application, and tells its listeners (Servlet 6.1 §7.4, chapter 11). The
 * engine implements it.
 *
 * <p>Called by whatever thread caused the event, no lock held, with the class loader of the application as the context
 * class loader where the session expired by itself. What a callback throws is logged here when the session ends, and
 * reaches the application otherwise. {@code HttpSessionBindingListener} and {@code HttpSessionActivationListener} of
 * the values themselves are called by the session.
 */
public interface SessionEvents {
    /** A session was created. */
    void created(HttpSession session);

    /** A session is about to be invalidated; it still answers. Listeners are called in reverse order. */
    void destroyed(HttpSession session);

    /** The identifier was changed; {@code session.getId()} is the new one. */
    void idChanged(HttpSession session, String oldId);

    /** Whether anybody wants the attribute events: lets sessions without listeners do without event objects. */
    boolean wantsAttributes();

    void attributeAdded(HttpSession session, String name, Object value);

    void attributeRemoved(HttpSession session, String name, Object value);

    /** @param oldValue the value that was replaced */
    void attributeReplaced(HttpSession session, String name, Object oldValue);

    /** For whom there are no listeners. */
    SessionEvents NONE = new SessionEvents() {
        @Override public void created(HttpSession session) { }

        @Override public void destroyed(HttpSession session) { }

        @Override public void idChanged(HttpSession session, String oldId) { }

        @Override public boolean wantsAttributes() {
            return false;
        }

        @Override public void attributeAdded(HttpSession session, String name, Object value) { }

        @Override public void attributeRemoved(HttpSession session, String name, Object value) { }

        @Override public void attributeReplaced(HttpSession session, String name, Object oldValue) { }
    };
}
