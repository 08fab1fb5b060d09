package io.serval.container.session;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.serval.container.spi.SessionStore;
import io.serval.container.spi.SessionStore.StoredSession;

/** Carries the sessions of one application over its restart. Used once, by the thread that starts or stops it. */
final class SessionRestart {
    private static final Logger log = LoggerFactory.getLogger(SessionRestart.class);

    private final SessionManager manager;
    private final SessionStore store;
    private final AttributeCodec codec;

    SessionRestart(SessionManager manager) {
        this.manager = manager;
        this.store = manager.settings().store();
        this.codec = new AttributeCodec(manager.servletContext().getClassLoader(), manager.settings().filter());
    }

    void save() {
        manager.inContext(() -> {
            List<HttpSessionImpl> kept = new ArrayList<>();
            List<StoredSession> stored = new ArrayList<>();
            for (HttpSessionImpl session : manager.sessions()) {
                StoredSession passive = passivate(session);
                if (passive != null) {
                    stored.add(passive);
                    kept.add(session);
                }
            }
            saveAll(kept, stored);
        });
    }

    /** @return the session as it is kept, or {@code null} if it cannot be, or is over */
    StoredSession passivate(HttpSessionImpl session) {
        if (!session.isValid() || session.isExpired(manager.nowMillis())) {
            return null;
        }
        try {
            session.attributes().willPassivate();
            byte[] attributes = codec.encode(session.getId(), session.attributes().asMap());
            return new StoredSession(session.getId(), session.createdMillis(), session.accessMillis(),
                    session.getMaxInactiveInterval(), session.isNewUnchecked(), attributes);
        } catch (IOException | RuntimeException e) {
            log.warn("Session {} cannot be stored and ends with the application: {}", session.getId(), e.toString());
            return null;
        }
    }

    private void saveAll(List<HttpSessionImpl> kept, List<StoredSession> stored) {
        try {
            store.save(stored);
            kept.forEach(manager::forget);
            log.debug("Stored {} sessions of [{}] in {}", stored.size(), contextPath(), store);
        } catch (IOException e) {
            log.warn("Sessions of [{}] cannot be stored in {} and end with the application: {}", contextPath(),
                    store, e.toString());
        }
    }

    void restore() {
        manager.inContext(() -> {
            try {
                store.take().forEach(this::activate);
            } catch (IOException e) {
                log.warn("Sessions of [{}] cannot be read from {}; users start anew: {}", contextPath(),
                        store, e.toString());
            }
        });
    }

    /** @return the session, which lives now, or {@code null} if it is over, cannot be read or has no room */
    HttpSessionImpl activate(StoredSession stored) {
        HttpSessionImpl session = new HttpSessionImpl(manager, stored.id(), stored.createdMillis(),
                stored.lastAccessedMillis(), stored.maxInactiveSeconds(), stored.isNew());
        if (session.isExpired(manager.nowMillis())) {
            return null;
        }
        try {
            Map<String, Object> attributes = codec.decode(stored.attributes());
            session.attributes().restore(attributes);
        } catch (IOException | ClassNotFoundException | RuntimeException | LinkageError e) {
            log.warn("Session {} of [{}] is not restored: {}", stored.id(), contextPath(), e.toString());
            return null;
        }
        if (!manager.adopt(session)) {
            return null;
        }
        session.attributes().didActivate();
        return session;
    }

    private String contextPath() {
        return manager.servletContext().getContextPath();
    }
}
