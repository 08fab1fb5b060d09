package io.serval.container.security;

import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;

import jakarta.servlet.ServletException;

import org.junit.jupiter.api.Test;

import io.serval.container.descriptor.LoginDeclaration;
import io.serval.container.descriptor.SecurityConstraint;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

class SecurityHandlerTest {
    private static final LoginDeclaration BASIC = new LoginDeclaration("BASIC", "a \"realm\"", null, null);

    private final TestRealm realm = new TestRealm().user("ada", "pass:wörd", "R1").user("bob", "b", "R2");

    private SecurityHandler handler(LoginDeclaration login, SecurityConstraint... constraints) {
        return handler(AuthenticationSettings.DEFAULT, login, constraints);
    }

    private SecurityHandler handler(AuthenticationSettings settings, LoginDeclaration login,
                                    SecurityConstraint... constraints) {
        Set<String> roles = Set.of("R1", "R2");
        SecurityPlan plan = SecurityPlan.of(List.of(constraints), List.of(), roles, false);
        return SecurityHandler.of(plan, login, realm, roles, settings, List.of());
    }

    private static SecurityConstraint admin() {
        return Constraints.on("/admin/*").roles("R1").build();
    }

    private static String basic(String credentials) {
        return "Basic " + Base64.getEncoder().encodeToString(credentials.getBytes(UTF_8));
    }

    @Test void letsRequestsPassThatNothingConstrains() throws Exception {
        FakeRequest request = FakeRequest.get("/public");

        assertTrue(handler(BASIC, admin()).admit(request));
        assertEquals(0, realm.asked);
        assertNull(request.session);
    }

    @Test void challengesCallersWithoutCredentials() throws Exception {
        FakeRequest request = FakeRequest.get("/admin/x");

        assertFalse(handler(BASIC, admin()).admit(request));
        assertEquals(401, request.status);
        assertEquals("Basic realm=\"a \\\"realm\\\"\", charset=\"UTF-8\"", request.responseHeader("WWW-Authenticate"));
    }

    @Test void admitsTheRightPasswordWithColonAndUmlaut() throws Exception {
        FakeRequest request = FakeRequest.get("/admin/x").header("Authorization", basic("ada:pass:wörd"));
        SecurityHandler handler = handler(BASIC, admin());

        assertTrue(handler.admit(request));
        assertEquals("ada", handler.remoteUser(request));
        assertEquals("BASIC", handler.authType(request));
        assertEquals("private", request.responseHeader("Cache-Control"));
        assertNull(request.session, "a login makes no session unless told to");
    }

    @Test void takesTheSchemeInAnyLetterCase() throws Exception {
        String credentials = basic("ada:pass:wörd").replace("Basic", "bAsIc");

        assertTrue(handler(BASIC, admin()).admit(FakeRequest.get("/admin/x").header("Authorization", credentials)));
    }

    @Test void answers401ToWrongAndMalformedCredentials() throws Exception {
        for (String bad : List.of(basic("ada:wrong"), basic("nobody:x"), basic("no colon"), "Basic ???", "Basic ",
                "Bearer abc", basic(":"))) {
            FakeRequest request = FakeRequest.get("/admin/x").header("Authorization", bad);

            assertFalse(handler(BASIC, admin()).admit(request), bad);
            assertEquals(401, request.status, bad);
        }
    }

    @Test void answers403ToAKnownCallerWithoutTheRole() throws Exception {
        FakeRequest request = FakeRequest.get("/admin/x").header("Authorization", basic("bob:b"));

        assertFalse(handler(BASIC, admin()).admit(request));
        assertEquals(403, request.status);
    }

    @Test void answers403WithoutChallengeWhereNobodyMayEnter() throws Exception {
        FakeRequest request = FakeRequest.get("/x").header("Authorization", basic("ada:pass:wörd"));

        assertFalse(handler(BASIC, Constraints.on("/x").roles().confidential().build()).admit(request));
        assertEquals(403, request.status);
        assertEquals(0, realm.asked);
    }

