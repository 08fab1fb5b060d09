package io.serval.container.conformance;

import java.io.FileNotFoundException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

import jakarta.servlet.GenericServlet;
import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletRequestEvent;
import jakarta.servlet.ServletRequestListener;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import io.serval.container.config.ContextSettings;
import io.serval.container.config.ContextSwitch;
import io.serval.container.descriptor.WebAppDescriptor;
import io.serval.container.testing.TestApp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Chapter 9, and of chapters 10 and 11 what tells of errors and of requests. */
class Servlet6_1Chapter9DispatchIT {
    /** Neither a {@code ServletException} nor an {@code IOException}, and yet not a {@code RuntimeException}. */
    private static final class Undeclared extends Exception { }

    /** Throws what the compiler would not let pass. */
    private static final class Sneaky extends GenericServlet {
        @Override public void service(ServletRequest request, ServletResponse response) {
            Sneaky.<RuntimeException>sneak(new Undeclared());
        }

        @SuppressWarnings("unchecked")
        private static <T extends Exception> void sneak(Exception e) throws T {
            throw (T) e;
        }
    }

    @Test void undeclaredExceptionsOfADispatchAreWrapped() throws Exception {
        try (Probe probe = Probe.of(app -> app.servlet("/sneaky", new Sneaky())
                .servlet("/s/*", Probe.check((request, response) -> {
                    RequestDispatcher sneaky = request.getRequestDispatcher("/sneaky");
                    ServletException included = assertThrows(ServletException.class,
                            () -> sneaky.include(request, response));
                    assertInstanceOf(Undeclared.class, included.getRootCause());
                    ServletException forwarded = assertThrows(ServletException.class,
                            () -> sneaky.forward(request, response));
                    assertInstanceOf(Undeclared.class, forwarded.getRootCause());
                })))) {
            assertEquals("ok", Probe.content(probe.get("/app/s/x")));
        }
    }

    @Test void aForwardTellsOfTheClientsOwnSpelling() throws Exception {
        try (Probe probe = Probe.of(app -> app.servlet("/from/*", Probe.servlet((request, response) ->
                        request.getRequestDispatcher("/to?b=2").forward(request, response)))
                .servlet("/to", Probe.servlet((request, response) -> response.getWriter().print(String.join(" ",
                        request.getContextPath(), request.getRequestURI(), request.getQueryString(),
                        (String) request.getAttribute(RequestDispatcher.FORWARD_CONTEXT_PATH),
                        (String) request.getAttribute(RequestDispatcher.FORWARD_REQUEST_URI),
                        (String) request.getAttribute(RequestDispatcher.FORWARD_SERVLET_PATH),
                        (String) request.getAttribute(RequestDispatcher.FORWARD_PATH_INFO),
                        (String) request.getAttribute(RequestDispatcher.FORWARD_QUERY_STRING),
                        request.getParameter("a"), request.getParameter("b"))))))) {
            assertEquals("/app /app/to b=2 /%61pp /%61pp/from/x /from /x a=1 1 2",
                    Probe.content(probe.get("/%61pp/from/x?a=1")));
        }
    }

    @Test void aServletMayForwardOnlyWhatItGotWhereTheAdministratorWantsIt() throws Exception {
        List<String> outcome = new ArrayList<>();
        ContextSettings strict = ContextSettings.DEFAULT.with(ContextSwitch.DISPATCHER_WRAPS_SAME_OBJECT, true);
        try (TestApp app = TestApp.of("", WebAppDescriptor.EMPTY, setup -> {
            setup.filter("wrap", "/*", (request, response, chain) ->
                    chain.doFilter(new HttpServletRequestWrapper((HttpServletRequest) request), response));
            setup.servlet("/a", (request, response) -> {
                HttpServletRequest inner = (HttpServletRequest) ((HttpServletRequestWrapper) request).getRequest();
                assertThrows(ServletException.class, () ->
                        request.getRequestDispatcher("/b").include(inner, response));
                request.getRequestDispatcher("/b").include(request, response);
                request.getRequestDispatcher("/b").include(new HttpServletRequestWrapper(request), response);
            });
            setup.servlet("/b", (request, response) -> outcome.add("included"));
        }, environment -> environment.withSettings(strict))) {
            assertEquals(200, app.get("/a").status());
            assertEquals(List.of("included", "included"), outcome);
        }
    }

