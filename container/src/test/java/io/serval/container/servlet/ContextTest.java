package io.serval.container.servlet;

import java.io.File;
import java.io.IOException;
import java.net.MalformedURLException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EventListener;
import java.util.List;
import java.util.Map;
import java.util.Set;

import jakarta.servlet.GenericServlet;
import jakarta.servlet.MultipartConfigElement;
import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletContextAttributeEvent;
import jakarta.servlet.ServletContextAttributeListener;
import jakarta.servlet.ServletContextEvent;
import jakarta.servlet.ServletContextListener;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRegistration;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.annotation.MultipartConfig;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import io.serval.container.config.RequestSettings;
import io.serval.container.descriptor.WebAppDescriptor;
import io.serval.container.engine.AppState;
import io.serval.container.engine.HostTable;
import io.serval.container.engine.ServletEngine;
import io.serval.container.engine.WebApp;
import io.serval.container.testing.TestApp;
import io.serval.container.testing.TestExchange;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

class ContextTest {
    @TempDir Path directory;

    /** A servlet that can be named by its class. */
    @MultipartConfig(maxFileSize = 7)
    public static class Named extends GenericServlet {
        @Override public void service(ServletRequest request, ServletResponse response) { }
    }

    /** No servlet. */
    public static class Stranger implements EventListener { }

    @Test void tellsWhatItIs() throws Exception {
        try (TestApp app = TestApp.at("/my app", setup -> { })) {
            ServletContext context = app.app().servletContext();
            assertEquals("/my%20app", context.getContextPath());
            assertEquals(6, context.getMajorVersion());
            assertEquals(1, context.getMinorVersion());
            assertEquals(6, context.getEffectiveMajorVersion());
            assertEquals("localhost", context.getVirtualServerName());
            assertTrue(context.getServerInfo().startsWith("Serval"));
            assertInstanceOf(File.class, context.getAttribute(ServletContext.TEMPDIR));
            assertTrue(Collections.list(context.getAttributeNames()).contains(ServletContext.TEMPDIR));
            assertNull(context.getJspConfigDescriptor());
            assertEquals(30, context.getSessionTimeout());
            assertNull(context.getRequestCharacterEncoding());
            assertSame(TestApp.class.getClassLoader(), context.getClassLoader());
            assertThrows(NullPointerException.class, () -> context.getInitParameter(null));
            assertThrows(NullPointerException.class, () -> context.getAttribute(null));
        }
    }

    @Test void findsResources() throws Exception {
        Files.createDirectories(directory.resolve("sub"));
        Files.writeString(directory.resolve("sub/a.txt"), "hi");
        WebApp app = WebApp.create(WebAppDescriptor.EMPTY, TestApp.environment("", directory, setup -> { }));
        app.start();
        ServletContext context = app.servletContext();
        assertEquals(Set.of("/sub/"), context.getResourcePaths("/"));
        assertEquals(Set.of("/sub/a.txt"), context.getResourcePaths("/sub/"));
        assertNull(context.getResourcePaths("/none"));
        assertThrows(IllegalArgumentException.class, () -> context.getResourcePaths("sub"));
        assertNotNull(context.getResource("/sub/a.txt"));
        assertNull(context.getResource("/none"));
        assertThrows(MalformedURLException.class, () -> context.getResource("sub/a.txt"));
        assertEquals("hi", new String(context.getResourceAsStream("/sub/a.txt").readAllBytes()));
        assertNull(context.getResourceAsStream("/none"));
        assertEquals(directory.resolve("sub/a.txt").toRealPath(),
                Path.of(context.getRealPath("/sub/a.txt")).toRealPath());
        app.stop();
    }

    @Test void tellsListenersOfItsAttributes() throws Exception {
        List<String> heard = new ArrayList<>();
        try (TestApp app = TestApp.root(setup -> setup.listener(new ServletContextAttributeListener() {
            @Override public void attributeAdded(ServletContextAttributeEvent event) {
                heard.add("added " + event.getValue());
            }

            @Override public void attributeReplaced(ServletContextAttributeEvent event) {
                heard.add("replaced " + event.getValue());
            }

            @Override public void attributeRemoved(ServletContextAttributeEvent event) {
                heard.add("removed " + event.getValue());
            }
        }))) {
            ServletContext context = app.app().servletContext();
            context.setAttribute("a", 1);
            context.setAttribute("a", 2);
            context.setAttribute("a", null);
            context.removeAttribute("a");
            assertEquals(List.of("added 1", "replaced 1", "removed 2"), heard);
        }
    }