    @Test void checksTheWelcomeFileToo() throws Exception {
        SecurityHandler handler = handler(BASIC, Constraints.on("/index.html").roles("R1").build());

        assertFalse(handler.admit(FakeRequest.get("/").welcome("/index.html")));
        assertTrue(handler.admit(FakeRequest.get("/").welcome("/start.html")));
    }

    @Test void remembersTheCallerInASessionThatIsThere() throws Exception {
        FakeRequest.Session session = new FakeRequest.Session();
        SecurityHandler handler = handler(BASIC, admin());
        handler.admit(FakeRequest.get("/admin/x").in(session).header("Authorization", basic("ada:pass:wörd")));
        FakeRequest later = FakeRequest.get("/public").in(session);

        assertEquals("session-1+", session.id, "the session got a new identifier");
        assertTrue(handler.admit(later));
        assertEquals("ada", handler.userPrincipal(later).getName());
        assertEquals(1, realm.asked);
    }

    @Test void believesNewCredentialsRatherThanTheSession() throws Exception {
        FakeRequest.Session session = new FakeRequest.Session();
        SecurityHandler handler = handler(BASIC, Constraints.on("/*").roles("**").build());
        handler.admit(FakeRequest.get("/").in(session).header("Authorization", basic("ada:pass:wörd")));
        FakeRequest other = FakeRequest.get("/").in(session).header("Authorization", basic("bob:b"));
        FakeRequest wrong = FakeRequest.get("/").in(session).header("Authorization", basic("bob:wrong"));
        FakeRequest same = FakeRequest.get("/").in(session).header("Authorization", basic("bob:b"));

        assertTrue(handler.admit(other));
        assertEquals("bob", handler.remoteUser(other));
        assertFalse(handler.admit(wrong));
        int asked = realm.asked;
        assertTrue(handler.admit(same));
        assertEquals(asked, realm.asked, "the same credentials are not checked again");
    }

    @Test void redirectsPlainRequestsToTheTlsPort() throws Exception {
        SecurityHandler handler = handler(BASIC, Constraints.on("/s").confidential().build());
        FakeRequest request = FakeRequest.get("/s").query("a=1").redirectPort(8443);
        FakeRequest standard = FakeRequest.get("/s").redirectPort(443);

        assertFalse(handler.admit(request));
        assertEquals(302, request.status);
        assertEquals("https://example.org:8443/s?a=1", request.location);
        handler.admit(standard);
        assertEquals("https://example.org/s", standard.location);
    }

    @Test void answers403WhereTlsIsNeededAndThereIsNoPortForIt() throws Exception {
        SecurityHandler handler = handler(BASIC, Constraints.on("/s").confidential().build());
        FakeRequest plain = FakeRequest.get("/s");

        assertFalse(handler.admit(plain));
        assertEquals(403, plain.status);
        assertTrue(handler.admit(FakeRequest.get("/s").secure()));
    }

    @Test void answers403WhereACallerIsNeededAndNoLoginIsConfigured() throws Exception {
        FakeRequest request = FakeRequest.get("/admin/x");

        assertFalse(handler(null, admin()).admit(request));
        assertEquals(403, request.status);
    }

    @Test void looksAtCredentialsOfOpenPagesOnlyWhenPreemptive() throws Exception {
        FakeRequest ignored = FakeRequest.get("/").header("Authorization", basic("ada:pass:wörd"));
        FakeRequest seen = FakeRequest.get("/").header("Authorization", basic("ada:pass:wörd"));
        FakeRequest wrong = FakeRequest.get("/").header("Authorization", basic("ada:wrong"));
        SecurityHandler looking = handler(AuthenticationSettings.PREEMPTIVE, BASIC);

        assertTrue(handler(BASIC).admit(ignored));
        assertNull(ignored.identity());
        assertTrue(looking.admit(seen));
        assertEquals("ada", seen.identity().name());
        assertTrue(looking.admit(wrong));
        assertNull(wrong.identity());
    }

