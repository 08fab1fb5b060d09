package io.serval.container.session;

import java.io.ObjectInputFilter;
import java.nio.file.Path;

import io.serval.container.spi.SessionStore;

/**
 * How the sessions of one application are kept.
 *
 * @param timeoutSeconds    idle time after which a session ends, 0 or less for never (1800)
 * @param maxActiveSessions how many may live at once, -1 for no limit (-1)
 * @param idBytes           random bytes of an identifier, 16 to 128 (16); written as twice as many hexadecimal digits
 * @param jvmRoute          appended to identifiers after a dot, for load balancers; {@code null} for none
 * @param distributable     whether attributes must be serialisable (Servlet 6.1 §7.7.2)
 * @param store             where sessions stay while the application is down; {@code null} to end them with it
 * @param filter            what may be read back from the store; {@code null} for classes of the application and the
 *                          value classes of the JDK
 * @param lastAccessAtStart whether a session was last accessed when a request with it began, and not when it ended
 *                          (true, Servlet 6.1 §7.6)
 */
public record SessionSettings(int timeoutSeconds, int maxActiveSessions, int idBytes, String jvmRoute,
                              boolean distributable, SessionStore store, ObjectInputFilter filter,
                              boolean lastAccessAtStart) {
    /** Half an hour, no limit, 128 bits, no store. */
    public static final SessionSettings DEFAULT = new SessionSettings(1800, -1, 16, null, false, null, null, true);

    public SessionSettings {
        if (idBytes < 16 || idBytes > 128) {
            throw new IllegalArgumentException("idBytes must be 16 to 128, was " + idBytes);
        }
        if (jvmRoute != null && !jvmRoute.matches("[A-Za-z0-9_\\-]+")) {
            throw new IllegalArgumentException("jvmRoute must be letters, digits, - and _, was [" + jvmRoute + "]");
        }
    }

    public SessionSettings withTimeoutSeconds(int seconds) {
        return new SessionSettings(seconds, maxActiveSessions, idBytes, jvmRoute, distributable, store, filter,
                lastAccessAtStart);
    }

    public SessionSettings withMaxActiveSessions(int max) {
        return new SessionSettings(timeoutSeconds, max, idBytes, jvmRoute, distributable, store, filter,
                lastAccessAtStart);
    }

    public SessionSettings withIdBytes(int bytes) {
        return new SessionSettings(timeoutSeconds, maxActiveSessions, bytes, jvmRoute, distributable, store, filter,
                lastAccessAtStart);
    }

    public SessionSettings withJvmRoute(String route) {
        return new SessionSettings(timeoutSeconds, maxActiveSessions, idBytes, route, distributable, store, filter,
                lastAccessAtStart);
    }

    public SessionSettings withDistributable(boolean value) {
        return new SessionSettings(timeoutSeconds, maxActiveSessions, idBytes, jvmRoute, value, store, filter,
                lastAccessAtStart);
    }

    public SessionSettings withStore(SessionStore value) {
        return new SessionSettings(timeoutSeconds, maxActiveSessions, idBytes, jvmRoute, distributable, value, filter,
                lastAccessAtStart);
    }

    /** Sessions stay in that file while the application is down. */
    public SessionSettings withFile(Path file) {
        return withStore(new FileSessionStore(file));
    }

    public SessionSettings withFilter(ObjectInputFilter value) {
        return new SessionSettings(timeoutSeconds, maxActiveSessions, idBytes, jvmRoute, distributable, store, value,
                lastAccessAtStart);
    }

    public SessionSettings withLastAccessAtStart(boolean value) {
        return new SessionSettings(timeoutSeconds, maxActiveSessions, idBytes, jvmRoute, distributable, store, filter,
                value);
    }
}
