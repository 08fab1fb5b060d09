package io.serval.container.session;

import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertNull;

class SessionHandoverTest {
    private final List<String> oldEvents = new ArrayList<>();
    private long now = 5_000_000;
    private final InstantSource clock = () -> Instant.ofEpochMilli(now);
    private SessionManager old;
    private SessionManager successor;
    private SessionHandover handover;

    @BeforeEach void start() {
        old = manager(oldEvents);
        successor = manager(new ArrayList<>());
        handover = new SessionHandover(old, successor);
    }

    private SessionManager manager(List<String> events) {
        return new SessionManager(TestContext.of(getClass().getClassLoader()), SessionSettings.DEFAULT,
                new RecordedEvents(events), clock);
    }

    private HttpSessionImpl created(Object value) {
        HttpSessionImpl session = old.create();
        session.setAttribute("a", value);
        session.end();
        return session;
    }

    private void use(HttpSessionImpl session, Object value) {
        now += 10;
        session.begin();
        session.setAttribute("a", value);
        session.end();
    }

    private Object inSuccessor(HttpSessionImpl session) {
        HttpSessionImpl twin = successor.find(session.getId());
        return twin == null ? null : twin.getAttribute("a");
    }

    @Test void carriesSessionsBeforeRequestsComeAndEndsNone() {
        HttpSessionImpl session = created("x");
        session.note("login");
        oldEvents.clear();

        handover.begin();
        assertEquals("x", inSuccessor(session));
        assertNotSame(session, successor.find(session.getId()));
        assertEquals("login", successor.find(session.getId()).note());
        handover.finish();
        old.stop(false);

        assertEquals("x", inSuccessor(session));
        assertEquals(List.of(), oldEvents, "a session that lives on is not destroyed");
        assertEquals(0, old.counters().active());
        assertEquals(1, successor.counters().active());
    }

    @Test void bringsWhatTheLastRequestsOfTheOldApplicationChanged() {
        HttpSessionImpl changed = created("before");
        HttpSessionImpl running = old.create();
        handover.begin();
        use(changed, "after");
        running.setAttribute("a", "by a request that ran on");
        running.end();
        HttpSessionImpl late = created("late");

        handover.finish();

        assertEquals("after", inSuccessor(changed));
        assertEquals("by a request that ran on", inSuccessor(running));
        assertEquals("late", inSuccessor(late));
        assertEquals(3, successor.counters().active());
    }

    @Test void keepsWhatTheNewApplicationHasUsedMeanwhile() {
        HttpSessionImpl session = created("before");
        handover.begin();
        use(successor.find(session.getId()), "new");
        use(session, "old");

        handover.finish();

        assertEquals("new", inSuccessor(session));
        assertNull(old.find(session.getId()));
    }

    @Test void endsInTheNewApplicationWhatEndedInTheOldOne() {
        HttpSessionImpl session = created("x");
        handover.begin();
        session.invalidate();

        handover.finish();

        assertNull(successor.find(session.getId()));
    }

    @Test void leavesBehindAnAttributeThatCannotTravel() {
        HttpSessionImpl session = created(new Object());
        session.setAttribute("b", "text");

        handover.begin();
        handover.finish();

        assertNull(inSuccessor(session));
        assertEquals("text", successor.find(session.getId()).getAttribute("b"));
    }
}
