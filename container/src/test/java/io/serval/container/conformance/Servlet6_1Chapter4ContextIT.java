package io.serval.container.conformance;

import java.net.MalformedURLException;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;

import jakarta.servlet.Filter;
import jakarta.servlet.FilterRegistration;
import jakarta.servlet.MultipartConfigElement;
import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletContextEvent;
import jakarta.servlet.ServletContextListener;
import jakarta.servlet.ServletRegistration;
import jakarta.servlet.ServletRequestListener;
import jakarta.servlet.SessionTrackingMode;
import jakarta.servlet.annotation.MultipartConfig;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpSessionListener;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

class Servlet6_1Chapter4ContextIT {
    /** Says of itself that it takes parts. */
    @MultipartConfig(maxFileSize = 7)
    public static class Uploads extends HttpServlet { }

    /** Lets every request pass. */
    private static final Filter PASS = (request, response, chain) -> chain.doFilter(request, response);

    @Test void dispatchersCanBeHadWhileTheApplicationStarts() throws Exception {
        AtomicReference<RequestDispatcher> byPath = new AtomicReference<>();
        AtomicReference<RequestDispatcher> byName = new AtomicReference<>();
        try (Probe probe = Probe.of(app -> app.onStartup((types, context) -> {
            byPath.set(context.getRequestDispatcher("/later/on?x=1"));
            byName.set(context.getNamedDispatcher("named"));
            assertNull(context.getNamedDispatcher("no such"));
            assertNull(context.getRequestDispatcher("no slash"));
            assertNull(context.getRequestDispatcher("/../outside"));
            context.addServlet("later", Probe.servlet((request, response) -> response.getWriter().print(
                    request.getServletPath() + request.getPathInfo() + request.getParameter("x"))))
                    .addMapping("/later/*");
        }).listener(new ServletContextListener() {
            @Override public void contextInitialized(ServletContextEvent event) {
                assertNotNull(event.getServletContext().getNamedDispatcher("named"));
                assertNotNull(event.getServletContext().getRequestDispatcher("/any"));
            }
        }).servlet("named", Probe.servlet((request, response) -> response.getWriter().print("by name")), each -> { })
                .servlet("/path", Probe.servlet((request, response) -> byPath.get().forward(request, response)))
                .servlet("/name", Probe.servlet((request, response) -> {
                    RequestDispatcher known = byName.get() != null ? byName.get()
                            : request.getServletContext().getNamedDispatcher("named");
                    known.include(request, response);
                })))) {
            assertTrue(probe.get("/app/path").endsWith("/later/on1"));
            assertTrue(probe.get("/app/name").endsWith("by name"));
        }
    }

    @Test void listenersThatAreNotDeclaredCannotConfigure() throws Exception {
        AtomicReference<Throwable> failure = new AtomicReference<>(new AssertionError("not called"));
        ServletContextListener added = new ServletContextListener() {
            @Override public void contextInitialized(ServletContextEvent event) {
                try {
                    refuses(event.getServletContext());
                    failure.set(null);
                } catch (AssertionError e) {
                    failure.set(e);
                }
            }
        };
        try (Probe probe = Probe.of(app -> app.onStartup((types, context) -> context.addListener(added)))) {
            assertEquals(404, Probe.status(probe.get("/app/")));
            assertNull(failure.get(), () -> failure.get().toString());
        }
    }

    private static void refuses(ServletContext context) {
        List<Executable> calls = List.of(() -> context.addServlet("s", HttpServlet.class),
                () -> context.addServlet("s", "S"), () -> context.addServlet("s", new Uploads()),
                () -> context.addJspFile("s", "/s.jsp"), () -> context.createServlet(Uploads.class),
                () -> context.getServletRegistration("s"), context::getServletRegistrations,
                () -> context.addFilter("f", PASS), () -> context.addFilter("f", "F"),
                () -> context.getFilterRegistration("f"), context::getFilterRegistrations,
                context::getSessionCookieConfig, () -> context.setSessionTrackingModes(Set.of()),
                () -> context.addListener(new HttpSessionListener() { }),
                () -> context.createListener(ServletRequestListener.class), () -> context.declareRoles("r"),
                () -> context.setSessionTimeout(1), () -> context.setRequestCharacterEncoding("UTF-8"),
                () -> context.setResponseCharacterEncoding(StandardCharsets.UTF_8),
                () -> context.setInitParameter("a", "b"));
        for (int i = 0; i < calls.size(); i++) {
            assertThrows(UnsupportedOperationException.class, calls.get(i), "call " + i);
        }
    }

