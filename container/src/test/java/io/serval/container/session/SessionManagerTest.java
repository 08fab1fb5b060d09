package io.serval.container.session;

import java.io.Serializable;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

import jakarta.servlet.http.HttpSession;
import jakarta.servlet.http.HttpSessionBindingEvent;
import jakarta.servlet.http.HttpSessionBindingListener;

import org.junit.jupiter.api.Test;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

class SessionManagerTest {
    private final List<String> calls = new ArrayList<>();
    private final RecordedEvents events = new RecordedEvents(calls);
    private long now = 1_000_000;
    private final InstantSource clock = () -> Instant.ofEpochMilli(now);

    private SessionManager manager(SessionSettings settings) {
        return new SessionManager(TestContext.of(getClass().getClassLoader()), settings, events, clock);
    }

    private final SessionManager manager = manager(SessionSettings.DEFAULT.withTimeoutSeconds(60));

    private HttpSessionImpl created() {
        HttpSessionImpl session = manager.create();
        session.end();
        return session;
    }

    private void pass(long seconds) {
        now += seconds * 1000;
    }

    @Test void makesIdentifiersOf128RandomBits() {
        Set<String> ids = new HashSet<>();
        for (int i = 0; i < 1000; i++) {
            String id = created().getId();
            assertTrue(id.matches("[0-9A-F]{32}"), id);
            ids.add(id);
        }
        assertEquals(1000, ids.size());
    }

    @Test void appendsTheRouteAndTakesTheLengthOfIdentifiers() {
        SessionManager routed = manager(SessionSettings.DEFAULT.withJvmRoute("node-1").withIdBytes(20));
        HttpSessionImpl session = routed.create();
        assertTrue(session.getId().matches("[0-9A-F]{40}\\.node-1"), session.getId());
        assertSame(session, routed.find(session.getId()));
        assertTrue(routed.changeId(session).endsWith(".node-1"));
    }

    @Test void refusesSettingsThatAreUnsafe() {
        assertThrows(IllegalArgumentException.class, () -> SessionSettings.DEFAULT.withIdBytes(15));
        assertThrows(IllegalArgumentException.class, () -> SessionSettings.DEFAULT.withJvmRoute("a;b"));
    }

    @Test void findsNothingUnknown() {
        assertNull(manager.find(null));
        assertNull(manager.find("unknown"));
    }

    @Test void isNewUntilTheClientJoins() {
        HttpSessionImpl session = manager.create();
        assertTrue(session.isNew());
        session.end();
        assertTrue(session.isNew());
        assertTrue(manager.find(session.getId()).begin());
        assertFalse(session.isNew());
        session.end();
    }

    @Test void tellsWhenTheRequestBeforeThisOneCame() {
        HttpSessionImpl session = manager.create();
        assertEquals(now, session.getCreationTime());
        assertEquals(now, session.getLastAccessedTime());
        pass(3);
        session.end();
        assertEquals(1_000_000, session.getLastAccessedTime());
        pass(7);
        session.begin();
        assertEquals(1_000_000, session.getLastAccessedTime(), "of the request before");
        pass(5);
        session.end();
        assertEquals(1_010_000, session.getLastAccessedTime(), "when the last one began, not ended");
    }

    @Test void expiresAfterItsIdleTime() {
        HttpSessionImpl session = created();
        pass(59);
        assertEquals(0, manager.expireIdle());
        assertSame(session, manager.find(session.getId()));
        pass(1);
        assertEquals(1, manager.expireIdle());
        assertNull(manager.find(session.getId()));
        assertFalse(session.isValid());
        assertEquals(List.of("created", "destroyed"), calls);
    }

    @Test void expiresWhenItIsAskedForTooLate() {
        HttpSessionImpl session = created();
        pass(60);
        assertNull(manager.find(session.getId()), "before any sweep");
        assertEquals(List.of("created", "destroyed"), calls);
        assertEquals(0, manager.expireIdle());
        assertEquals(1, manager.counters().expired());
    }

    @Test void countsIdleTimeFromTheEndOfALongRequest() {
        HttpSessionImpl session = created();
        session.begin();
        pass(600);
        assertEquals(0, manager.expireIdle(), "while it is in use");
        assertSame(session, manager.find(session.getId()));
        session.end();
        pass(59);
        assertEquals(0, manager.expireIdle());
        pass(1);
        assertEquals(1, manager.expireIdle());
    }

