package io.serval.authentication;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import jakarta.security.auth.message.config.AuthConfigFactory;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.ServletContextEvent;
import jakarta.servlet.ServletContextListener;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import io.restassured.RestAssured;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import io.serval.container.Serval;
import io.serval.container.ServalBuilder;
import io.serval.container.WebAppBuilder;
import io.serval.container.spi.RealmUser;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

/** Jakarta Authentication 3.1, chapter 3, over real sockets. */
class ServletProfileIT {
    static final String WEB_XML = """
            <web-app xmlns="https://jakarta.ee/xml/ns/jakartaee" version="6.1">
              <security-constraint>
                <web-resource-collection><web-resource-name>x</web-resource-name><url-pattern>/admin/*</url-pattern>
                </web-resource-collection>
                <auth-constraint><role-name>boss</role-name></auth-constraint>
              </security-constraint>
              <security-constraint>
                <web-resource-collection><web-resource-name>x</web-resource-name><url-pattern>/tls/*</url-pattern>
                </web-resource-collection>
                <user-data-constraint><transport-guarantee>CONFIDENTIAL</transport-guarantee></user-data-constraint>
              </security-constraint>
              <security-constraint>
                <web-resource-collection><web-resource-name>x</web-resource-name><url-pattern>/never</url-pattern>
                </web-resource-collection>
                <auth-constraint/>
              </security-constraint>
              %s
              <security-role><role-name>boss</role-name></security-role>
            </web-app>
            """;
    private static final String BASIC = "<login-config><auth-method>BASIC</auth-method></login-config>";

    @TempDir Path base;

    private final TestModule module = new TestModule();
    private Serval server;

    @AfterEach void stop() {
        server.close();
        assertNull(AuthConfigFactory.getFactory(), "the factory goes with the last server");
    }

    /** Tells who calls; parameters say what to do before. */
    private final class Teller extends HttpServlet {
        private static final long serialVersionUID = 1;

        @Override protected void service(HttpServletRequest request, HttpServletResponse response)
                throws IOException, ServletException {
            String act = String.valueOf(request.getParameter("act"));
            switch (act) {
                case "throw" -> throw new ServletException("by the servlet");
                case "error" -> response.sendError(409);
                case "logout" -> request.logout();
                case "login" -> request.login("ada", "ada");
                case "authenticate" -> module.heard.add("authenticate " + request.authenticate(response));
                case "forward" -> request.getRequestDispatcher("/admin/inner?act=tell").forward(request, response);
                case "include" -> request.getRequestDispatcher("/admin/inner?act=tell").include(request, response);
                case "async" -> {
                    async(request);
                    return;
                }
                default -> { }
            }
            if (!response.isCommitted() && response.getStatus() == 200) {
                tell(request, response);
            }
        }

        private void async(HttpServletRequest request) {
            if (request.getAttribute("dispatched") == null) {
                request.setAttribute("dispatched", true);
                request.startAsync().dispatch();
                return;
            }
            AsyncContext async = request.startAsync();
            async.start(() -> {
                try {
                    module.heard.add("async");
                    async.getResponse().getWriter().print("later");
                    async.complete();
                } catch (IOException e) {
                    throw new AssertionError(e);
                }
            });
        }

        private void tell(HttpServletRequest request, HttpServletResponse response) throws IOException {
            response.getWriter().print(request.getRemoteUser() + ' ' + request.getAuthType() + ' '
                    + request.isUserInRole("boss") + (request instanceof TestModule.Marked ? " marked" : ""));
        }
    }

    private Path files(String name, String login) throws IOException {
        Path webInf = Files.createDirectories(base.resolve(name).resolve("WEB-INF"));
        Files.writeString(webInf.resolve("web.xml"), WEB_XML.formatted(login));
        return base.resolve(name);
    }

    private void servlets(WebAppBuilder app) {
        app.servlet("teller", new Teller(), each -> {
            each.addMapping("/*");
            each.setAsyncSupported(true);
        });
        app.servlet("/login", new HttpServlet() {
            private static final long serialVersionUID = 1;

            @Override protected void service(HttpServletRequest request, HttpServletResponse response)
                    throws IOException {
                response.getWriter().print("who are you?");
            }
        });
        app.servlet("/wrong", new HttpServlet() {
            private static final long serialVersionUID = 1;

            @Override protected void service(HttpServletRequest request, HttpServletResponse response)
                    throws IOException {
                response.getWriter().print("page for " + request.getRemoteUser());
            }
        });
        app.errorPage(409, "/wrong");
    }

    private static ServletContextListener registering(TestModule which) {
        return new ServletContextListener() {
            @Override public void contextInitialized(ServletContextEvent event) {
                AuthConfigFactory.getFactory().registerServerAuthModule(which, event.getServletContext());
            }
        };
    }

