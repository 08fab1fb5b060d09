package io.serval.container.conformance;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;

import jakarta.servlet.SessionTrackingMode;
import jakarta.servlet.http.HttpSession;
import jakarta.servlet.http.HttpSessionAttributeListener;
import jakarta.servlet.http.HttpSessionBindingEvent;
import jakarta.servlet.http.HttpSessionBindingListener;
import jakarta.servlet.http.HttpSessionEvent;
import jakarta.servlet.http.HttpSessionIdListener;
import jakarta.servlet.http.HttpSessionListener;

import org.junit.jupiter.api.Test;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

class Servlet6_1Chapter7SessionsIT {
    private static String cookie(String answer) {
        return "Cookie: " + Probe.field(answer, "Set-Cookie").split(";")[0];
    }

    @Test void theAccessorReachesASessionBetweenRequests() throws Exception {
        AtomicReference<HttpSession.Accessor> accessor = new AtomicReference<>();
        AtomicReference<HttpSession> held = new AtomicReference<>();
        try (Probe probe = Probe.of(app -> app.servlet("/s/*", Probe.servlet((request, response) -> {
            HttpSession session = request.getSession();
            if (session.isNew()) {
                accessor.set(session.getAccessor());
                held.set(session);
            } else {
                response.getWriter().print(session.getAttribute("from outside"));
            }
        })).servlet("/end", Probe.servlet((request, response) -> request.getSession().invalidate())))) {
            String cookie = cookie(probe.get("/app/s/x"));
            accessor.get().access(session -> session.setAttribute("from outside", "yes"));
            assertEquals("yes", Probe.content(probe.get("/app/s/x", cookie)));
            probe.get("/app/end", cookie);
            assertThrows(IllegalStateException.class, () -> accessor.get().access(session -> { }));
            assertThrows(IllegalStateException.class, () -> held.get().getAccessor());
            assertThrows(IllegalStateException.class, () -> held.get().getAttribute("from outside"));
            assertThrows(IllegalStateException.class, () -> held.get().getCreationTime());
            assertThrows(IllegalStateException.class, () -> held.get().isNew());
            assertThrows(IllegalStateException.class, () -> held.get().invalidate());
        }
    }

    @Test void lastAccessedIsWhenTheRequestBeforeThisOneCame() throws Exception {
        List<Long> times = Collections.synchronizedList(new ArrayList<>());
        try (Probe probe = Probe.of(app -> app.servlet("/s/*", Probe.servlet((request, response) -> {
            times.add(request.getSession().getLastAccessedTime());
            times.add(System.currentTimeMillis());
        })))) {
            String cookie = cookie(probe.get("/app/s/x"));
            probe.get("/app/s/x", cookie);
            probe.get("/app/s/x", cookie);
            assertTrue(times.get(2) <= times.get(1), "the second request sees when the first came: " + times);
            assertTrue(times.get(4) >= times.get(1) && times.get(4) <= times.get(3), "the third the second: " + times);
        }
    }

    @Test void listenersHearInOrderAndOfTheEndBackwards() throws Exception {
        List<String> heard = Collections.synchronizedList(new ArrayList<>());
        try (Probe probe = Probe.of(app -> app.listener(noting("a", heard)).listener(noting("b", heard))
                .listener((HttpSessionIdListener) (event, old) -> heard.add("id"))
                .listener(new HttpSessionAttributeListener() {
                    @Override public void attributeAdded(HttpSessionBindingEvent event) {
                        heard.add("added " + event.getName());
                    }

                    @Override public void attributeReplaced(HttpSessionBindingEvent event) {
                        heard.add("replaced " + event.getName());
                    }

                    @Override public void attributeRemoved(HttpSessionBindingEvent event) {
                        heard.add("removed " + event.getName());
                    }
                }).servlet("/s/*", Probe.servlet((request, response) -> {
                    HttpSession session = request.getSession();
                    String before = session.getId();
                    assertNotEquals(before, request.changeSessionId());
                    session.setAttribute("x", new Bound(heard));
                    session.setAttribute("x", "plain");
                    session.removeAttribute("x");
                    session.invalidate();
                    assertNull(request.getSession(false));
                })))) {
            assertEquals(200, Probe.status(probe.get("/app/s/x")));
            assertEquals(List.of("a in", "b in", "id", "bound", "added x", "unbound", "replaced x", "removed x",
                    "b out", "a out"), heard);
        }
    }

    @Test void identifiersTravelInUrlsWhereCookiesAreOff() throws Exception {
        try (Probe probe = Probe.of(app -> app.onStartup((types, context) ->
                context.setSessionTrackingModes(Set.of(SessionTrackingMode.URL)))
                .servlet("/s/*", Probe.servlet((request, response) -> {
                    HttpSession session = request.getSession();
                    response.getWriter().print(session.isNew() + " " + request.isRequestedSessionIdFromURL() + " "
                            + request.getPathInfo() + " " + response.encodeURL("/app/s/y?q"));
                    assertSame(session, request.getSession(false));
                })))) {
            String first = probe.get("/app/s/x");
            assertNull(Probe.field(first, "Set-Cookie"));
            String url = Probe.content(first).split(" ")[3];
            assertTrue(url.matches("/app/s/y;jsessionid=[^?]+\\?q"), url);
            assertTrue(Probe.content(probe.get(url)).startsWith("false true /y "), url);
        }
    }

    @Test void aSessionCannotBeMadeAfterTheCommit() throws Exception {
        AtomicReference<Throwable> thrown = new AtomicReference<>();
        try (Probe probe = Probe.of(app -> app.servlet("/s/*", Probe.servlet((request, response) -> {
            response.flushBuffer();
            assertNull(request.getSession(false));
            thrown.set(assertThrows(IllegalStateException.class, request::getSession));
        })))) {
            assertFalse(probe.get("/app/s/x").contains("Set-Cookie"));
            assertTrue(thrown.get().getMessage().contains("committed"), thrown.toString());
        }
    }

    private record Bound(List<String> heard) implements HttpSessionBindingListener {
        @Override public void valueBound(HttpSessionBindingEvent event) {
            heard.add("bound");
        }

        @Override public void valueUnbound(HttpSessionBindingEvent event) {
            heard.add("unbound");
        }
    }

    private static HttpSessionListener noting(String name, List<String> heard) {
        return new HttpSessionListener() {
            @Override public void sessionCreated(HttpSessionEvent event) {
                heard.add(name + " in");
            }

            @Override public void sessionDestroyed(HttpSessionEvent event) {
                heard.add(name + " out");
            }
        };
    }
}
