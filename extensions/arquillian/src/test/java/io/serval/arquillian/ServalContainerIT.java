package io.serval.arquillian;

import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.nio.charset.StandardCharsets;

import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.container.test.api.RunAsClient;
import org.jboss.arquillian.junit5.ArquillianExtension;
import org.jboss.arquillian.test.api.ArquillianResource;
import org.jboss.shrinkwrap.api.ShrinkWrap;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

@ExtendWith(ArquillianExtension.class)
class ServalContainerIT {
    @ArquillianResource
    private URL base;

    /** What the archive holds. */
    @WebServlet("/hello")
    public static class Hello extends HttpServlet {
        @Override protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
            response.getWriter().print("hello from " + request.getContextPath());
        }
    }

    @Deployment
    static WebArchive archive() {
        return ShrinkWrap.create(WebArchive.class, "greeting.war").addClass(Hello.class);
    }

    @RunAsClient
    @Test void aClientReachesTheArchive() throws IOException {
        try (InputStream answer = new URL(base, "hello").openStream()) {
            assertEquals("hello from /greeting", new String(answer.readAllBytes(), StandardCharsets.UTF_8));
        }
    }

    @Test void aTestRunsInsideTheArchive() {
        assertTrue(getClass().getClassLoader() != ClassLoader.getSystemClassLoader(), "the loader of the application");
    }
}
