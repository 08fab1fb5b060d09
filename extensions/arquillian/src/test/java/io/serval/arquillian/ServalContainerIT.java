package io.serval.arquillian;

import java.io.IOException;
import java.net.URI;
import java.net.URL;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

import jakarta.servlet.annotation.HttpConstraint;
import jakarta.servlet.annotation.ServletSecurity;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import org.jboss.arquillian.container.spi.client.container.DeploymentException;
import org.jboss.arquillian.container.test.api.Deployer;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.container.test.api.OperateOnDeployment;
import org.jboss.arquillian.junit5.ArquillianExtension;
import org.jboss.arquillian.test.api.ArquillianResource;
import org.jboss.shrinkwrap.api.ShrinkWrap;
import org.jboss.shrinkwrap.api.asset.StringAsset;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Runs once in each mode: {@code arquillian.launch} says in which. */
@ExtendWith(ArquillianExtension.class)
class ServalContainerIT {
    @ArquillianResource
    private Deployer deployer;
    @ArquillianResource @OperateOnDeployment("greeting")
    private URL greeting;
    @ArquillianResource @OperateOnDeployment("nested")
    private URL nested;

    /** What the archives hold. */
    @WebServlet({"/hello", "/again"})
    public static class Hello extends HttpServlet {
        @Override protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
            response.getWriter().print("hello from " + request.getContextPath());
        }
    }

    /** For managers only. */
    @WebServlet("/private")
    @ServletSecurity(@HttpConstraint(rolesAllowed = "Manager"))
    public static class Private extends HttpServlet {
        @Override protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
            response.getWriter().print(request.getRemoteUser());
        }
    }

    @Deployment(name = "greeting", testable = false)
    static WebArchive greeting() {
        return ShrinkWrap.create(WebArchive.class, "greeting.war").addClasses(Hello.class, Private.class)
                .setWebXML(new StringAsset("""
                        <web-app xmlns="https://jakarta.ee/xml/ns/jakartaee" version="6.1">
                          <login-config><auth-method>BASIC</auth-method></login-config>
                        </web-app>"""));
    }

    @Deployment(name = "nested", testable = false)
    static WebArchive nested() {
        return ShrinkWrap.create(WebArchive.class, "deep#er.war").addClass(Hello.class);
    }

    @Deployment(name = "later", managed = false, testable = false)
    static WebArchive later() {
        return ShrinkWrap.create(WebArchive.class, "later.war").addClass(Hello.class);
    }

    @Deployment(name = "broken", managed = false, testable = false)
    static WebArchive broken() {
        return ShrinkWrap.create(WebArchive.class, "broken.war").addClasses(Hello.class, BrokenListener.class);
    }

    private static HttpResponse<String> get(URI address, String... user) throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(address);
        if (user.length > 0) {
            request.header("Authorization", "Basic " + Base64.getEncoder().encodeToString(
                    user[0].getBytes(StandardCharsets.UTF_8)));
        }
        return HttpClient.newHttpClient().send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    @Test void aClientReachesEachArchive() throws Exception {
        assertEquals("hello from /greeting", get(greeting.toURI().resolve("hello")).body());
        assertEquals("hello from /deep/er", get(nested.toURI().resolve("hello")).body());
    }

    @Test void theUsersMayLogIn() throws Exception {
        URI closed = greeting.toURI().resolve("private");
        assertEquals(401, get(closed).statusCode());
        assertEquals(401, get(closed, "ann:wrong").statusCode());
        assertEquals(403, get(closed, "bob:secret").statusCode());
        assertEquals("ann", get(closed, "ann:secret").body());
    }

    @Test void archivesComeAndGo() throws Exception {
        URI hello = greeting.toURI().resolve("/later/hello");
        assertEquals(404, get(hello).statusCode());
        for (int i = 0; i < 2; i++) {
            deployer.deploy("later");
            assertEquals("hello from /later", get(hello).body());
            deployer.undeploy("later");
            assertEquals(404, get(hello).statusCode());
        }
        assertEquals("hello from /greeting", get(greeting.toURI().resolve("hello")).body(), "the others stay");
    }

    @Test void aFailedDeploymentTellsItsCause() throws Exception {
        Throwable failure = assertThrows(Exception.class, () -> deployer.deploy("broken"));
        while (!(failure instanceof DeploymentException) && failure.getCause() != null) {
            failure = failure.getCause();
        }
        assertTrue(failure instanceof DeploymentException, failure::toString);
        assertTrue(failure.getMessage().contains("the coffee is out"), failure::getMessage);
        assertTrue(failure.getMessage().contains("broken.war"), failure::getMessage);
        assertEquals("hello from /greeting", get(greeting.toURI().resolve("hello")).body(), "the server serves on");
    }
}
