package io.serval.container.session;

import java.io.Serializable;
import java.util.Collections;
import java.util.Enumeration;
import java.util.concurrent.atomic.AtomicReference;

import jakarta.servlet.ServletContext;
import jakarta.servlet.http.HttpSession;

/**
 * One session (Servlet 6.1 chapter 7). Safe for any thread: times are volatile, attributes a concurrent map, life and
 * use one atomic word.
 */
public final class HttpSessionImpl implements HttpSession {
    private final SessionManager manager;
    private final SessionUse use = new SessionUse();
    private final SessionAttributes attributes;
    private final long createdMillis;

    /** What the container keeps with the session, out of the application's sight. */
    private volatile Object note;
    /** The thread that tells listeners of the end; {@code null} before and after. */
    private volatile Thread ender;
    private final AtomicReference<String> id;
    private volatile boolean isNew;
    private volatile int maxInactiveSeconds;
    /** When the request that came last began. */
    private volatile long accessMillis;
    /** What the application sees: when the last request before those that run now began. */
    private volatile long lastAccessedMillis;
    /** Since when it is idle: the last begin or end of a request. */
    private volatile long idleSinceMillis;
    /** The place in the queue of those to be looked at. */
    private final AtomicReference<ExpiryQueue.Ticket> ticket = new AtomicReference<>();

    HttpSessionImpl(SessionManager manager, String id, long createdMillis, long lastAccessedMillis,
                    int maxInactiveSeconds, boolean isNew) {
        this.manager = manager;
        this.id = new AtomicReference<>(id);
        this.createdMillis = createdMillis;
        this.accessMillis = lastAccessedMillis;
        this.lastAccessedMillis = lastAccessedMillis;
        this.idleSinceMillis = lastAccessedMillis;
        this.maxInactiveSeconds = maxInactiveSeconds;
        this.isNew = isNew;
        this.attributes = new SessionAttributes(this, manager.events());
    }

    /**
     * A request that names this session begins: the client has joined it, and it does not expire until {@link #end}.
     *
     * @return false if the session has ended; then {@link #end} must not be called
     */
    public boolean begin() {
        if (!use.enter()) {
            return false;
        }
        isNew = false;
        accessMillis = manager.nowMillis();
        idleSinceMillis = accessMillis;
        return true;
    }

    /** The request that created the session is the first to use it. */
    void beginNew() {
        use.enter();
    }

    /** A request that began here, or created the session, ends. Does nothing if the session has ended meanwhile. */
    public void end() {
        idleSinceMillis = manager.nowMillis();
        lastAccessedMillis = manager.isLastAccessAtStart() ? accessMillis : idleSinceMillis;
        use.leave();
    }

    /** What the container keeps with the session beside its attributes, or {@code null}; not stored across restarts. */
    public Object note() {
        return note;
    }

    public void note(Object value) {
        note = value;
    }

    /** Whether nobody has begun to end it. */
    public boolean isValid() {
        return use.isValid();
    }

    /** Whether it was idle for too long, seen from {@code nowMillis}, and no request uses it. */
    boolean isExpired(long nowMillis) {
        return !use.isInUse() && nowMillis >= expiryMillis();
    }

    /** When it expires if nobody uses it until then. */
    long expiryMillis() {
        int seconds = maxInactiveSeconds;
        return seconds <= 0 ? Long.MAX_VALUE : idleSinceMillis + seconds * 1000L;
    }

    SessionUse use() {
        return use;
    }

    SessionAttributes attributes() {
        return attributes;
    }

    /** @param next {@code null} to leave the queue @return the place until now, or {@code null} if there was none */
    ExpiryQueue.Ticket swapTicket(ExpiryQueue.Ticket next) {
        return ticket.getAndSet(next);
    }

    /** Gives it another identifier. @return the one before: of two changes at once each sees another */
    String swapId(String newId) {
        return id.getAndSet(newId);
    }

    /** Times and attributes without the checks of the API, for the store and for metrics. */
    long createdMillis() {
        return createdMillis;
    }

    long accessMillis() {
        return accessMillis;
    }

    boolean isNewUnchecked() {
        return isNew;
    }

    private void checkAlive() {
        if (use.hasEnded()) {
            throw new IllegalStateException("Session [" + id + "] was invalidated");
        }
    }

    @Override public long getCreationTime() {
        checkAlive();
        return createdMillis;
    }

    @Override public String getId() {
        return id.get();
    }

    @Override public long getLastAccessedTime() {
        checkAlive();
        return lastAccessedMillis;
    }

    @Override public ServletContext getServletContext() {
        return manager.servletContext();
    }

    @Override public void setMaxInactiveInterval(int interval) {
        maxInactiveSeconds = interval;
        manager.reschedule(this);
    }

    @Override public int getMaxInactiveInterval() {
        return maxInactiveSeconds;
    }

    @Override public Object getAttribute(String name) {
        checkAlive();
        return attributes.get(name);
    }

    @Override public Enumeration<String> getAttributeNames() {
        checkAlive();
        return Collections.enumeration(attributes.names());
    }

    /** @throws IllegalArgumentException in a distributable application, if the value is not serialisable (§7.7.2) */
    @Override public void setAttribute(String name, Object value) {
        if (name == null) {
            throw new IllegalArgumentException("The name of a session attribute must not be null");
        }
        checkAlive();
        if (value == null) {
            attributes.remove(name);
            return;
        }
        if (manager.isDistributable() && !(value instanceof Serializable)) {
            throw new IllegalArgumentException("Attribute [" + name + "] of class " + value.getClass().getName()
                    + " is not Serializable, which sessions of a distributable application require");
        }
        attributes.set(name, value);
    }

    @Override public void removeAttribute(String name) {
        checkAlive();
        if (name != null) {
            attributes.remove(name);
        }
    }

    @Override public void invalidate() {
        // Listeners that are told of the end may call this, and see nothing of it; all others are too late.
        if (!manager.invalidate(this) && ender != Thread.currentThread()) {
            throw new IllegalStateException("Session [" + id + "] was invalidated");
        }
    }

    /** @param thread that tells listeners of the end, {@code null} when it has */
    void endedBy(Thread thread) {
        ender = thread;
    }

    @Override public boolean isNew() {
        checkAlive();
        return isNew;
    }

    @Override public Accessor getAccessor() {
        if (!use.isValid()) {
            throw new IllegalStateException("Session [" + id + "] was invalidated");
        }
        return new SessionAccessor(manager, id.get());
    }

    @Override public String toString() {
        return "session " + id;
    }
}
