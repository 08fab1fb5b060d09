package io.serval.container.session;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.serval.container.spi.SessionStore.StoredSession;

/** Carries the sessions of one application over its restart. Used once, by the thread that starts or stops it. */
final class SessionRestart {
    private static final Logger log = LoggerFactory.getLogger(SessionRestart.class);

    private final SessionManager manager;
    private final SessionSettings settings;
    private final AttributeCodec codec;

    SessionRestart(SessionManager manager, SessionSettings settings) {
        this.manager = manager;
        this.settings = settings;
        this.codec = new AttributeCodec(manager.servletContext().getClassLoader(), settings.filter());
    }

    void save() {
        manager.inContext(() -> {
            List<HttpSessionImpl> kept = new ArrayList<>();
            List<StoredSession> stored = new ArrayList<>();
            for (HttpSessionImpl session : manager.sessions()) {
                passivate(session, kept, stored);
            }
            saveAll(kept, stored);
        });
    }

    private void passivate(HttpSessionImpl session, List<HttpSessionImpl> kept, List<StoredSession> stored) {
        if (!session.isValid() || session.isExpired(manager.nowMillis())) {
            return;
        }
        try {
            session.attributes().willPassivate();
            byte[] attributes = codec.encode(session.getId(), session.attributes().asMap());
            stored.add(new StoredSession(session.getId(), session.createdMillis(), session.accessMillis(),
                    session.getMaxInactiveInterval(), session.isNewUnchecked(), attributes));
            kept.add(session);
        } catch (IOException | RuntimeException e) {
            log.warn("Session {} cannot be stored and ends with the application: {}", session.getId(), e.toString());
        }
    }

    private void saveAll(List<HttpSessionImpl> kept, List<StoredSession> stored) {
        try {
            settings.store().save(stored);
            kept.forEach(manager::forget);
            log.debug("Stored {} sessions of [{}] in {}", stored.size(), contextPath(), settings.store());
        } catch (IOException e) {
            log.warn("Sessions of [{}] cannot be stored in {} and end with the application: {}", contextPath(),
                    settings.store(), e.toString());
        }
    }

    void restore() {
        manager.inContext(() -> {
            try {
                settings.store().take().forEach(this::restore);
            } catch (IOException e) {
                log.warn("Sessions of [{}] cannot be read from {}; users start anew: {}", contextPath(),
                        settings.store(), e.toString());
            }
        });
    }

    private void restore(StoredSession stored) {
        HttpSessionImpl session = new HttpSessionImpl(manager, stored.id(), stored.createdMillis(),
                stored.lastAccessedMillis(), stored.maxInactiveSeconds(), stored.isNew());
        if (session.isExpired(manager.nowMillis())) {
            return;
        }
        try {
            Map<String, Object> attributes = codec.decode(stored.attributes());
            session.attributes().restore(attributes);
        } catch (IOException | ClassNotFoundException | RuntimeException | LinkageError e) {
            log.warn("Session {} of [{}] is not restored: {}", stored.id(), contextPath(), e.toString());
            return;
        }
        if (manager.adopt(session)) {
            session.attributes().didActivate();
        }
    }

    private String contextPath() {
        return manager.servletContext().getContextPath();
    }
}