    @Test void looksAgainAtSessionsThatWereUsed() {
        HttpSessionImpl session = created();
        for (int i = 0; i < 10; i++) {
            pass(50);
            assertTrue(session.begin());
            session.end();
            assertEquals(0, manager.expireIdle());
        }
        pass(60);
        assertEquals(1, manager.expireIdle());
    }

    @Test void neverExpiresWithoutPositiveInterval() {
        HttpSessionImpl zero = created();
        HttpSessionImpl negative = created();
        zero.setMaxInactiveInterval(0);
        negative.setMaxInactiveInterval(-1);
        pass(100_000_000);
        assertEquals(0, manager.expireIdle());
        assertSame(zero, manager.find(zero.getId()));
        zero.setMaxInactiveInterval(10);
        assertEquals(1, manager.expireIdle(), "a session that shall expire now does so at the next sweep");
        assertNotNull(manager.find(negative.getId()));
    }

    @Test void followsAChangedInterval() {
        HttpSessionImpl session = created();
        session.setMaxInactiveInterval(10);
        assertEquals(10, session.getMaxInactiveInterval());
        pass(10);
        assertEquals(1, manager.expireIdle());
        HttpSessionImpl longer = created();
        longer.setMaxInactiveInterval(100);
        pass(60);
        assertEquals(0, manager.expireIdle());
        pass(40);
        assertEquals(1, manager.expireIdle());
    }

    @Test void takesALargeIntervalWithoutOverflow() {
        HttpSessionImpl session = created();
        session.setMaxInactiveInterval(Integer.MAX_VALUE);
        pass(1_000_000);
        assertEquals(0, manager.expireIdle());
    }

    @Test void givesNewSessionsTheTimeoutOfNow() {
        manager.timeoutSeconds(7);
        assertEquals(7, created().getMaxInactiveInterval());
        assertEquals(7, manager.timeoutSeconds());
    }

    @Test void changesItsIdentifier() {
        HttpSessionImpl session = created();
        String old = session.getId();
        String changed = manager.changeId(session);
        assertEquals(changed, session.getId());
        assertNotEquals(old, changed);
        assertNull(manager.find(old));
        assertSame(session, manager.find(changed));
        assertEquals(List.of("created", "idChanged " + old), calls);
    }

    @Test void doesNotChangeTheIdentifierOfAnEndedSession() {
        HttpSessionImpl session = created();
        session.invalidate();
        calls.clear();
        assertThrows(IllegalStateException.class, () -> manager.changeId(session));
        assertTrue(calls.isEmpty());
        assertTrue(manager.sessions().isEmpty());
    }

    @Test void endsOnceAndThenRefusesEveryUse() {
        HttpSessionImpl session = manager.create();
        session.setAttribute("a", "x");
        session.invalidate();
        assertNull(manager.find(session.getId()));
        assertThrows(IllegalStateException.class, session::invalidate);
        assertThrows(IllegalStateException.class, session::getCreationTime);
        assertThrows(IllegalStateException.class, session::getLastAccessedTime);
        assertThrows(IllegalStateException.class, session::isNew);
        assertThrows(IllegalStateException.class, session::getAttributeNames);
        assertThrows(IllegalStateException.class, session::getAccessor);
        assertThrows(IllegalStateException.class, () -> session.getAttribute("a"));
        assertThrows(IllegalStateException.class, () -> session.setAttribute("a", "y"));
        assertThrows(IllegalStateException.class, () -> session.setAttribute("a", null));
        assertThrows(IllegalStateException.class, () -> session.removeAttribute("a"));
        assertNotNull(session.getId());
        assertEquals(60, session.getMaxInactiveInterval());
        session.setMaxInactiveInterval(5);
        assertNotNull(session.getServletContext());
        assertFalse(session.begin());
        session.end();
        pass(100);
        assertEquals(0, manager.expireIdle());
        assertEquals(List.of("created", "added a=x", "destroyed", "removed a=x"), calls);
    }

