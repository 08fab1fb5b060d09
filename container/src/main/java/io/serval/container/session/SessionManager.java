package io.serval.container.session;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Consumer;

import jakarta.servlet.ServletContext;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Finds, creates and ends the sessions of one application. Safe for any thread. */
public final class SessionManager {
    private static final Logger log = LoggerFactory.getLogger(SessionManager.class);

    private final ServletContext context;
    private final SessionSettings settings;
    private final SessionEvents events;
    private final InstantSource clock;
    private final SessionIds ids;
    private final SessionStatistics statistics = new SessionStatistics();
    private final ExpiryQueue expiries = new ExpiryQueue();
    private final ConcurrentMap<String, HttpSessionImpl> sessions = new ConcurrentHashMap<>();
    private volatile int timeoutSeconds;

    /**
     * @param context  whose sessions they are; its class loader reads stored sessions
     * @param settings how to keep them
     * @param events   is told what happens
     * @param clock    counts the idle time
     */
    public SessionManager(ServletContext context, SessionSettings settings, SessionEvents events,
                          InstantSource clock) {
        this.context = context;
        this.settings = settings;
        this.events = events;
        this.clock = clock;
        this.ids = new SessionIds(settings.idBytes(), settings.jvmRoute());
        this.timeoutSeconds = settings.timeoutSeconds();
    }

    /** Takes back the sessions of the last run from the store, if there is one. Before the first request. */
    public void start() {
        if (settings.store() != null) {
            new SessionRestart(this).restore();
        }
    }

    /**
     * The session of that identifier, or {@code null} if none lives. One that was idle for too long ends here. A
     * request that means to use it calls {@link HttpSessionImpl#begin()}, and looks on when that returns false.
     */
    public HttpSessionImpl find(String id) {
        HttpSessionImpl session = id == null ? null : sessions.get(id);
        if (session == null || !session.isValid()) {
            return null;
        }
        return session.isExpired(nowMillis()) && expire(session) ? null : session;
    }

    /**
     * Creates a session, in use by the calling request until that calls {@link HttpSessionImpl#end()}.
     *
     * @throws TooManySessionsException when {@code maxActiveSessions} live already
     */
    public HttpSessionImpl create() {
        return create(null);
    }

    /**
     * As {@link #create()}, with an identifier that the request got from another application of this server (§7.3: one
     * client, one identifier). The caller has made sure that it is no invention of the client.
     *
     * @param sharedId {@code null} for a new identifier
     */
    public HttpSessionImpl create(String sharedId) {
        if (!statistics.admit(settings.maxActiveSessions())) {
            throw new TooManySessionsException(settings.maxActiveSessions());
        }
        long now = nowMillis();
        HttpSessionImpl session = register(sharedId, now);
        statistics.created();
        expiries.schedule(session);
        boolean told = false;
        try {
            events.created(session);
            told = true;
        } finally {
            if (!told) {
                // Nobody holds it, so nobody would end its first use.
                end(session);
            }
        }
        return session;
    }

    private HttpSessionImpl register(String sharedId, long now) {
        String id = sharedId != null ? sharedId : ids.next();
        while (true) {
            HttpSessionImpl session = new HttpSessionImpl(this, id, now, now, timeoutSeconds, true);
            session.beginNew();
            if (sessions.putIfAbsent(id, session) == null) {
                return session;
            }
            id = ids.next();
        }
    }

    /**
     * Gives a session a new identifier ({@code changeSessionId}); the old one finds nothing any more.
     *
     * @return the new identifier
     * @throws IllegalStateException if the session has ended
     */
    public String changeId(HttpSessionImpl session) {
        String newId = ids.next();
        while (sessions.putIfAbsent(newId, session) != null) {
            newId = ids.next();
        }
        String oldId = session.swapId(newId);
        sessions.remove(oldId, session);
        if (!session.isValid()) {
            sessions.remove(newId, session);
            throw new IllegalStateException("Session [" + oldId + "] was invalidated");
        }
        events.idChanged(session, oldId);
        return newId;
    }

    /** Ends all sessions that were idle for too long. Costs what is due, not what lives. @return how many ended */
    public int expireIdle() {
        long now = nowMillis();
        int ended = 0;
        HttpSessionImpl session = expiries.pollDue(now);
        while (session != null) {
            if (session.isExpired(now) && expire(session)) {
                ended++;
            } else if (session.isValid()) {
                expiries.postpone(session, now);
            }
            session = expiries.pollDue(now);
        }
        return ended;
    }