    private ServalBuilder builder() {
        return Serval.builder().port(0).baseDirectory(base)
                .realm((name, password) -> name.equals(password) ? Optional.of(RealmUser.of(name, Set.of("boss")))
                        : Optional.empty());
    }

    private void start(String login) throws IOException {
        server = builder().webapp("/app", files("app", login), app -> {
            servlets(app);
            app.listener(registering(module));
        }).start();
        module.heard.clear();
    }

    private RequestSpecification request() {
        return RestAssured.given().baseUri("http://localhost").port(server.port()).redirects().follow(false);
    }

    private Response act(String act, String pathAndQuery) {
        return request().header("Act", act).get(pathAndQuery);
    }

    @Test void asksForEveryRequestWhetherACallerIsNeededOrNot() throws Exception {
        start("");
        assertEquals("ada JASPIC true", act("user:ada", "/app/admin/x").asString());
        assertEquals("ada JASPIC true", act("user:ada", "/app/open").asString());
        assertEquals("null null false", request().get("/app/open").asString());
        assertEquals(403, request().get("/app/admin/x").statusCode());
        assertEquals(403, act("silent", "/app/admin/x").statusCode());
        assertEquals(List.of("initialize", "validate /admin/x mandatory", "secure 200", "validate /open", "secure 200",
                "validate /open", "secure 200", "validate /admin/x mandatory", "secure 403",
                "validate /admin/x mandatory", "secure 403").toString().replace("/admin/x", "").replace("/open", ""),
                module.heard.toString());
    }

    @Test void doesNotAskWhereNobodyMayEnterOrTheConnectionWillNotDo() throws Exception {
        start("");
        assertEquals(403, act("user:ada", "/app/never").statusCode());
        assertEquals(302, act("user:ada", "/app/tls/x").statusCode());
        assertEquals(List.of(), module.heard);
    }

    @ParameterizedTest
    @CsvSource({"success, 200, by the module", "continue, 401, ''", "failure, 404, ''", "form, 200, who are you?"})
    void sendsWhatTheModuleAnswered(String act, int status, String text) throws Exception {
        start("");
        Response response = act(act, "/app/admin/x");

        assertEquals(status, response.statusCode());
        assertEquals(text, response.asString());
        assertEquals(List.of("initialize", "validate  mandatory"), module.heard, "there is nothing to secure");
    }

    @ParameterizedTest
    @CsvSource({"mute, 403", "refuse, 403", "key, 403", "fail, 500", "boom, 500", "null, 500"})
    void answersForAModuleThatDidNot(String act, int status) throws Exception {
        start("");
        Response response = act(act, "/app/open");

        assertEquals(status, response.statusCode());
        assertFalse(response.asString().contains("secret"), response.asString());
        assertEquals(List.of("initialize", "validate "), module.heard);
    }

    @Test void usesTheTypeOfTheModuleElseThatOfTheLoginConfig() throws Exception {
        start(BASIC);
        assertEquals("ada token true", act("typed:ada", "/app/admin/x").asString());
        assertEquals("ada BASIC true", act("user:ada", "/app/admin/x").asString());
        assertEquals(403, request().auth().preemptive().basic("ada", "ada").get("/app/admin/x").statusCode(),
                "the module stands in the place of the login-config");
    }

    @Test void checksPasswordsByTheRealmOfTheApplication() throws Exception {
        start("");
        assertEquals("ada JASPIC true", act("password:ada", "/app/admin/x").asString());
    }

    @Test void passesOnWhatTheModulePutAroundTheMessages() throws Exception {
        start("");
        assertEquals("[ada JASPIC true marked]", act("wrap:ada", "/app/admin/x").asString());
        assertEquals("[later]", act("wrap:ada", "/app/open?act=async").asString());
        assertEquals("page for ada", act("wrap:ada", "/app/open?act=error").asString());
    }

    @Test void securesTheResponseOnceItIsComplete() throws Exception {
        start("");
        act("user:ada", "/app/open?act=throw");
        assertEquals(List.of("initialize", "validate "), module.heard, "a servlet that failed made none");
        module.heard.clear();
        act("user:ada", "/app/open?act=async");
        assertEquals(List.of("validate ", "async", "secure 200"), module.heard);
        module.heard.clear();
        assertEquals(409, act("user:ada", "/app/open?act=error").statusCode());
        assertEquals(List.of("validate ", "secure 409"), module.heard);
        assertEquals(500, act("user:ada", "/app/open?secure=throw").statusCode());
        assertEquals(500, act("user:ada", "/app/open?secure=failure").statusCode());
    }

    @Test void doesNotAskAgainForForwardsAndIncludes() throws Exception {
        start("");
        assertEquals("ada JASPIC true", act("user:ada", "/app/open?act=forward").asString());
        assertEquals("null null falsenull null false", request().get("/app/open?act=include").asString());
        assertEquals(List.of("initialize", "validate ", "secure 200", "validate ", "secure 200"), module.heard);
    }

