package io.serval.container;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpServletResponseWrapper;

import io.restassured.RestAssured;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import io.serval.container.spi.AuthenticationExchange;
import io.serval.container.spi.AuthenticationMechanism;
import io.serval.container.spi.AuthenticationProvider;
import io.serval.container.spi.AuthenticationScope;
import io.serval.container.spi.Realm;
import io.serval.container.spi.RealmUser;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

/** The point where extensions authenticate callers, used by two mechanisms beside BASIC of one application. */
class AuthenticationProviderIT {
    private static final String LOGIN = """
            <web-app xmlns="https://jakarta.ee/xml/ns/jakartaee" version="6.1">
              <security-constraint>
                <web-resource-collection><web-resource-name>x</web-resource-name><url-pattern>/admin/*</url-pattern>
                </web-resource-collection>
                <auth-constraint><role-name>boss</role-name></auth-constraint>
              </security-constraint>
              <login-config><auth-method>BASIC</auth-method><realm-name>here</realm-name></login-config>
              <security-role><role-name>boss</role-name></security-role>
            </web-app>
            """;

    @TempDir Path base;

    private final List<String> heard = new CopyOnWriteArrayList<>();
    private Serval server;

    /** Knows callers by a field of the request whose value is their name. */
    private final class ByField implements AuthenticationMechanism {
        private final String field;

        ByField(String field) {
            this.field = field;
        }

        @Override public Outcome validate(AuthenticationExchange exchange) throws IOException {
            String name = exchange.request().getHeader(field);
            if (name == null) {
                if (exchange.isMandatory()) {
                    exchange.response().addHeader("WWW-Authenticate", field);
                }
                return Outcome.PASSED;
            }
            if (name.equals("stop")) {
                exchange.response().sendError(418);
                return Outcome.ANSWERED;
            }
            exchange.attach(name);
            if (!name.equals("nobody")) {
                exchange.establish(RealmUser.of(name, Set.of("boss")), field, name.startsWith("session-"));
            }
            if (!exchange.isAskedByApplication()) {
                exchange.passOn(new HttpServletRequestWrapper(exchange.request()),
                        new HttpServletResponseWrapper(exchange.response()));
            }
            return Outcome.DECIDED;
        }

        @Override public void secure(AuthenticationExchange exchange) throws ServletException {
            heard.add("secure " + exchange.attachment());
            if ("unfit".equals(exchange.attachment())) {
                throw new ServletException("not to be sent");
            }
        }

        @Override public void logout(AuthenticationExchange exchange) {
            heard.add("logout " + field + ' ' + exchange.attachment());
        }

        @Override public void close() {
            heard.add("close " + field);
        }
    }

    private AuthenticationProvider provider(String field) {
        return new AuthenticationProvider() {
            @Override public void start(Path directory) {
                heard.add("start " + directory.equals(base));
            }

            @Override public Optional<AuthenticationMechanism> mechanism(AuthenticationScope application) {
                heard.add(application.context().getContextPath() + ' ' + application.authMethod());
                return Optional.of(new ByField(field));
            }

            @Override public void stop() {
                heard.add("stop");
            }
        };
    }

    private final HttpServlet servlet = new HttpServlet() {
        private static final long serialVersionUID = 1;

        @Override protected void service(HttpServletRequest request, HttpServletResponse response)
                throws IOException, ServletException {
            if (request.getParameter("fail") != null) {
                throw new ServletException("as asked");
            }
            if (request.getParameter("logout") != null) {
                request.logout();
            }
            if (request.getParameter("authenticate") != null && !request.authenticate(response)) {
                return;
            }
            if (request.getParameter("async") != null) {
                AsyncContext async = request.startAsync();
                heard.add("original " + (async.hasOriginalRequestAndResponse() && async.getRequest() == request));
                async.start(() -> {
                    heard.add("async");
                    async.complete();
                });
                return;
            }
            response.getWriter().print(request.getRemoteUser() + ' ' + request.getAuthType() + ' '
                    + request.isUserInRole("boss") + ' ' + (request instanceof HttpServletRequestWrapper));
        }
    };

