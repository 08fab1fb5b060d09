package io.serval.container.security;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;

import jakarta.servlet.HttpConstraintElement;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRegistration;
import jakarta.servlet.ServletSecurityElement;
import jakarta.servlet.annotation.HttpConstraint;
import jakarta.servlet.annotation.ServletSecurity;
import jakarta.servlet.annotation.ServletSecurity.TransportGuarantee;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import io.restassured.response.Response;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.serval.container.descriptor.LoginDeclaration;
import io.serval.container.descriptor.WebAppDescriptor;
import io.serval.container.testing.TestApp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

class SecurityIT {
    private static final LoginDeclaration BASIC = new LoginDeclaration("BASIC", "here", null, null);
    private static final LoginDeclaration DIGEST = new LoginDeclaration("DIGEST", "here", null, null);
    private static final LoginDeclaration FORM = new LoginDeclaration("FORM", null, "/login", "/wrong");

    private final TestRealm realm = new TestRealm().user("ada", "a", "R1").user("bob", "b", "R2");

    /** Says who calls, what came, and for what session. */
    private static void tell(HttpServletRequest request, HttpServletResponse response) throws IOException {
        response.getWriter().print(request.getMethod() + ' ' + request.getRemoteUser() + ' ' + request.getAuthType()
                + " R1=" + request.isUserInRole("R1") + " item=" + request.getParameter("item")
                + " q=" + request.getParameter("q"));
    }

    private static void pages(TestApp.Setup setup) {
        setup.servlet("/", SecurityIT::tell);
        setup.servlet("/error401", (request, response) -> response.getWriter().print("please log in"));
        setup.servlet("/login", (request, response) -> response.getWriter().print("form by " + request.getMethod()));
        setup.servlet("/wrong", (request, response) -> response.getWriter().print("wrong"));
        setup.servlet("/session", (request, response) -> response.getWriter().print(request.getSession().getId()));
        setup.servlet("/in", (request, response) -> {
            request.getSession();
            request.login("ada", "a");
            response.getWriter().print(request.getSession().getId());
        });
        setup.servlet("/out", (request, response) -> {
            request.logout();
            tell(request, response);
        });
    }

    private SecuredServer server(LoginDeclaration login) throws Exception {
        WebAppDescriptor descriptor = SecuredServer.descriptor(login,
                Constraints.on("/admin/*").roles("R1").build(),
                Constraints.on("/tls/*").confidential().build(),
                Constraints.on("/never").roles().build());
        return SecuredServer.start(descriptor, realm, SecurityIT::pages);
    }

