package io.serval.container.servlet;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

import jakarta.servlet.SessionTrackingMode;
import jakarta.servlet.http.HttpSession;
import jakarta.servlet.http.HttpSessionAttributeListener;
import jakarta.servlet.http.HttpSessionBindingEvent;
import jakarta.servlet.http.HttpSessionEvent;
import jakarta.servlet.http.HttpSessionIdListener;
import jakarta.servlet.http.HttpSessionListener;

import org.junit.jupiter.api.Test;

import io.serval.container.testing.TestApp;
import io.serval.container.testing.TestExchange;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

class SessionTest {
    private static String cookie(TestExchange exchange) {
        return exchange.responseHeader("Set-Cookie").split(";")[0];
    }

    @Test void followsAClientByCookie() throws Exception {
        try (TestApp app = TestApp.at("/app", setup -> setup.servlet("/*", (request, response) -> {
            HttpSession session = request.getSession();
            Integer count = (Integer) session.getAttribute("count");
            session.setAttribute("count", count == null ? 1 : count + 1);
            response.getWriter().print(session.getAttribute("count") + " " + session.isNew() + " "
                    + request.isRequestedSessionIdFromCookie() + " " + request.isRequestedSessionIdValid());
        }))) {
            TestExchange first = app.get("/app/");
            assertEquals("1 true false false", first.text());
            String header = first.responseHeader("Set-Cookie");
            assertTrue(header.startsWith("JSESSIONID=") && header.contains("Path=/app") && header.contains("HttpOnly")
                    && !header.contains("Secure"), header);
            TestExchange second = app.send(TestExchange.get("/app/").header("Cookie", cookie(first)));
            assertEquals("2 false true true", second.text());
            assertNull(second.responseHeader("Set-Cookie"));
        }
    }

    @Test void findsTheLivingOneOfSeveralCookies() throws Exception {
        try (TestApp app = TestApp.root(setup -> setup.servlet("/*", (request, response) ->
                response.getWriter().print(request.getSession().isNew())))) {
            String cookie = cookie(app.get("/"));
            assertEquals("false", app.send(TestExchange.get("/")
                    .header("Cookie", "JSESSIONID=dead; x=y; " + cookie)).text());
            assertEquals("true", app.send(TestExchange.get("/").header("Cookie", "JSESSIONID=invented")).text());
        }
    }

    @Test void neverUsesAnIdentifierThatAClientInvented() throws Exception {
        try (TestApp app = TestApp.root(setup -> setup.servlet("/*", (request, response) -> {
            assertEquals("invented", request.getRequestedSessionId());
            assertFalse(request.isRequestedSessionIdValid());
            response.getWriter().print(request.getSession().getId());
        }))) {
            assertNotEquals("invented",
                    app.send(TestExchange.get("/").header("Cookie", "JSESSIONID=invented")).text());
        }
    }

    @Test void followsAClientByUrl() throws Exception {
        try (TestApp app = TestApp.at("/app", setup -> {
            setup.context().setSessionTrackingModes(Set.of(SessionTrackingMode.URL));
            setup.servlet("/*", (request, response) -> {
                if (request.getSession(false) == null) {
                    assertEquals("/app/x", response.encodeURL("/app/x"));
                    request.getSession();
                }
                String id = request.getSession().getId();
                assertEquals("/app/x;jsessionid=" + id + "?q#f", response.encodeURL("/app/x?q#f"));
                assertEquals("rel;jsessionid=" + id, response.encodeRedirectURL("rel"));
                assertEquals("http://localhost:8080/app;jsessionid=" + id,
                        response.encodeURL("http://localhost:8080/app"));
                assertEquals("http://elsewhere/app", response.encodeURL("http://elsewhere/app"));
                assertEquals("http://localhost:8080.evil/app", response.encodeURL("http://localhost:8080.evil/app"));
                assertEquals("//elsewhere/app", response.encodeURL("//elsewhere/app"));
                assertEquals("/other", response.encodeURL("/other"));
                assertEquals("/apples", response.encodeURL("/apples"));
                assertEquals("#top", response.encodeURL("#top"));
                response.getWriter().print(id + ' ' + request.isRequestedSessionIdFromURL());
            });
        })) {
            TestExchange first = app.get("/app/");
            assertNull(first.responseHeader("Set-Cookie"));
            String id = first.text().split(" ")[0];
            assertEquals(id + " true", app.get("/app/x;jsessionid=" + id + ";y/z").text());
        }
    }