    @Test void answersItsListenersWhileItEnds() {
        List<Object> seen = new ArrayList<>();
        events.onDestroyed = session -> {
            seen.add(session.getAttribute("a"));
            seen.add(session.getCreationTime());
            session.setAttribute("late", "y");
            session.invalidate();
        };
        HttpSessionImpl session = created();
        session.setAttribute("a", "x");
        session.invalidate();
        assertEquals(List.of("x", 1_000_000L), seen);
        assertTrue(calls.containsAll(List.of("removed a=x", "removed late=y")), calls.toString());
    }

    @Test void endsAlsoWhenListenersFail() {
        events.onDestroyed = session -> {
            throw new IllegalStateException("of a listener");
        };
        HttpSessionImpl session = created();
        Probe probe = new Probe("v", calls);
        session.setAttribute("a", probe);
        assertEquals("of a listener", assertThrows(IllegalStateException.class, session::invalidate).getMessage());
        assertTrue(calls.contains("unbound v"));
        assertFalse(session.isValid());
        assertThrows(IllegalStateException.class, session::invalidate);
    }

    @Test void leavesNoSessionBehindWhenAListenerRefusesIt() {
        events.onCreated = session -> {
            throw new IllegalStateException("of a listener");
        };
        assertThrows(IllegalStateException.class, manager::create);
        assertTrue(manager.sessions().isEmpty());
        assertEquals(0, manager.counters().active());
    }

    @Test void endsAlsoWhenAClassOfAListenerIsMissing() {
        events.onDestroyed = session -> {
            throw new NoClassDefFoundError("of a listener");
        };
        created();
        pass(60);
        assertEquals(1, manager.expireIdle());
    }

    @Test void sweepsInOneRoundWhateverIsInUse() {
        HttpSessionImpl used = manager.create();
        HttpSessionImpl idle = created();
        pass(1000);
        assertEquals(1, manager.expireIdle());
        assertFalse(idle.isValid());
        used.end();
        pass(60);
        assertEquals(1, manager.expireIdle());
    }

    @Test void limitsActiveSessions() {
        SessionManager two = manager(SessionSettings.DEFAULT.withMaxActiveSessions(2));
        HttpSessionImpl first = two.create();
        two.create();
        TooManySessionsException e = assertThrows(TooManySessionsException.class, two::create);
        assertTrue(e.getMessage().contains("maxActiveSessions"), e.getMessage());
        first.invalidate();
        two.create();
        assertEquals(1, two.counters().rejected());
    }

    @Test void countsWhatHappened() {
        HttpSessionImpl first = created();
        created();
        pass(30);
        first.invalidate();
        pass(30);
        manager.expireIdle();
        created();
        assertEquals(new SessionCounters(1, 2, 3, 1, 1, 0, 60, 90), manager.counters());
        assertEquals(45, manager.counters().meanAliveSeconds());
    }

    @Test void sharesAnIdentifierUnlessItIsTaken() {
        assertEquals("shared", manager.create("shared").getId());
        assertNotEquals("shared", manager.create("shared").getId());
    }

    @Test void endsEverythingWhenItStops() {
        HttpSessionImpl session = created();
        HttpSessionImpl used = manager.create();
        manager.stop(true);
        assertFalse(session.isValid());
        assertFalse(used.isValid());
        assertTrue(manager.sessions().isEmpty());
        assertEquals(2, Collections.frequency(calls, "destroyed"));
        assertEquals(0, manager.counters().active());
    }

    @Test void ranListenersOfExpiredSessionsInTheirApplication() {
        ClassLoader application = new ClassLoader(getClass().getClassLoader()) { };
        SessionManager other = new SessionManager(TestContext.of(application),
                SessionSettings.DEFAULT.withTimeoutSeconds(1), events, clock);
        List<ClassLoader> seen = new ArrayList<>();
        events.onDestroyed = session -> seen.add(Thread.currentThread().getContextClassLoader());
        other.create().end();
        ClassLoader before = Thread.currentThread().getContextClassLoader();
        pass(1);
        other.expireIdle();
        assertEquals(List.of(application), seen);
        assertSame(before, Thread.currentThread().getContextClassLoader());
    }

