package io.serval.container.spi;

import java.io.IOException;
import java.util.List;

/**
 * Keeps the sessions of one web application while it is down. Called when the application stops and when it starts, by
 * the thread that does so; never during requests.
 */
public interface SessionStore {
    /**
     * A session as it is kept.
     *
     * @param id                 its identifier
     * @param createdMillis      when it was created, milliseconds since the epoch
     * @param lastAccessedMillis when its last request came, milliseconds since the epoch
     * @param maxInactiveSeconds how long it may be idle; 0 or less for ever
     * @param isNew              whether the client has not joined it
     * @param attributes         its attributes, serialised
     */
    record StoredSession(String id, long createdMillis, long lastAccessedMillis, int maxInactiveSeconds,
                         boolean isNew, byte[] attributes) { }

    /** Keeps these sessions in place of whatever was kept. */
    void save(List<StoredSession> sessions) throws IOException;

    /** Gives back what was saved last and forgets it; empty if nothing was. */
    List<StoredSession> take() throws IOException;
}