    @Test void aMissingIncludeThrowsAndAMissingForwardAnswers404(@TempDir Path files) throws Exception {
        Files.writeString(files.resolve("a.txt"), "file");
        try (Probe probe = Probe.of(app -> app.resources(files).servlet("/i", Probe.servlet((request, response) -> {
            assertThrows(FileNotFoundException.class, () ->
                    request.getRequestDispatcher("/none.txt").include(request, response));
            request.getRequestDispatcher("/a.txt").include(request, response);
        })).servlet("/f", Probe.servlet((request, response) ->
                request.getRequestDispatcher("/none.txt").forward(request, response))))) {
            assertEquals("file", Probe.content(probe.get("/app/i")));
            assertEquals(404, Probe.status(probe.get("/app/f")));
        }
    }

    @Test void anErrorPageTellsOfAMalformedPath() throws Exception {
        try (Probe probe = Probe.of(app -> app.errorPage(400, "/oops").servlet("/oops",
                Probe.servlet((request, response) -> response.getWriter().print("sorry "
                        + request.getAttribute(RequestDispatcher.ERROR_REQUEST_URI) + " "
                        + request.getAttribute(RequestDispatcher.ERROR_STATUS_CODE) + " "
                        + request.getAttribute(RequestDispatcher.ERROR_METHOD) + " "
                        + request.getAttribute(RequestDispatcher.ERROR_QUERY_STRING)))))) {
            String answer = probe.send("POST", "/app/a%2fb?x=1", "abc");
            assertEquals(400, Probe.status(answer));
            assertEquals("sorry /app/a%2fb 400 POST x=1", Probe.content(answer));
            assertFalse(probe.get("/other/a%2fb").contains("sorry"));
        }
    }

    @Test void errorPagesAreAskedByGetAndKnowTheErrorAndTheOriginalMethod() throws Exception {
        try (Probe probe = Probe.of(app -> app.errorPage(IllegalStateException.class, "/page").errorPage("/other")
                .servlet("/page", Probe.servlet((request, response) -> response.getWriter().print(request.getMethod()
                        + ' ' + request.getDispatcherType() + ' '
                        + request.getAttribute(RequestDispatcher.ERROR_METHOD) + ' '
                        + request.getAttribute(RequestDispatcher.ERROR_EXCEPTION_TYPE) + ' '
                        + request.getAttribute(RequestDispatcher.ERROR_MESSAGE) + ' '
                        + request.getAttribute(RequestDispatcher.ERROR_SERVLET_NAME))))
                .servlet("/other", Probe.servlet((request, response) -> response.getWriter().print("default page")))
                .servlet("failing", Probe.servlet((request, response) -> {
                    throw new ServletException(new IllegalStateException("why"));
                }), each -> each.addMapping("/fail"))
                .servlet("/send", Probe.servlet((request, response) -> response.sendError(418))))) {
            String failed = probe.send("POST", "/app/fail", "a=1");
            assertEquals(500, Probe.status(failed));
            assertEquals("GET ERROR POST class java.lang.IllegalStateException why failing", Probe.content(failed));
            String sent = probe.get("/app/send");
            assertEquals(418, Probe.status(sent));
            assertEquals("default page", Probe.content(sent));
        }
    }

    @Test void requestListenersComeInOrderAndLeaveBackwards() throws Exception {
        List<String> heard = Collections.synchronizedList(new ArrayList<>());
        try (Probe probe = Probe.of(app -> app.listener(noting("one", heard)).listener(noting("two", heard))
                .servlet("/s/*", Probe.servlet((request, response) -> {
                    heard.add("service");
                    request.getRequestDispatcher("/b").include(request, response);
                })).servlet("/b", Probe.servlet((request, response) -> heard.add("included"))))) {
            assertEquals(200, Probe.status(probe.get("/app/s/x")));
            probe.server().stop();
            assertEquals(List.of("one in", "two in", "service", "included", "two out", "one out"), heard);
        }
    }

    @Test void aFailingRequestListenerIsAnErrorOfTheRequest() throws Exception {
        try (Probe probe = Probe.of(app -> app.listener(new ServletRequestListener() {
            @Override public void requestInitialized(ServletRequestEvent event) {
                throw new IllegalStateException("refused");
            }
        }).servlet("/s/*", Probe.servlet((request, response) -> response.getWriter().print("never"))))) {
            String answer = probe.get("/app/s/x");
            assertEquals(500, Probe.status(answer));
            assertFalse(answer.contains("never"));
            assertTrue(answer.startsWith("HTTP/1.1 500"), answer);
        }
    }

    private static ServletRequestListener noting(String name, List<String> heard) {
        return new ServletRequestListener() {
            @Override public void requestInitialized(ServletRequestEvent event) {
                heard.add(name + " in");
            }

            @Override public void requestDestroyed(ServletRequestEvent event) {
                heard.add(name + " out");
            }
        };
    }
}