    @Test void keepsTheCallerInTheSessionWhenTheModuleWantsIt() throws Exception {
        start("");
        Response login = act("session:ada", "/app/open");
        String session = login.cookie("JSESSIONID");
        RequestSpecification later = request().cookie("JSESSIONID", session);

        assertNull(act("user:ada", "/app/open").cookie("JSESSIONID"));
        assertEquals("ada JASPIC true", request().cookie("JSESSIONID", session).header("Act", "again")
                .get("/app/admin/x").asString());
        assertEquals("null null false", later.get("/app/open").asString(), "the module says who calls");
        assertEquals("null null false", request().cookie("JSESSIONID", session).header("Act", "again")
                .get("/app/open?act=logout").asString());
        assertEquals("null null false", request().cookie("JSESSIONID", session).header("Act", "again")
                .get("/app/open").asString());
        assertNotEquals(200, request().cookie("JSESSIONID", session).header("Act", "again").get("/app/admin/x")
                .statusCode());
    }

    @Test void cleansTheSubjectOfACallerWhoLogsOut() throws Exception {
        start("");
        assertEquals("null null false", act("user:ada", "/app/open?act=logout").asString());
        assertEquals(List.of("initialize", "validate ", "clean [ada, boss]", "secure 200"), module.heard);
    }

    @Test void refusesToLogInByPassword() throws Exception {
        start("");
        assertEquals(500, request().get("/app/open?act=login").statusCode());
    }

    @Test void asksTheModuleWhenTheApplicationAsks() throws Exception {
        start("");
        assertEquals("ada JASPIC true", act("user:ada", "/app/open?act=authenticate").asString());
        assertEquals(List.of("initialize", "validate ", "validate  mandatory", "authenticate true", "secure 200"),
                module.heard);
    }

    @Test void letsTheModuleUseTheLoginConfig() throws Exception {
        start(BASIC);
        Response response = act("nested", "/app/admin/x");

        assertEquals(401, response.statusCode());
        assertEquals("Basic realm=\"Authentication required\", charset=\"UTF-8\"",
                response.header("WWW-Authenticate"));
        assertEquals(List.of("initialize", "validate  mandatory", "nested false"), module.heard);
    }

    @Test void keepsApplicationsApartAndPassesWhereNothingIsRegistered() throws Exception {
        TestModule other = new TestModule();
        server = builder().webapp("/app", files("app", BASIC), app -> {
            servlets(app);
            app.listener(registering(module));
        }).webapp("/other", files("other", BASIC), app -> {
            servlets(app);
            app.listener(registering(other));
        }).webapp("/plain", files("plain", BASIC), this::servlets).start();

        assertEquals(200, act("user:ada", "/other/admin/x").statusCode());
        assertEquals(List.of(), module.heard);
        assertEquals(401, act("user:ada", "/plain/admin/x").statusCode());
        assertEquals("ada BASIC true", request().auth().preemptive().basic("ada", "ada").get("/plain/admin/x")
                .asString());

        String id = AuthConfigFactory.getFactory().registerConfigProvider(ModuleConfigProvider.class.getName(),
                Map.of("modules", TestModule.class.getName(), "groups", "boss x"), "HttpServlet", "localhost /plain",
                null);
        assertEquals("eve BASIC true", act("user:eve", "/plain/admin/x").asString());
        AuthConfigFactory.getFactory().removeRegistration(id);
        assertEquals(401, act("user:ada", "/plain/admin/x").statusCode());
        AuthConfigFactory.getFactory().removeServerAuthModule(server.context("/other").orElseThrow().servletContext());
        assertEquals(401, act("user:ada", "/other/admin/x").statusCode());
    }

    @Test void readsProvidersFromTheFileOfTheBase() throws Exception {
        Files.createDirectories(base.resolve("conf"));
        Files.writeString(base.resolve("conf/jaspic-providers.xml"), """
                <jaspic-providers xmlns="https://tomcat.apache.org/xml">
                  <provider className="org.apache.catalina.authenticator.jaspic.SimpleAuthConfigProvider"
                            layer="HttpServlet" appContext="Catalina/localhost /app" description="for a test">
                    <property name="org.apache.catalina.authenticator.jaspic.ServerAuthModule.1"
                              value="io.serval.authentication.TestModule"/>
                    <property name="groups" value="staff boss"/>
                  </provider>
                </jaspic-providers>
                """);
        server = builder().webapp("/app", files("app", BASIC), this::servlets)
                .webapp("/other", files("other", BASIC), this::servlets).start();

        assertEquals("ada BASIC true", act("user:ada", "/app/admin/x").asString());
        assertEquals(401, act("user:ada", "/other/admin/x").statusCode());
    }
}