    @Test void logsInAndOutByProgram() throws Exception {
        FakeRequest.Session session = new FakeRequest.Session();
        SecurityHandler handler = handler(null);
        FakeRequest request = FakeRequest.get("/").in(session);
        handler.login(request, "ada", "pass:wörd");

        assertEquals("ada", handler.remoteUser(request));
        assertEquals("LOGIN", handler.authType(request));
        assertEquals("session-1+", session.id);
        assertEquals("ada", handler.remoteUser(FakeRequest.get("/").in(session)));
        assertThrows(ServletException.class, () -> handler.login(request, "bob", "b"), "somebody is logged in");

        handler.logout(request);
        assertNull(handler.userPrincipal(request));
        assertNull(handler.remoteUser(request));
        assertNull(handler.authType(request));
        assertNull(handler.remoteUser(FakeRequest.get("/").in(session)));
    }

    @Test void refusesToLogInWithWrongOrMissingPasswordOrByCertificate() {
        SecurityHandler handler = handler(BASIC);
        SecurityHandler byCertificate = handler(new LoginDeclaration("CLIENT-CERT", null, null, null));

        assertThrows(ServletException.class, () -> handler.login(FakeRequest.get("/"), "ada", "wrong"));
        assertThrows(ServletException.class, () -> handler.login(FakeRequest.get("/"), "ada", null));
        assertThrows(ServletException.class, () -> handler.login(FakeRequest.get("/"), null, "x"));
        assertThrows(ServletException.class, () -> byCertificate.login(FakeRequest.get("/"), "ada", "pass:wörd"));
    }

    @Test void authenticatesWhenTheApplicationAsks() throws Exception {
        SecurityHandler handler = handler(BASIC);
        FakeRequest without = FakeRequest.get("/");
        FakeRequest with = FakeRequest.get("/").header("Authorization", basic("bob:b"));
        FakeRequest late = FakeRequest.get("/");
        FakeRequest nobody = FakeRequest.get("/");
        late.committed = true;

        assertFalse(handler.authenticate(without, without.servletResponse()));
        assertEquals(401, without.status);
        assertTrue(handler.authenticate(with, with.servletResponse()));
        assertEquals("bob", handler.remoteUser(with));
        assertThrows(IllegalStateException.class, () -> handler.authenticate(late, late.servletResponse()));
        assertThrows(ServletException.class, () -> handler(null).authenticate(nobody, nobody.servletResponse()));
    }

    @Test void answersForRoles() throws Exception {
        SecurityHandler handler = handler(BASIC);
        FakeRequest ada = FakeRequest.get("/").header("Authorization", basic("ada:pass:wörd"));
        handler.authenticate(ada, ada.servletResponse());
        Map<String, String> refs = Map.of("boss", "R1", "R2", "R1", "any", "**");

        assertTrue(handler.isUserInRole(ada, "R1", Map.of()));
        assertFalse(handler.isUserInRole(ada, "R2", Map.of()));
        assertTrue(handler.isUserInRole(ada, "boss", refs));
        assertTrue(handler.isUserInRole(ada, "R2", refs), "a reference comes before a role of the same name");
        assertFalse(handler.isUserInRole(ada, "*", Map.of()));
        assertTrue(handler.isUserInRole(ada, "**", Map.of()));
        assertTrue(handler.isUserInRole(ada, "any", refs));
        assertFalse(handler.isUserInRole(ada, null, Map.of()));
        assertFalse(handler.isUserInRole(FakeRequest.get("/"), "**", Map.of()));
    }

    @Test void takesTwoStarsForADeclaredRoleWhereThereIsOne() throws Exception {
        SecurityHandler handler = SecurityHandler.of(SecurityPlan.OPEN, BASIC, realm, Set.of("**"),
                AuthenticationSettings.DEFAULT, List.of());
        FakeRequest ada = FakeRequest.get("/").header("Authorization", basic("ada:pass:wörd"));
        handler.authenticate(ada, ada.servletResponse());

        assertFalse(handler.isUserInRole(ada, "**", Map.of()));
    }

    @Test void saysWhichLoginMethodsThereAre() {
        var failure = assertThrows(IllegalArgumentException.class,
                () -> handler(new LoginDeclaration("SPNEGO", null, null, null)));

        assertTrue(failure.getMessage().contains("SPNEGO") && failure.getMessage().contains("CLIENT-CERT"),
                failure.getMessage());
    }
}