    @Test void accessorUsesTheSessionLikeARequest() {
        HttpSessionImpl session = created();
        HttpSession.Accessor accessor = session.getAccessor();
        pass(50);
        accessor.access(s -> {
            assertSame(session, s);
            assertFalse(s.isNew());
            pass(100);
            assertEquals(0, manager.expireIdle());
        });
        assertEquals(1_050_000, session.getLastAccessedTime());
        pass(59);
        assertEquals(0, manager.expireIdle());
        assertThrows(ArithmeticException.class, () -> accessor.access(s -> {
            throw new ArithmeticException();
        }));
        pass(60);
        assertEquals(1, manager.expireIdle(), "the use has ended although it failed");
        assertThrows(IllegalStateException.class, () -> accessor.access(s -> { }));
    }

    @Test void accessorEndsWithTheIdentifier() {
        HttpSessionImpl session = created();
        HttpSession.Accessor accessor = session.getAccessor();
        manager.changeId(session);
        assertThrows(IllegalStateException.class, () -> accessor.access(s -> { }));
        session.getAccessor().access(s -> assertSame(session, s));
    }

    @Test void bindsBeforeAValueIsFoundAndUnbindsAfterItIsNot() {
        HttpSessionImpl session = created();
        calls.clear();
        Probe first = new Probe("1", calls);
        Probe second = new Probe("2", calls);
        session.setAttribute("a", first);
        session.setAttribute("a", second);
        session.setAttribute("a", second);
        session.removeAttribute("a");
        session.removeAttribute("a");
        assertEquals(List.of("bound 1 while null", "added a=1", "bound 2 while 1", "unbound 1 while 2", "unbound 1",
                "replaced a=1", "replaced a=2", "unbound 2 while null", "unbound 2", "removed a=2"), calls);
    }

    @Test void unbindsEachAttributeWhenItEnds() {
        HttpSessionImpl session = created();
        session.setAttribute("a", new Probe("1", calls));
        calls.clear();
        session.invalidate();
        assertEquals(List.of("destroyed", "unbound 1 while null", "unbound 1", "removed a=1"), calls);
    }

    @Test void removesAnAttributeThatIsSetToNull() {
        HttpSessionImpl session = created();
        session.setAttribute("a", "x");
        session.setAttribute("a", null);
        session.setAttribute("b", null);
        assertNull(session.getAttribute("a"));
        assertFalse(session.getAttributeNames().hasMoreElements());
        assertEquals(List.of("created", "added a=x", "removed a=x"), calls);
    }

    @Test void refusesNullNames() {
        HttpSessionImpl session = created();
        assertThrows(IllegalArgumentException.class, () -> session.setAttribute(null, "x"));
        assertNull(session.getAttribute(null));
        session.removeAttribute(null);
    }

    @Test void enumeratesASnapshotOfNames() {
        HttpSessionImpl session = created();
        session.setAttribute("a", 1);
        session.setAttribute("b", 2);
        int count = 0;
        for (var names = session.getAttributeNames(); names.hasMoreElements(); count++) {
            session.removeAttribute(names.nextElement());
        }
        assertEquals(2, count);
    }

    @Test void refusesAttributesThatCannotMoveInDistributableApplications() {
        SessionManager distributable = manager(SessionSettings.DEFAULT.withDistributable(true));
        HttpSessionImpl session = distributable.create();
        IllegalArgumentException e =
                assertThrows(IllegalArgumentException.class, () -> session.setAttribute("a", new Object()));
        assertTrue(e.getMessage().contains("[a]") && e.getMessage().contains("java.lang.Object"), e.getMessage());
        session.setAttribute("a", (Serializable) List.of());
        created().setAttribute("a", new Object());
    }

    /** Tells when it is bound and unbound, and what its session holds then. */
    private static final class Probe implements HttpSessionBindingListener {
        private final String name;
        private final List<String> calls;

        Probe(String name, List<String> calls) {
            this.name = name;
            this.calls = calls;
        }

        @Override public void valueBound(HttpSessionBindingEvent event) {
            calls.add("bound " + name + " while " + event.getSession().getAttribute(event.getName()));
        }

        @Override public void valueUnbound(HttpSessionBindingEvent event) {
            calls.add("unbound " + name + " while " + event.getSession().getAttribute(event.getName()));
            calls.add("unbound " + name);
        }

        @Override public String toString() {
            return name;
        }
    }
}