    @Test void refusesConfigurationThatComesTooLate() throws Exception {
        try (TestApp app = TestApp.root(setup -> setup.servlet("s", "/s", new Named()))) {
            ServletContext context = app.app().servletContext();
            assertThrows(IllegalStateException.class, () -> context.addServlet("x", Named.class));
            assertThrows(IllegalStateException.class, () -> context.addServlet("x", "X"));
            assertThrows(IllegalStateException.class, () -> context.addServlet("x", new Named()));
            assertThrows(IllegalStateException.class, () -> context.addJspFile("x", "/x.jsp"));
            assertThrows(IllegalStateException.class, () -> context.addFilter("x", "X"));
            assertThrows(IllegalStateException.class, () -> context.addListener("X"));
            assertThrows(IllegalStateException.class, () -> context.setInitParameter("a", "b"));
            assertThrows(IllegalStateException.class, () -> context.setSessionTimeout(1));
            assertThrows(IllegalStateException.class, () -> context.setSessionTrackingModes(Set.of()));
            assertThrows(IllegalStateException.class, () -> context.setRequestCharacterEncoding("UTF-8"));
            assertThrows(IllegalStateException.class, () -> context.setResponseCharacterEncoding("UTF-8"));
            assertThrows(IllegalStateException.class, () -> context.declareRoles("r"));
            ServletRegistration servlet = context.getServletRegistration("s");
            assertThrows(IllegalStateException.class, () -> servlet.addMapping("/x"));
            assertThrows(IllegalStateException.class, () -> servlet.setInitParameter("a", "b"));
            assertEquals(List.of("/s"), List.copyOf(servlet.getMappings()));
        }
    }

    @Test void registersByNameClassAndInstance() throws Exception {
        TestApp.root(setup -> {
            ServletContext context = setup.context();
            ServletRegistration.Dynamic byName = context.addServlet("name", Named.class.getName());
            assertEquals(Named.class.getName(), byName.getClassName());
            assertNull(context.addServlet("name", Named.class), "the name is taken");
            assertNotNull(context.addServlet("class", Named.class));
            Named instance = new Named();
            assertNotNull(context.addServlet("instance", instance));
            assertNull(context.addServlet("again", instance), "one instance, one registration");
            assertThrows(IllegalArgumentException.class, () -> context.addServlet("", Named.class));
            assertThrows(IllegalArgumentException.class, () -> context.addServlet(null, Named.class));
            assertThrows(IllegalArgumentException.class, () -> context.addFilter("", "X"));
            assertEquals(Set.of("name", "class", "instance"), context.getServletRegistrations().keySet());
            assertEquals(Set.of(), byName.addMapping("/a", "/b"));
            assertEquals(Set.of("/a"), context.getServletRegistration("class").addMapping("/a", "/c"));
            assertEquals(List.of(), List.copyOf(context.getServletRegistration("class").getMappings()), "all or none");
            assertThrows(IllegalArgumentException.class, byName::addMapping);
            assertThrows(IllegalArgumentException.class, () -> byName.addMapping("no pattern"));
            assertTrue(byName.setInitParameter("p", "1"));
            assertFalse(byName.setInitParameter("p", "2"));
            assertEquals(Set.of("p"), byName.setInitParameters(Map.of("p", "3", "q", "4")));
            assertNull(byName.getInitParameter("q"));
            assertThrows(IllegalArgumentException.class, () -> byName.setInitParameter(null, "x"));
            assertThrows(IllegalArgumentException.class, () -> byName.setMultipartConfig(null));
            byName.setMultipartConfig(new MultipartConfigElement("x"));
            byName.setRunAsRole("role");
            assertEquals("role", byName.getRunAsRole());
        }).close();
    }

    @Test void putsMappingsOfFiltersBeforeOrAfterTheDeclaredOnes() throws Exception {
        StringBuilder order = new StringBuilder();
        try (TestApp app = TestApp.root(setup -> {
            for (String name : List.of("a1", "b1", "a2", "b2")) {
                setup.context().addFilter(name, (request, response, chain) -> {
                    order.append(name).append(' ');
                    chain.doFilter(request, response);
                }).addMappingForUrlPatterns(null, name.startsWith("a"), "/*");
            }
        })) {
            app.get("/");
            assertEquals("b1 b2 a1 a2 ", order.toString());
        }
    }

