package io.serval.container.security;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import io.serval.container.descriptor.LoginDeclaration;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

class FormAuthenticatorTest {
    private final TestRealm realm = new TestRealm().user("ada", "secret", "R1");
    private final SecurityHandler handler = handler(AuthenticationSettings.DEFAULT);

    private SecurityHandler handler(AuthenticationSettings settings) {
        LoginDeclaration login = new LoginDeclaration("FORM", null, "/login.html?from=form", "/error.html");
        SecurityPlan plan = SecurityPlan.of(List.of(Constraints.on("/*").roles("R1").build()), List.of(),
                Set.of("R1"), false);
        return SecurityHandler.of(plan, login, realm, Set.of("R1"), settings, List.of());
    }

    private static AuthenticationSettings saving(int bytes) {
        AuthenticationSettings d = AuthenticationSettings.DEFAULT;
        return new AuthenticationSettings(true, true, false, true, false, bytes, "/start", d.formCharset(),
                d.loginSessionTimeout(), d.digestAlgorithms(), d.nonceValidity(), 10, 302);
    }

    private static FakeRequest submit(String user, String password) {
        return new FakeRequest("POST", "/j_security_check").parameter("j_username", user)
                .parameter("j_password", password);
    }

    @Test void showsTheFormAndGoesOnWithTheRequestAfterTheLogin() throws Exception {
        FakeRequest wanted = new FakeRequest("POST", "/order").query("a=1").content("item=7")
                .header("Content-Type", "application/x-www-form-urlencoded").header("If-None-Match", "\"x\"");
        assertFalse(handler.admit(wanted));
        assertEquals("/login.html?from=form", wanted.forwardedTo);
        assertEquals("no-store", wanted.responseHeader("Cache-Control"));

        FakeRequest.Session session = wanted.session;
        FakeRequest login = submit("ada", "secret").in(session);
        assertFalse(handler.admit(login));
        assertEquals(303, login.status);
        assertEquals("/order?a=1", login.location);
        assertEquals("session-1+", session.id);

        FakeRequest back = FakeRequest.get("/order").query("a=1").in(session);
        assertTrue(handler.admit(back));
        assertEquals("POST", back.restored.method());
        assertArrayEquals("item=7".getBytes(StandardCharsets.UTF_8), back.restored.content());
        assertEquals(Set.of("Content-Type"), back.restored.headers().keySet());
        assertEquals("ada", handler.remoteUser(back));
        assertEquals("FORM", handler.authType(back));

        FakeRequest again = FakeRequest.get("/order").query("a=1").in(session);
        assertTrue(handler.admit(again));
        assertNull(again.restored, "a request is gone on with once");
    }

    @Test void goesOnOnlyWithTheVeryRequest() throws Exception {
        FakeRequest wanted = new FakeRequest("POST", "/order").content("item=7");
        handler.admit(wanted);
        handler.admit(submit("ada", "secret").in(wanted.session));
        FakeRequest otherPath = FakeRequest.get("/other").in(wanted.session);
        FakeRequest otherQuery = FakeRequest.get("/order").query("x").in(wanted.session);
        FakeRequest otherMethod = new FakeRequest("POST", "/order").in(wanted.session);

        for (FakeRequest other : List.of(otherPath, otherQuery, otherMethod)) {
            assertTrue(handler.admit(other));
            assertNull(other.restored);
        }
    }

    @Test void showsTheErrorPageAfterAWrongPasswordAndKeepsTheRequest() throws Exception {
        FakeRequest wanted = FakeRequest.get("/page");
        handler.admit(wanted);
        FakeRequest wrong = submit("ada", "wrong").in(wanted.session);
        FakeRequest right = submit("ada", "secret").in(wanted.session);

        assertFalse(handler.admit(wrong));
        assertEquals("/error.html", wrong.forwardedTo);
        assertEquals(200, wrong.status);
        assertFalse(handler.admit(right));
        assertEquals("/page", right.location);
    }

    @Test void showsTheErrorPageWhereAFieldOfTheFormIsMissing() throws Exception {
        FakeRequest empty = new FakeRequest("POST", "/j_security_check");

        assertFalse(handler.admit(empty));
        assertEquals("/error.html", empty.forwardedTo);
        assertEquals(0, realm.asked);
    }

    @Test void forwardsAsAPlainGetSoThatStaticPagesCanBeServed() throws Exception {
        FakeRequest wanted = new FakeRequest("POST", "/order").header("If-Modified-Since", "x")
                .header("Range", "bytes=0-1").header("Accept", "text/html");
        handler.admit(wanted);

        assertEquals("GET", wanted.forwarded.getMethod());
        assertNull(wanted.forwarded.getHeader("If-Modified-Since"));
        assertFalse(wanted.forwarded.getHeaders("range").hasMoreElements());
        assertEquals(-1, wanted.forwarded.getDateHeader("If-Modified-Since"));
        assertEquals("text/html", wanted.forwarded.getHeader("Accept"));
    }