    /**
     * Ends all sessions, or, where a store is set and {@code persist} is true, puts them there without ending them.
     * After the last request.
     */
    public void stop(boolean persist) {
        if (persist && settings.store() != null) {
            new SessionRestart(this).save();
        }
        inContext(() -> sessions().forEach(this::end));
    }

    /** The sessions that live, at about this time. */
    public List<HttpSessionImpl> sessions() {
        return new ArrayList<>(sessions.values());
    }

    public SessionCounters counters() {
        return statistics.snapshot();
    }

    /** Whether a session was last accessed when a request with it began, and not when it ended. */
    boolean isLastAccessAtStart() {
        return settings.lastAccessAtStart();
    }

    /** Seconds that new sessions may be idle; 0 or less for ever. */
    public int timeoutSeconds() {
        return timeoutSeconds;
    }

    /** For sessions created from now on. */
    public void timeoutSeconds(int seconds) {
        timeoutSeconds = seconds;
    }

    /** Ends a session of which no application is told that it could not: what listeners throw is logged. */
    void end(HttpSessionImpl session) {
        if (session.use().end()) {
            destroy(session, false, failure -> warn(session, failure));
        }
    }

    private static void warn(HttpSessionImpl session, Throwable failure) {
        log.warn("A listener failed while {} ended; the session ends all the same", session, failure);
    }

    /**
     * Ends a session that nobody has ended yet. What a listener throws reaches the caller when the session has ended
     * (Servlet 6.1 §11.6).
     *
     * @return false if somebody has
     */
    boolean invalidate(HttpSessionImpl session) {
        boolean first = session.use().end();
        if (first) {
            List<Throwable> failures = new ArrayList<>(0);
            destroy(session, false, failures::add);
            if (!failures.isEmpty()) {
                rethrow(failures.get(0));
            }
        }
        return first;
    }

    private static void rethrow(Throwable failure) {
        if (failure instanceof RuntimeException unchecked) {
            throw unchecked;
        }
        throw (Error) failure;
    }

    private boolean expire(HttpSessionImpl session) {
        boolean first = session.use().endIfUnused();
        if (first) {
            inContext(() -> destroy(session, true, failure -> warn(session, failure)));
        }
        return first;
    }

    /** By the one thread that ended it: listeners, then attributes, then it is gone. */
    private void destroy(HttpSessionImpl session, boolean byTimeout, Consumer<Throwable> failed) {
        sessions.remove(session.getId(), session);
        expiries.remove(session);
        statistics.ended(byTimeout, nowMillis() - session.createdMillis());
        session.endedBy(Thread.currentThread());
        guard(() -> events.destroyed(session), failed);
        session.use().startUnbinding();
        for (String name : session.attributes().names()) {
            guard(() -> session.attributes().remove(name), failed);
        }
        session.use().finish();
        session.endedBy(null);
    }

    /** What a listener throws must not keep the session from ending. */
    private static void guard(Runnable listener, Consumer<Throwable> failed) {
        try {
            listener.run();
        } catch (RuntimeException | LinkageError e) {
            failed.accept(e);
        }
    }

    /** Listeners run by our own threads see the class loader of their application. */
    void inContext(Runnable task) {
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        thread.setContextClassLoader(context.getClassLoader());
        try {
            task.run();
        } finally {
            thread.setContextClassLoader(before);
        }
    }

    void reschedule(HttpSessionImpl session) {
        if (session.isValid()) {
            expiries.schedule(session);
        }
    }

    /** Takes in a session from the store. @return false if its identifier is taken or there is no room */
    boolean adopt(HttpSessionImpl session) {
        if (!statistics.admit(settings.maxActiveSessions())) {
            return false;
        }
        if (sessions.putIfAbsent(session.getId(), session) != null) {
            statistics.left();
            return false;
        }
        expiries.schedule(session);
        return true;
    }

    /** A session lives on in the store. */
    void forget(HttpSessionImpl session) {
        sessions.remove(session.getId(), session);
        expiries.remove(session);
        statistics.left();
    }

    /** How many sessions wait to be looked at. */
    int scheduled() {
        return expiries.size();
    }

    long nowMillis() {
        return clock.millis();
    }

    ServletContext servletContext() {
        return context;
    }

    SessionSettings settings() {
        return settings;
    }

    SessionEvents events() {
        return events;
    }

    boolean isDistributable() {
        return settings.distributable();
    }
}