    @Test void addsListenersByNameClassAndInstance() throws Exception {
        TestApp.root(setup -> {
            ServletContext context = setup.context();
            assertThrows(IllegalArgumentException.class, () -> context.addListener(new Stranger()));
            assertThrows(IllegalArgumentException.class, () -> context.addListener(Stranger.class));
            assertThrows(IllegalArgumentException.class, () -> context.addListener(Stranger.class.getName()));
            assertThrows(IllegalArgumentException.class, () -> context.addListener("no.such.Class"));
            assertThrows(IllegalArgumentException.class, () -> context.createListener(Stranger.class));
        }).close();
    }

    @Test void restrictsListenersThatWereAddedByProgram() throws Exception {
        List<String> heard = new ArrayList<>();
        TestApp.root(setup -> setup.listener(new ServletContextListener() {
            @Override public void contextInitialized(ServletContextEvent event) {
                ServletContext context = event.getServletContext();
                assertThrows(UnsupportedOperationException.class, () -> context.addServlet("x", Named.class));
                assertThrows(UnsupportedOperationException.class, () -> context.getServletRegistrations());
                assertThrows(UnsupportedOperationException.class, () -> context.addListener(new Stranger()));
                assertThrows(UnsupportedOperationException.class, () -> context.setInitParameter("a", "b"));
                heard.add("in");
            }

            @Override public void contextDestroyed(ServletContextEvent event) {
                heard.add("out");
            }
        })).close();
        assertEquals(List.of("in", "out"), heard);
    }

    @Test void failsToStartWithTheCauseAndUndoesWhatWasDone() throws Exception {
        List<String> heard = new ArrayList<>();
        WebApp app = WebApp.create(WebAppDescriptor.EMPTY, TestApp.environment("/app", null, setup -> {
            setup.listener(new ServletContextListener() {
                @Override public void contextDestroyed(ServletContextEvent event) {
                    heard.add("undone");
                }
            });
            setup.listener(new ServletContextListener() {
                @Override public void contextInitialized(ServletContextEvent event) {
                    throw new IllegalStateException("my reason");
                }
            });
        }));
        assertEquals("my reason", assertThrows(ServletException.class, app::start).getRootCause().getMessage());
        assertEquals(AppState.FAILED, app.state());
        assertTrue(app.failure().getMessage().contains("failed in contextInitialized()"), app.failure()::getMessage);
        assertEquals(List.of("undone"), heard);
    }

    @Test void namesTheClassThatIsMissingOrWrong() throws Exception {
        for (String name : List.of("no.such.Servlet", "java.lang.String")) {
            WebApp app = WebApp.create(WebAppDescriptor.EMPTY, TestApp.environment("/app", null, setup ->
                    setup.context().addFilter("wrong", name)));
            String message = assertThrows(ServletException.class, app::start).getMessage();
            assertTrue(message.contains("[wrong]") && message.contains(name), message);
        }
    }

    @Test void answers501ForPagesWithoutAnEngine() throws Exception {
        Files.writeString(directory.resolve("page.jsp"), "<% secret %>");
        WebApp app = WebApp.create(WebAppDescriptor.EMPTY, TestApp.environment("", directory, setup -> {
            setup.context().addJspFile("page", "/page.jsp").addMapping("/pretty");
            setup.servlet("/", (request, response) -> response.getWriter().print("static"));
        }));
        HostTable hosts = HostTable.single();
        app.start();
        hosts.deploy("localhost", app);
        var engine = new ServletEngine(hosts,
                RequestSettings.DEFAULT);
        for (String path : List.of("/page.jsp", "/other.jspx", "/pretty")) {
            var exchange = TestExchange.get(path).handledBy(engine);
            assertEquals(501, exchange.status(), path);
            assertTrue(exchange.text().contains("serval-jsp"), exchange.text());
            assertFalse(exchange.text().contains("secret"), exchange.text());
        }
        app.stop();
    }

    @Test void letsAnApplicationOverrideTheDefaultServlet() throws Exception {
        try (TestApp app = TestApp.of("", WebAppDescriptor.EMPTY, setup -> {
            assertEquals(Set.of(), setup.context().addServlet("mine", new HttpServlet() {
                @Override protected void doGet(HttpServletRequest request, HttpServletResponse response)
                        throws IOException {
                    response.getWriter().print("mine");
                }
            }).addMapping("/"));
        }, environment -> environment.withOverridableServlets(Set.of("default")))) {
            assertEquals("mine", app.get("/any").text());
        }
    }
}