    @Test void changesTheIdentifier() throws Exception {
        try (TestApp app = TestApp.root(setup -> {
            setup.servlet("/make", (request, response) -> request.getSession().setAttribute("a", 1));
            setup.servlet("/change", (request, response) -> {
                String old = request.getSession().getId();
                String changed = request.changeSessionId();
                assertNotEquals(old, changed);
                assertEquals(changed, request.getSession().getId());
                assertEquals(1, request.getSession().getAttribute("a"));
            });
            setup.servlet("/none", (request, response) ->
                    assertThrows(IllegalStateException.class, request::changeSessionId));
        })) {
            String cookie = cookie(app.get("/make"));
            TestExchange changed = app.send(TestExchange.get("/change").header("Cookie", cookie));
            assertNotEquals(cookie, cookie(changed));
            assertEquals(200, app.get("/none").status());
        }
    }

    @Test void cannotBeMadeOnceTheResponseIsCommitted() throws Exception {
        try (TestApp app = TestApp.root(setup -> setup.servlet("/*", (request, response) -> {
            response.flushBuffer();
            assertNull(request.getSession(false));
            assertThrows(IllegalStateException.class, request::getSession);
        }))) {
            assertFalse(app.get("/").isAborted());
        }
    }

    @Test void isMadeAnewAfterInvalidation() throws Exception {
        try (TestApp app = TestApp.root(setup -> setup.servlet("/*", (request, response) -> {
            HttpSession first = request.getSession();
            assertSame(first, request.getSession());
            first.invalidate();
            assertNull(request.getSession(false));
            assertNotEquals(first.getId(), request.getSession().getId());
            assertThrows(IllegalStateException.class, () -> first.getAttribute("a"));
        }))) {
            TestExchange exchange = app.get("/");
            assertEquals(200, exchange.status());
            assertEquals(1, exchange.response().fields().all("Set-Cookie").size(), "only the last one counts");
        }
    }

    @Test void tellsItsListenersInOrderAndBackwardsAtTheEnd() throws Exception {
        List<String> heard = new ArrayList<>();
        class Noting implements HttpSessionListener, HttpSessionAttributeListener, HttpSessionIdListener {
            private final String name;

            Noting(String name) {
                this.name = name;
            }

            @Override public void sessionCreated(HttpSessionEvent event) {
                heard.add(name + "created");
            }

            @Override public void sessionDestroyed(HttpSessionEvent event) {
                heard.add(name + "destroyed");
            }

            @Override public void attributeAdded(HttpSessionBindingEvent event) {
                heard.add(name + "added " + event.getName() + event.getValue());
            }

            @Override public void attributeReplaced(HttpSessionBindingEvent event) {
                heard.add(name + "replaced " + event.getName() + event.getValue());
            }

            @Override public void attributeRemoved(HttpSessionBindingEvent event) {
                heard.add(name + "removed " + event.getName() + event.getValue());
            }

            @Override public void sessionIdChanged(HttpSessionEvent event, String oldId) {
                heard.add(name + "id");
            }
        }
        try (TestApp app = TestApp.root(setup -> {
            setup.listener(new Noting("1"));
            setup.listener(new Noting("2"));
            setup.servlet("/*", (request, response) -> {
                HttpSession session = request.getSession();
                session.setAttribute("a", 1);
                session.setAttribute("a", 2);
                request.changeSessionId();
                session.removeAttribute("a");
                session.invalidate();
            });
        })) {
            app.get("/");
            assertEquals(List.of("1created", "2created", "1added a1", "2added a1", "1replaced a1", "2replaced a1",
                    "1id",
                    "2id", "1removed a2", "2removed a2", "2destroyed", "1destroyed"), heard);
        }
    }

    @Test void obeysTheCookieConfiguration() throws Exception {
        try (TestApp app = TestApp.at("/app", setup -> {
            var cookie = setup.context().getSessionCookieConfig();
            cookie.setName("SID");
            cookie.setPath("/all");
            cookie.setDomain("example.org");
            cookie.setSecure(true);
            cookie.setMaxAge(60);
            cookie.setAttribute("SameSite", "Strict");
            setup.context().setSessionTimeout(5);
            setup.servlet("/*", (request, response) -> {
                assertEquals(300, request.getSession().getMaxInactiveInterval());
                assertThrows(IllegalStateException.class,
                        () -> request.getServletContext().getSessionCookieConfig().setName("late"));
            });
        })) {
            String header = app.get("/app/").responseHeader("Set-Cookie");
            for (String part : List.of("SID=", "Path=/all", "Domain=example.org", "Secure", "Max-Age=60",
                    "SameSite=Strict", "HttpOnly")) {
                assertTrue(header.contains(part), part + " in " + header);
            }
            assertFalse(header.contains("=true"), header);
        }
    }

    @Test void refusesTlsTrackingBesideOthers() throws Exception {
        TestApp.root(setup -> assertThrows(IllegalArgumentException.class, () -> setup.context()
                .setSessionTrackingModes(Set.of(SessionTrackingMode.SSL, SessionTrackingMode.URL)))).close();
    }
}
