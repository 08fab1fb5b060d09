package io.serval.container.session;

import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

import jakarta.servlet.http.HttpSession;
import jakarta.servlet.http.HttpSessionBindingEvent;
import jakarta.servlet.http.HttpSessionBindingListener;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

class SessionRaceTest {
    private static final int ROUNDS = 2000;

    private final ExecutorService threads = Executors.newFixedThreadPool(3);
    private final AtomicLong now = new AtomicLong();
    private final InstantSource clock = () -> Instant.ofEpochMilli(now.get());
    private final AtomicInteger destroyed = new AtomicInteger();
    private final SessionManager manager = new SessionManager(TestContext.of(getClass().getClassLoader()),
            SessionSettings.DEFAULT.withTimeoutSeconds(10), new CountingEvents(destroyed), clock);

    @AfterEach void stopThreads() throws InterruptedException {
        threads.shutdownNow();
        assertTrue(threads.awaitTermination(10, TimeUnit.SECONDS));
    }

    /** Runs them at the same time; gives what they returned. */
    private List<Object> race(List<Callable<Object>> racers) throws Exception {
        CyclicBarrier start = new CyclicBarrier(racers.size());
        List<Future<Object>> futures = new ArrayList<>();
        for (Callable<Object> racer : racers) {
            futures.add(threads.submit(() -> {
                start.await(10, TimeUnit.SECONDS);
                return racer.call();
            }));
        }
        List<Object> results = new ArrayList<>();
        for (Future<Object> future : futures) {
            results.add(future.get(10, TimeUnit.SECONDS));
        }
        return results;
    }

    private HttpSessionImpl idle() {
        HttpSessionImpl session = manager.create();
        session.end();
        return session;
    }

    @Test void aSessionEndsExactlyOnce() throws Exception {
        for (int i = 0; i < ROUNDS; i++) {
            HttpSessionImpl session = idle();
            now.addAndGet(10_000);
            Callable<Object> invalidate = () -> {
                try {
                    session.invalidate();
                } catch (IllegalStateException e) {
                    return "too late";
                }
                return "ended";
            };
            race(List.of(invalidate, manager::expireIdle, () -> manager.find(session.getId()) == null));
            assertEquals(i + 1, destroyed.get());
            assertEquals(0, manager.counters().active());
        }
    }

    @Test void aSessionIsEitherExpiredOrUsed() throws Exception {
        int used = 0;
        for (int i = 0; i < ROUNDS; i++) {
            HttpSessionImpl session = idle();
            now.addAndGet(10_000);
            List<Object> results = race(List.of(manager::expireIdle, session::begin));
            boolean expired = results.get(0).equals(1);
            boolean begun = (Boolean) results.get(1);
            assertEquals(expired, !begun, "round " + i);
            assertEquals(begun, session.isValid());
            if (begun) {
                used++;
                session.end();
                session.invalidate();
            }
        }
        assertEquals(ROUNDS, destroyed.get(), used + " were used");
    }

    @Test void everyBoundValueIsUnboundOnce() throws Exception {
        for (int i = 0; i < ROUNDS; i++) {
            HttpSessionImpl session = idle();
            Balance balance = new Balance();
            race(List.of(() -> set(session, balance), () -> {
                session.invalidate();
                return null;
            }));
            assertEquals(0, balance.bound.get(), "round " + i);
        }
    }

    private static Object set(HttpSession session, Balance balance) {
        try {
            session.setAttribute("a", balance);
        } catch (IllegalStateException e) {
            return e;
        }
        return null;
    }

    @Test void changingTheIdentifierWhileItEndsLeavesNothing() throws Exception {
        for (int i = 0; i < ROUNDS; i++) {
            HttpSessionImpl session = idle();
            race(List.of(() -> {
                try {
                    return manager.changeId(session);
                } catch (IllegalStateException e) {
                    return e;
                }
            }, () -> {
                session.invalidate();
                return null;
            }));
            assertTrue(manager.sessions().isEmpty(), "round " + i);
        }
    }

    @Test void twoChangesOfTheIdentifierLeaveOneThatFinds() throws Exception {
        for (int i = 0; i < ROUNDS; i++) {
            HttpSessionImpl session = idle();
            String first = session.getId();
            race(List.of(() -> manager.changeId(session), () -> manager.changeId(session)));
            assertNull(manager.find(first));
            assertEquals(List.of(session), manager.sessions(), "round " + i);
            assertEquals(session, manager.find(session.getId()));
            session.invalidate();
        }
    }

    @Test void changingTheIntervalLeavesNoTraceInTheQueue() throws Exception {
        for (int i = 0; i < ROUNDS; i++) {
            HttpSessionImpl session = idle();
            race(List.of(() -> interval(session, 20), () -> interval(session, 30), () -> {
                session.invalidate();
                return null;
            }));
            assertEquals(0, manager.scheduled(), "round " + i);
        }
    }

    private static Object interval(HttpSession session, int seconds) {
        session.setMaxInactiveInterval(seconds);
        return null;
    }

    private static final class Balance implements HttpSessionBindingListener {
        final AtomicInteger bound = new AtomicInteger();

        @Override public void valueBound(HttpSessionBindingEvent event) {
            bound.incrementAndGet();
        }

        @Override public void valueUnbound(HttpSessionBindingEvent event) {
            bound.decrementAndGet();
        }
    }

    private record CountingEvents(AtomicInteger count) implements SessionEvents {
        @Override public void created(HttpSession session) { }

        @Override public void destroyed(HttpSession session) {
            count.incrementAndGet();
        }

        @Override public void idChanged(HttpSession session, String oldId) { }

        @Override public boolean wantsAttributes() {
            return false;
        }

        @Override public void attributeAdded(HttpSession session, String name, Object value) { }

        @Override public void attributeRemoved(HttpSession session, String name, Object value) { }

        @Override public void attributeReplaced(HttpSession session, String name, Object oldValue) { }
    }
}