    @Test void configurationEndsWithTheInitialisation() throws Exception {
        AtomicReference<ServletRegistration.Dynamic> servlet = new AtomicReference<>();
        AtomicReference<FilterRegistration.Dynamic> filter = new AtomicReference<>();
        try (Probe probe = Probe.of(app -> app.onStartup((types, context) -> {
            servlet.set(context.addServlet("early", new Uploads()));
            filter.set(context.addFilter("pass", PASS));
        }).servlet("/s/*", Probe.check((request, response) -> {
            ServletContext context = request.getServletContext();
            List<Executable> calls = List.of(() -> context.addServlet("s", HttpServlet.class),
                    () -> context.addFilter("f", PASS), () -> context.addJspFile("j", "/j.jsp"),
                    () -> context.addListener(new HttpSessionListener() { }),
                    () -> context.setInitParameter("a", "b"), () -> context.declareRoles("r"),
                    () -> context.setSessionTrackingModes(EnumSet.of(SessionTrackingMode.COOKIE)),
                    () -> context.getSessionCookieConfig().setName("n"),
                    () -> context.getSessionCookieConfig().setAttribute("a", "b"),
                    () -> context.setSessionTimeout(1), () -> context.setRequestCharacterEncoding("UTF-8"),
                    () -> context.setResponseCharacterEncoding("UTF-8"), () -> servlet.get().addMapping("/late"),
                    () -> servlet.get().setInitParameter("a", "b"), () -> servlet.get().setLoadOnStartup(1),
                    () -> servlet.get().setRunAsRole("r"), () -> servlet.get().setAsyncSupported(true),
                    () -> servlet.get().setMultipartConfig(new MultipartConfigElement("")),
                    () -> filter.get().addMappingForUrlPatterns(null, true, "/late"),
                    () -> filter.get().setInitParameter("a", "b"));
            for (int i = 0; i < calls.size(); i++) {
                assertThrows(IllegalStateException.class, calls.get(i), "call " + i);
            }
        })))) {
            assertEquals("ok", Probe.content(probe.get("/app/s/x")));
        }
    }

    @Test void registrationsRefuseWhatIsWrongAndShowWhatIsThere() throws Exception {
        try (Probe probe = Probe.of(app -> app.onStartup((types, context) -> {
            assertThrows(IllegalArgumentException.class, () -> context.addServlet("", new Uploads()));
            assertThrows(IllegalArgumentException.class, () -> context.addServlet(null, Uploads.class));
            assertThrows(IllegalArgumentException.class, () -> context.addFilter("", PASS));
            Uploads uploads = new Uploads();
            ServletRegistration.Dynamic first = context.addServlet("first", uploads);
            assertNull(context.addServlet("first", Uploads.class), "the name is taken");
            assertNull(context.addServlet("again", uploads), "the instance is taken");
            assertEquals(Set.of(), first.addMapping("/one", "/two"));
            ServletRegistration.Dynamic second = context.addServlet("second", Uploads.class);
            assertEquals(Set.of("/two"), second.addMapping("/two", "/three"));
            assertEquals(List.of(), List.copyOf(second.getMappings()), "all or nothing");
            assertThrows(IllegalArgumentException.class, () -> first.setInitParameter(null, "x"));
            assertTrue(first.setInitParameter("a", "1"));
            assertFalse(first.setInitParameter("a", "2"));
            assertEquals("1", first.getInitParameter("a"));
            context.getServletRegistrations().clear();
            assertNotNull(context.getServletRegistration("first"));
            assertThrows(IllegalArgumentException.class, () -> context.addListener(Uploads.class.getName()));
        }).servlet("/s/*", Probe.check((request, response) -> { })))) {
            assertEquals("ok", Probe.content(probe.get("/app/s/x")));
        }
    }

    @Test void attributesOfTheContainerSayNoMoreThanTheyShould() throws Exception {
        try (Probe probe = Probe.checking((request, response) -> {
            ServletContext context = request.getServletContext();
            assertNull(context.getAttribute(ServletContext.ORDERED_LIBS), "no order was declared");
            assertFalse(Collections.list(context.getAttributeNames()).contains(ServletContext.ORDERED_LIBS));
            assertThrows(NullPointerException.class, () -> context.setAttribute(null, "x"));
            assertThrows(NullPointerException.class, () -> context.getAttribute(null));
            context.setAttribute("a", 1);
            context.setAttribute("a", null);
            assertNull(context.getAttribute("a"));
            assertThrows(MalformedURLException.class, () -> context.getResource("no/slash"));
            assertNull(context.getResource("/none"));
            assertNull(context.getResourceAsStream("/none"));
            assertNull(context.getResourcePaths("/none/"));
        })) {
            assertEquals("ok", Probe.content(probe.get("/app/s/x")));
        }
    }

    @Test void theSessionCookieTakesOnlyValidAttributes() throws Exception {
        try (Probe probe = Probe.of(app -> app.onStartup((types, context) -> {
            var config = context.getSessionCookieConfig();
            assertThrows(IllegalArgumentException.class, () -> config.setAttribute(null, "x"));
            assertThrows(IllegalArgumentException.class, () -> config.setAttribute("a b", "x"));
            assertThrows(NumberFormatException.class, () -> config.setAttribute("max-age", "soon"));
            config.setAttribute("max-age", "60");
            assertEquals(60, config.getMaxAge());
            config.setAttribute("SameSite", "Strict");
            config.setName("SID");
        }).servlet("/s/*", Probe.servlet((request, response) -> request.getSession())))) {
            String cookie = Probe.field(probe.get("/app/s/x"), "Set-Cookie");
            assertTrue(cookie.startsWith("SID="), cookie);
            assertTrue(cookie.contains("Max-Age=60") && cookie.contains("SameSite=Strict"), cookie);
        }
    }
}