    @ParameterizedTest(name = "{0} bytes of content with maxSavePostSize {1}: {2}")
    @CsvSource({"10, 10, 200", "11, 10, 403", "11, -1, 200", "11, 0, 200"})
    void savesContentUpToTheLimit(int bytes, int limit, int status) throws Exception {
        FakeRequest wanted = new FakeRequest("POST", "/order").content("x".repeat(bytes));
        handler(saving(limit)).admit(wanted);

        assertEquals(status, wanted.status);
        assertEquals(status == 200, wanted.forwardedTo != null);
        if (status == 200) {
            int kept = ((SessionLogin) wanted.sessionNote()).saved().content().length;
            assertEquals(limit == 0 ? 0 : bytes, kept);
        }
    }

    @Test void landsBelowTheContextWhenNoPageWasAskedFor() throws Exception {
        FakeRequest login = submit("ada", "secret").context("/shop");
        FakeRequest configured = submit("ada", "secret").context("/shop");
        handler.admit(login);
        handler(saving(0)).admit(configured);

        assertEquals("/shop/", login.location);
        assertEquals("/shop/start", configured.location);
        assertEquals("ada", handler.remoteUser(FakeRequest.get("/").in(login.session)));
    }

    @Test void letsASessionMadeForTheFormDieSoonUnlessTheCallerLogsIn() throws Exception {
        FakeRequest wanted = FakeRequest.get("/page");
        handler.admit(wanted);
        assertEquals(120, wanted.session.idleSeconds);
        handler.admit(FakeRequest.get("/other").in(wanted.session));
        handler.admit(submit("ada", "secret").in(wanted.session));

        assertEquals(1800, wanted.session.idleSeconds);
    }

    @Test void leavesTheIdleTimeOfASessionThatWasThere() throws Exception {
        FakeRequest.Session session = new FakeRequest.Session();
        handler.admit(FakeRequest.get("/page").in(session));

        assertEquals(1800, session.idleSeconds);
    }

    @Test void letsEverybodySeeThePagesOfTheLogin() throws Exception {
        assertTrue(handler.admit(FakeRequest.get("/login.html")));
        assertTrue(handler.admit(FakeRequest.get("/error.html")));
        assertFalse(handler.admit(FakeRequest.get("/login.htm")));
        assertFalse(handler.admit(FakeRequest.get("/login.html2")));
    }

    @Test void doesNotPutAsideWhatAPageFetches() throws Exception {
        FakeRequest page = FakeRequest.get("/page").header("Sec-Fetch-Mode", "navigate");
        handler.admit(page);
        FakeRequest icon = FakeRequest.get("/favicon.ico").header("Sec-Fetch-Mode", "no-cors").in(page.session);
        handler.admit(icon);
        FakeRequest login = submit("ada", "secret").in(page.session);
        handler.admit(login);

        assertEquals("/login.html?from=form", icon.forwardedTo);
        assertEquals("/page", login.location);
    }

    @Test void neverRedirectsToAnotherHost() throws Exception {
        FakeRequest wanted = FakeRequest.get("//evil.example/x");
        handler.admit(wanted);
        FakeRequest login = submit("ada", "secret").in(wanted.session);
        handler.admit(login);

        assertEquals("/evil.example/x", login.location);
    }

    @Test void takesTheFormByPostOnly() throws Exception {
        FakeRequest get = FakeRequest.get("/j_security_check").parameter("j_username", "ada")
                .parameter("j_password", "secret");

        assertFalse(handler.admit(get));
        assertEquals(0, realm.asked);
        assertEquals("/login.html?from=form", get.forwardedTo);
    }

    @Test void takesTheFormBelowAnyPath() throws Exception {
        FakeRequest login = new FakeRequest("POST", "/deep/er/j_security_check").parameter("j_username", "ada")
                .parameter("j_password", "secret");
        handler.admit(login);

        assertEquals(303, login.status);
        assertEquals("UTF-8", login.servletRequest().getCharacterEncoding());
    }

    @Test void remembersTheCallerEvenWithoutCache() throws Exception {
        AuthenticationSettings d = AuthenticationSettings.DEFAULT;
        SecurityHandler uncached = handler(new AuthenticationSettings(true, false, false, true, false, 4096, "/",
                d.formCharset(), d.loginSessionTimeout(), d.digestAlgorithms(), d.nonceValidity(), 10, 302));
        FakeRequest login = submit("ada", "secret");
        uncached.admit(login);

        assertTrue(uncached.admit(FakeRequest.get("/page").in(login.session)));
    }

    @Test void logsOutOfTheSession() throws Exception {
        FakeRequest login = submit("ada", "secret");
        handler.admit(login);
        handler.logout(login);

        assertFalse(handler.admit(FakeRequest.get("/page").in(login.session)));
    }

    @Test void failsAtDeploymentWithoutItsPages() {
        LoginDeclaration half = new LoginDeclaration("FORM", null, "/login.html", null);

        var failure = assertThrows(IllegalArgumentException.class,
                () -> SecurityHandler.of(SecurityPlan.OPEN, half, realm, Set.of(), AuthenticationSettings.DEFAULT,
                        List.of()));
        assertTrue(failure.getMessage().contains("form-error-page"), failure.getMessage());
    }
}