    @Test void asksForAPasswordByTheApplicationsErrorPageAndAdmitsByRole() throws Exception {
        try (SecuredServer server = server(BASIC)) {
            Response asked = server.get("/app/admin/x");
            Response ada = server.as("ada", "a").get("/app/admin/x?q=1");
            Response bob = server.as("bob", "b").get("/app/admin/x");

            assertEquals(401, asked.statusCode());
            assertEquals("please log in", asked.asString());
            assertEquals("Basic realm=\"here\", charset=\"UTF-8\"",
                    asked.header("WWW-Authenticate"));
            assertEquals("GET ada BASIC R1=true item=null q=1", ada.asString());
            assertEquals("private", ada.header("Cache-Control"));
            assertEquals(403, bob.statusCode());
            assertEquals(403, server.get("/app/never").statusCode());
            assertEquals("GET null null R1=false item=null q=null", server.get("/app/open").asString());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"/app/admin/x;a=b", "/app/admin;a=b/x", "/app//admin/x", "/app/./admin/x",
        "/app/open/../admin/x", "/app/%61dmin/x", "/app/admin%2Fx", "/app/admin/%2e/x", "/app/open/%2e%2e/admin/x",
        "/app/admin", "/app/admin/", "/app;x=y/admin/x", "//app/admin/x", "/open/../app/admin/x", "/app/\\admin/x",
        "/app/admin/x%00", "/app/admin\\x"})
    void letsNoSpellingOfAPathPastItsConstraint(String spelling) throws Exception {
        try (SecuredServer server = server(BASIC); Socket socket = new Socket("127.0.0.1", server.port())) {
            OutputStream out = socket.getOutputStream();
            out.write(("GET " + spelling + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
                    .getBytes(StandardCharsets.US_ASCII));
            InputStream in = socket.getInputStream();
            String answer = new String(in.readAllBytes(), StandardCharsets.UTF_8);

            assertFalse(answer.startsWith("HTTP/1.1 200"), answer);
        }
    }

    @Test void agreesWithAForeignDigestClient() throws Exception {
        try (SecuredServer server = server(DIGEST)) {
            Response right = server.request().auth().digest("ada", "a").get("/app/admin/x?q=1");
            Response wrong = server.request().auth().digest("ada", "wrong").get("/app/admin/x?q=1");

            assertEquals("GET ada DIGEST R1=true item=null q=1", right.asString());
            assertEquals(401, wrong.statusCode());
        }
    }

    @Test void goesOnWithAPostAfterTheForm() throws Exception {
        try (SecuredServer server = server(FORM)) {
            String before = server.get("/app/session").asString();
            Response form = server.post("/app/admin/order?q=1", "item=7");
            Response wrong = server.post("/app/j_security_check", "j_username=ada&j_password=x");
            Response right = server.post("/app/j_security_check", "j_username=ada&j_password=a");
            Response order = server.get("/app/admin/order?q=1");

            assertEquals(200, form.statusCode());
            assertEquals("form by GET", form.asString());
            assertEquals("no-store", form.header("Cache-Control"));
            assertEquals("wrong", wrong.asString());
            assertEquals(200, wrong.statusCode());
            assertEquals(303, right.statusCode());
            assertTrue(right.header("Location").endsWith("/app/admin/order?q=1"));
            assertEquals("POST ada FORM R1=true item=7 q=1", order.asString());
            assertEquals("GET ada FORM R1=true item=null q=2", server.get("/app/admin/order?q=2").asString());
            assertNotEquals(before, server.get("/app/session").asString(), "the session got a new identifier");
            assertEquals("GET null null R1=false item=null q=null", server.get("/app/out").asString());
            assertEquals("form by GET", server.get("/app/admin/order").asString());
        }
    }

    @Test void refusesToPutAsideTooMuch() throws Exception {
        try (SecuredServer server = server(FORM)) {
            assertEquals(403, server.post("/app/admin/order", "item=" + "x".repeat(5000)).statusCode());
            assertEquals(200, server.post("/app/admin/order", "item=" + "x".repeat(4000)).statusCode());
        }
    }

    @Test void logsInByProgramForTheWholeSession() throws Exception {
        try (SecuredServer server = server(null)) {
            String before = server.get("/app/session").asString();
            String after = server.get("/app/in").asString();

            assertNotEquals(before, after);
            assertEquals(after, server.get("/app/session").asString());
            assertEquals("GET ada LOGIN R1=true item=null q=null", server.get("/app/admin/x").asString());
            server.get("/app/out");
            assertEquals(403, server.get("/app/admin/x").statusCode());
        }
    }

    @Test void sendsPlainRequestsToTls() throws Exception {
        try (SecuredServer server = server(BASIC)) {
            Response moved = server.get("/app/tls/x?q=1");

            assertEquals(302, moved.statusCode());
            assertEquals("https://127.0.0.1/app/tls/x?q=1", moved.header("Location"));
        }
    }

    @ServletSecurity(@HttpConstraint(rolesAllowed = "R1"))
    public static final class Annotated extends HttpServlet {
        @Override protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
            tell(request, response);
        }
    }

    @Test void followsWhatServletsSayOfThemselves() throws Exception {
        WebAppDescriptor descriptor = SecuredServer.descriptor(BASIC, Constraints.on("/mine").roles("R2").build());
        Set<?>[] kept = new Set<?>[1];
        try (SecuredServer server = SecuredServer.start(descriptor, realm, setup -> {
            pages(setup);
            ServletRegistration.Dynamic said = setup.servlet("/said", SecurityIT::tell);
            said.addMapping("/mine");
            kept[0] = said.setServletSecurity(new ServletSecurityElement(
                    new HttpConstraintElement(TransportGuarantee.NONE, "R1")));
            annotated(setup);
        })) {
            assertEquals(Set.of("/mine"), kept[0]);
            for (String path : List.of("/app/said", "/app/annotated")) {
                assertEquals(401, server.get(path).statusCode(), path);
                assertEquals(200, server.as("ada", "a").get(path)
                        .statusCode(), path);
            }
            assertEquals(403, server.as("ada", "a").get("/app/mine")
                    .statusCode());
            assertEquals(200, server.as("bob", "b").get("/app/mine")
                    .statusCode());
        }
    }

    private static void annotated(TestApp.Setup setup) {
        try {
            setup.servlet("annotated", "/annotated", setup.context().createServlet(Annotated.class));
        } catch (ServletException e) {
            throw new IllegalStateException(e);
        }
    }
}
