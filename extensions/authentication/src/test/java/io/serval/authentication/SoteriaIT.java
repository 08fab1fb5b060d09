package io.serval.authentication;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import io.restassured.RestAssured;
import io.restassured.filter.cookie.CookieFilter;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

import io.serval.container.Serval;
import io.serval.container.config.NamingConfig;
import io.serval.container.descriptor.SourceLocation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/**
 * Jakarta Security by Soteria, which stands on Jakarta Authentication: a login form that it shows, the request that
 * goes on after the login, the session, the logout. Runs with {@code mvn -Psoteria verify}.
 */
@EnabledIfSystemProperty(named = "soteria.libraries", matches = ".+")
class SoteriaIT {
    private static final String APPLICATION = """
            package app;

            import java.io.IOException;
            import java.util.Set;
            import jakarta.enterprise.context.ApplicationScoped;
            import jakarta.security.enterprise.authentication.mechanism.http.*;
            import jakarta.security.enterprise.credential.UsernamePasswordCredential;
            import jakarta.security.enterprise.identitystore.*;
            import jakarta.servlet.ServletException;
            import jakarta.servlet.annotation.*;
            import jakarta.servlet.http.*;

            public class App {
                @FormAuthenticationMechanismDefinition(
                    loginToContinue = @LoginToContinue(loginPage = "/login", errorPage = "/wrong"))
                @ApplicationScoped
                public static class Config { }

                @ApplicationScoped
                public static class Store implements IdentityStore {
                    public CredentialValidationResult validate(UsernamePasswordCredential credential) {
                        return credential.compareTo("ada", "a") ? new CredentialValidationResult("ada", Set.of("boss"))
                            : CredentialValidationResult.INVALID_RESULT;
                    }
                }

                @WebServlet("/who")
                @ServletSecurity(@HttpConstraint(rolesAllowed = "boss"))
                public static class Who extends HttpServlet {
                    protected void service(HttpServletRequest request, HttpServletResponse response)
                            throws IOException {
                        response.getWriter().print(request.getMethod() + ' ' + request.getRemoteUser() + ' '
                            + request.isUserInRole("boss") + ' ' + request.getParameter("p"));
                    }
                }

                @WebServlet({"/login", "/wrong", "/open"})
                public static class Pages extends HttpServlet {
                    protected void service(HttpServletRequest request, HttpServletResponse response)
                            throws IOException, ServletException {
                        if (request.getParameter("out") != null) {
                            request.logout();
                        }
                        response.getWriter().print(request.getServletPath() + ' ' + request.getRemoteUser());
                    }
                }
            }
            """;

    @TempDir Path base;

    private Path application() throws IOException {
        Path webInf = Files.createDirectories(base.resolve("app/WEB-INF"));
        Path library = Files.createDirectories(webInf.resolve("lib"));
        try (Stream<Path> jars = Files.list(Path.of(System.getProperty("soteria.libraries")))) {
            for (Path each : jars.toList()) {
                String name = each.getFileName().toString();
                // Initializers run in the order of the names of their jars, and Soteria's wants a bean manager.
                Files.copy(each, library.resolve(name.startsWith("weld-servlet") ? "0-" + name : name));
            }
        }
        Files.writeString(webInf.resolve("beans.xml"), "<beans xmlns=\"https://jakarta.ee/xml/ns/jakartaee\""
                + " version=\"4.0\" bean-discovery-mode=\"all\"/>");
        SourceCode.compile("app.App", APPLICATION, System.getProperty("java.class.path"),
                Files.createDirectories(webInf.resolve("classes")));
        return base.resolve("app");
    }

    @Test void logsInByTheFormOfSoteria() throws Exception {
        NamingConfig manager = new NamingConfig(NamingConfig.Kind.RESOURCE, "BeanManager",
                "jakarta.enterprise.inject.spi.BeanManager",
                Map.of("factory", "org.jboss.weld.resources.ManagerObjectFactory"), SourceLocation.NONE);
        CookieFilter cookies = new CookieFilter();
        try (Serval server = Serval.builder().port(0).baseDirectory(base).webapp("/app", application(),
                app -> app.settings(old -> old.withNaming(List.of(manager)))).start()) {
            String root = "http://localhost:" + server.port() + "/app";

            assertEquals("/open null", browser(cookies).get(root + "/open").asString());
            assertEquals("/login null", browser(cookies).formParam("p", "7").post(root + "/who").asString());
            assertTrue(login(cookies, root, "wrong").header("Location").endsWith("/wrong"));
            assertTrue(login(cookies, root, "a").header("Location").endsWith("/who"));
            assertEquals("POST ada true 7", browser(cookies).get(root + "/who").asString(),
                    "the request of then goes on");
            assertEquals("/open ada", browser(cookies).get(root + "/open").asString());
            assertEquals("/open null", browser(cookies).get(root + "/open?out=").asString());
            assertEquals("/login null", browser(cookies).get(root + "/who").asString());
        }
    }

    /** One for each request: they keep the cookies that were put into them. */
    private static RequestSpecification browser(CookieFilter cookies) {
        return RestAssured.given().filter(cookies).redirects().follow(false);
    }

    private static Response login(CookieFilter cookies, String root, String password) {
        return browser(cookies).formParam("j_username", "ada").formParam("j_password", password)
                .post(root + "/j_security_check");
    }
}