    @BeforeEach void start() throws Exception {
        Path webInf = Files.createDirectories(base.resolve("app/WEB-INF"));
        Files.writeString(webInf.resolve("web.xml"), LOGIN);
        Realm realm = (name, password) -> password.equals("p") ? Optional.of(RealmUser.of(name, Set.of("boss")))
                : Optional.empty();
        server = Serval.builder().port(0).baseDirectory(base).realm(realm)
                .authenticationProvider(provider("X-One")).authenticationProvider(provider("X-Two"))
                .webapp("/app", base.resolve("app"), app -> app.servlet("main", servlet,
                        registration -> registration.addMapping("/*"))).start();
    }

    @AfterEach void stop() {
        server.close();
    }

    private RequestSpecification request() {
        return RestAssured.given().baseUri("http://localhost").port(server.port());
    }

    private String get(String field, String name, String pathAndQuery) {
        return request().header(field, name).get(pathAndQuery).asString();
    }

    @Test void asksEachMechanismThenTheLoginConfig() {
        Response nobody = request().get("/app/admin/");

        assertEquals("ada X-One true true", get("X-One", "ada", "/app/admin/"));
        assertEquals("bob X-Two true true", get("X-Two", "bob", "/app/admin/"));
        assertEquals("cyd BASIC true false", request().auth().preemptive().basic("cyd", "p").get("/app/admin/")
                .asString());
        assertEquals(401, nobody.statusCode());
        assertEquals(List.of("X-One", "X-Two", "Basic realm=\"here\", charset=\"UTF-8\""),
                nobody.headers().getValues("WWW-Authenticate"));
        assertEquals("null null false false", request().get("/app/open").asString());
        assertEquals("null null false true", get("X-One", "nobody", "/app/open"));
        assertEquals(403, request().header("X-One", "nobody").get("/app/admin/").statusCode());
        assertEquals(418, request().header("X-One", "stop").get("/app/open").statusCode());
    }

    @Test void hasTheLastWordOnTheResponseOfWhatItDecided() throws Exception {
        heard.clear();
        get("X-One", "ada", "/app/open");
        get("X-One", "nobody", "/app/admin/");
        get("X-One", "bob", "/app/open?fail=");
        get("X-One", "stop", "/app/open");
        request().get("/app/open");
        assertEquals(List.of("secure ada", "secure nobody"), heard);
        assertEquals(500, request().header("X-One", "unfit").get("/app/open").statusCode());

        heard.clear();
        get("X-One", "ada", "/app/open?async=");
        assertEquals(List.of("original true", "async", "secure ada"), heard);
    }

    @Test void remembersInTheSessionWhomItIsToldTo() {
        Response login = request().header("X-One", "session-ada").get("/app/open");
        String session = login.cookie("JSESSIONID");
        Response again = request().cookie("JSESSIONID", session).header("X-One", "session-ada").get("/app/open");

        assertNull(request().header("X-One", "ada").get("/app/open").cookie("JSESSIONID"));
        assertNull(again.cookie("JSESSIONID"), "the identifier changes at the login only");
        assertEquals("session-ada X-One true false",
                request().cookie("JSESSIONID", session).get("/app/admin/").asString());
        assertEquals("null null false true",
                request().cookie("JSESSIONID", session).header("X-One", "nobody").get("/app/open").asString());

        heard.clear();
        assertEquals("null null false false",
                request().cookie("JSESSIONID", session).get("/app/admin/?logout=").asString());
        assertEquals(List.of("logout X-One null", "logout X-Two null"), heard);
        assertEquals(401, request().cookie("JSESSIONID", session).get("/app/admin/").statusCode());
    }

    @Test void answersTheApplicationThatAsks() {
        assertEquals("ada X-Two true true", get("X-Two", "ada", "/app/open?authenticate="));
        assertEquals("ada X-Two true true", get("X-Two", "ada", "/app/open?logout=&authenticate="));
        assertEquals(401, request().get("/app/open?authenticate=").statusCode());
    }

    @Test void livesAsLongAsTheApplicationAndTheServer() {
        assertEquals(List.of("start true", "start true", "/app BASIC", "/app BASIC"), heard);
        heard.clear();
        server.undeploy("/app");
        assertEquals(List.of("close X-One", "close X-Two"), heard);

        heard.clear();
        assertThrows(ServalException.class, () -> server.deploy("/broken", app -> app.onStartup((types, context) -> {
            throw new ServletException("broken");
        })));
        assertEquals(List.of("/broken null", "/broken null", "close X-One", "close X-Two"), heard);
        heard.clear();
        server.close();
        assertEquals(List.of("stop", "stop"), heard);
    }
}
