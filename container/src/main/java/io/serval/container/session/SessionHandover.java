package io.serval.container.session;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.serval.container.spi.SessionStore.StoredSession;

/**
 * Carries sessions from an application to the one that takes its place, while both live. {@link #begin} copies them
 * before requests are sent to the new one, so that it knows every client from its first request on. {@link #finish}
 * copies again what the last requests of the old one have changed or created meanwhile, and lets the old one forget
 * what was carried over: those sessions do not end with it. Where both were used, the new one's copy holds.
 *
 * <p>Attributes travel serialised, since the classes of the two are not the same. Used once, by the thread that
 * replaces the application.
 */
public final class SessionHandover {
    private static final Logger log = LoggerFactory.getLogger(SessionHandover.class);

    private final SessionManager old;
    private final SessionManager successor;
    private final SessionRestart from;
    private final SessionRestart to;
    /** Identifier of what was copied, to when it was used last then. */
    private final Map<String, Long> copied = new HashMap<>();
    /** Identifiers of those that were in use then, whose attributes may have changed under the copy. */
    private final Set<String> inUse = new HashSet<>();

    /** @param successor started, and not used by requests yet */
    public SessionHandover(SessionManager old, SessionManager successor) {
        this.old = old;
        this.successor = successor;
        this.from = new SessionRestart(old);
        this.to = new SessionRestart(successor);
    }

    /** Copies all sessions. Before the first request of the successor. */
    public void begin() {
        for (HttpSessionImpl session : old.sessions()) {
            boolean busy = session.use().isInUse();
            long usedMillis = session.accessMillis();
            if (copy(session)) {
                copied.put(session.getId(), usedMillis);
                if (busy) {
                    inUse.add(session.getId());
                }
            }
        }
    }

    private boolean copy(HttpSessionImpl session) {
        StoredSession[] stored = new StoredSession[1];
        old.inContext(() -> stored[0] = from.passivate(session));
        HttpSessionImpl[] twin = new HttpSessionImpl[1];
        if (stored[0] != null) {
            successor.inContext(() -> twin[0] = to.activate(stored[0]));
        }
        if (twin[0] == null) {
            return false;
        }
        twin[0].note(session.note());
        return true;
    }

    /** Brings the copies up to date. After the last request of the old application, before it is stopped. */
    public void finish() {
        for (HttpSessionImpl session : old.sessions()) {
            if (isCurrent(session) || renew(session)) {
                old.forget(session);
                copied.remove(session.getId());
            }
        }
        copied.forEach((id, usedMillis) -> endTwin(id, usedMillis));
        log.debug("Handed the sessions of [{}] over", old.servletContext().getContextPath());
    }

    private boolean isCurrent(HttpSessionImpl session) {
        Long usedMillis = copied.get(session.getId());
        return usedMillis != null && usedMillis == session.accessMillis() && !inUse.contains(session.getId());
    }

    /** @return whether the successor has the session */
    private boolean renew(HttpSessionImpl session) {
        Long usedMillis = copied.get(session.getId());
        HttpSessionImpl twin = successor.find(session.getId());
        if (twin != null && (usedMillis == null || twin.accessMillis() != usedMillis || twin.use().isInUse())) {
            return true;
        }
        if (twin != null) {
            successor.forget(twin);
        }
        return copy(session);
    }

    /** A session that ended in the old application after it was copied ends in the new one, unless it is used there. */
    private void endTwin(String id, long usedMillis) {
        HttpSessionImpl twin = successor.find(id);
        if (twin != null && twin.accessMillis() == usedMillis && old.find(id) == null) {
            successor.inContext(() -> successor.end(twin));
        }
    }
}
