package io.serval.container.servlet;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;

import jakarta.servlet.DispatcherType;
import jakarta.servlet.Filter;
import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletRequestEvent;
import jakarta.servlet.ServletRequestListener;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletMapping;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpServletResponseWrapper;

import org.junit.jupiter.api.Test;

import io.serval.container.config.ContextSettings;
import io.serval.container.config.ContextSwitch;
import io.serval.container.config.RequestSettings;
import io.serval.container.descriptor.WebAppDescriptor;
import io.serval.container.engine.HostTable;
import io.serval.container.engine.ServletEngine;
import io.serval.container.engine.WebApp;
import io.serval.container.engine.WebAppEnvironment;
import io.serval.container.resource.ResourceRoots;
import io.serval.container.testing.TestApp;
import io.serval.container.testing.TestExchange;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

class DispatchTest {
    /** All that a request shows of its path. */
    private static String path(HttpServletRequest request) {
        return String.join(" ", request.getDispatcherType().toString(), request.getRequestURI(),
                request.getContextPath(), request.getServletPath(), String.valueOf(request.getPathInfo()),
                String.valueOf(request.getQueryString()));
    }

    private static String attributes(HttpServletRequest request, String kind) {
        List<String> values = new ArrayList<>();
        for (String name : List.of("request_uri", "context_path", "servlet_path", "path_info", "query_string")) {
            values.add(String.valueOf(request.getAttribute("jakarta.servlet." + kind + '.' + name)));
        }
        return String.join(" ", values);
    }

    @Test void forwardShowsTheNewPathAndTellsOfTheOld() throws Exception {
        try (TestApp app = TestApp.at("/app", setup -> {
            setup.servlet("/from/*", (request, response) -> {
                response.getWriter().print("dropped");
                request.getRequestDispatcher("/to/b%20c?x=2&y=3").forward(request, response);
                assertTrue(response.isCommitted());
                assertEquals("REQUEST /app/from/a /app /from /a x=1", path(request));
                assertNull(request.getAttribute(RequestDispatcher.FORWARD_REQUEST_URI));
                assertEquals("1", request.getParameter("x"));
                assertNull(request.getParameter("y"));
            });
            setup.servlet("/to/*", (request, response) -> response.getWriter().print(path(request) + '|'
                    + attributes(request, "forward") + '|' + Arrays.toString(request.getParameterValues("x"))
                    + request.getParameter("y") + '|' + request.getHttpServletMapping().getPattern() + '|'
                    + ((HttpServletMapping) request.getAttribute(RequestDispatcher.FORWARD_MAPPING)).getPattern()));
        })) {
            assertEquals("FORWARD /app/to/b%20c /app /to /b c x=2&y=3|/app/from/a /app /from /a x=1"
                    + "|[2, 1]3|/to/*|/from/*", app.get("/app/from/a?x=1").text());
        }
    }

    @Test void forwardWithoutQueryKeepsTheOldOne() throws Exception {
        try (TestApp app = TestApp.root(setup -> {
            setup.servlet("/a", (request, response) -> request.getRequestDispatcher("/b").forward(request, response));
            setup.servlet("/b", (request, response) ->
                    response.getWriter().print(request.getQueryString() + request.getParameter("x")));
        })) {
            assertEquals("x=11", app.get("/a?x=1").text());
        }
    }

    @Test void secondForwardStillTellsOfTheFirstRequest() throws Exception {
        try (TestApp app = TestApp.root(setup -> {
            setup.servlet("/a", (request, response) -> request.getRequestDispatcher("b?q").forward(request, response));
            setup.servlet("/b", (request, response) -> request.getRequestDispatcher("/c").forward(request, response));
            setup.servlet("/c", (request, response) -> response.getWriter().print(attributes(request, "forward")));
        })) {
            assertEquals("/a  /a null null", app.get("/a").text());
        }
    }

    @Test void includeKeepsThePathAndTellsOfTheIncluded() throws Exception {
        try (TestApp app = TestApp.at("/app", setup -> {
            setup.servlet("/from/*", (request, response) -> {
                response.setHeader("X-A", "1");
                response.getWriter().print("[");
                request.getRequestDispatcher("/in/x?y=2").include(request, response);
                response.getWriter().print("]");
                assertNull(request.getAttribute(RequestDispatcher.INCLUDE_REQUEST_URI));
                assertNull(request.getParameter("y"));
            });
            setup.servlet("/in/*", (request, response) -> {
                response.setStatus(500);
                response.setHeader("X-A", "2");
                response.addHeader("X-B", "2");
                response.setContentType("text/ignored");
                response.setContentLength(1);
                response.sendError(500);
                response.reset();
                response.getWriter().print(path(request) + '|' + attributes(request, "include") + '|'
                        + request.getParameter("y") + '|' + request.getHttpServletMapping().getPattern());
            });
        })) {
            TestExchange exchange = app.get("/app/from/a?x=1");
            assertEquals("[INCLUDE /app/from/a /app /from /a x=1|/app/in/x /app /in /x y=2|2|/from/*]",
                    exchange.text());
            assertEquals(200, exchange.status());
            assertEquals("1", exchange.responseHeader("X-A"));
            assertNull(exchange.responseHeader("X-B"));
        }
    }

    @Test void includedServletResolvesRelativePathsFromItself() throws Exception {
        try (TestApp app = TestApp.root(setup -> {
            setup.servlet("/a", (request, response) ->
                    request.getRequestDispatcher("/dir/b").include(request, response));
            setup.servlet("/dir/b", (request, response) ->
                    request.getRequestDispatcher("c").include(request, response));
            setup.servlet("/dir/c", (request, response) -> response.getWriter().print("dir"));
            setup.servlet("/c", (request, response) -> response.getWriter().print("root"));
        })) {
            assertEquals("dir", app.get("/a").text());
        }
    }

    @Test void namedDispatchLeavesPathAndAttributesAlone() throws Exception {
        try (TestApp app = TestApp.root(setup -> {
            setup.servlet("/a", (request, response) -> {
                assertNull(request.getServletContext().getNamedDispatcher("nobody"));
                request.getServletContext().getNamedDispatcher("named").forward(request, response);
            });
            setup.servlet("named", "/b", new HttpServlet() {
                @Override protected void doGet(HttpServletRequest request, HttpServletResponse response)
                        throws IOException {
                    response.getWriter().print(path(request) + '|' + attributes(request, "forward"));
                }
            });
        })) {
            assertEquals("FORWARD /a  /a null null|null null null null null", app.get("/a").text());
        }
    }

    @Test void forwardAfterCommitIsRefused() throws Exception {
        try (TestApp app = TestApp.root(setup -> {
            setup.servlet("/a", (request, response) -> {
                response.getWriter().print("sent");
                response.flushBuffer();
                assertThrows(IllegalStateException.class,
                        () -> request.getRequestDispatcher("/b").forward(request, response));
            });
            setup.servlet("/b", (request, response) -> response.getWriter().print("b"));
        })) {
            assertEquals("sent", app.get("/a").text());
        }
    }

    @Test void dispatcherPathsAreCanonicalAndStayInside() throws Exception {
        try (TestApp app = TestApp.root(setup -> {
            setup.servlet("/x/y", (request, response) -> {
                assertNull(request.getRequestDispatcher("/../out"));
                assertNull(request.getServletContext().getRequestDispatcher("relative"));
                assertNull(request.getServletContext().getRequestDispatcher(null));
                assertNull(request.getRequestDispatcher(null));
                request.getRequestDispatcher("../x/./z").forward(request, response);
            });
            setup.servlet("/x/z", (request, response) -> response.getWriter().print("z"));
        })) {
            assertEquals("z", app.get("/x/y").text());
        }
    }

    @Test void wrappersStayTheOutermostAndAreTheVeryObjects() throws Exception {
        List<Object> seen = new ArrayList<>();
        try (TestApp app = TestApp.root(setup -> {
            setup.servlet("/a", (request, response) -> {
                var wrappedRequest = new HttpServletRequestWrapper(request) {
                    @Override public String getParameter(String name) {
                        return "wrapped";
                    }
                };
                var wrappedResponse = new HttpServletResponseWrapper(response);
                request.getRequestDispatcher("/b").forward(wrappedRequest, wrappedResponse);
                assertSame(wrappedRequest, seen.get(0));
                assertSame(wrappedResponse, seen.get(1));
            });
            setup.servlet("/b", (request, response) -> {
                seen.add(request);
                seen.add(response);
                response.getWriter().print(request.getParameter("x"));
            });
        })) {
            assertEquals("wrapped", app.get("/a").text());
        }
    }

    @Test void foreignObjectsAreRefused() throws Exception {
        HttpServletRequest[] kept = new HttpServletRequest[1];
        try (TestApp app = TestApp.root(setup -> {
            setup.servlet("/a", (request, response) -> {
                kept[0] = request;
                assertThrows(IllegalArgumentException.class,
                        () -> request.getRequestDispatcher("/b").include(new HttpServletRequestWrapper(null) {
                            @Override public ServletRequest getRequest() {
                                return null;
                            }
                        }, response));
            });
            setup.servlet("/b", (request, response) -> { });
        })) {
            assertEquals(200, app.get("/a").status());
        } catch (IllegalArgumentException e) {
            assertNull(kept[0]);
        }
    }

    @Test void filtersAreChosenByTheKindOfDispatch() throws Exception {
        Filter tag = (request, response, chain) -> {
            response.getWriter().print("<" + request.getDispatcherType() + ">");
            chain.doFilter(request, response);
        };
        try (TestApp app = TestApp.root(setup -> {
            setup.servlet("/a", (request, response) -> {
                request.getRequestDispatcher("/b").include(request, response);
                request.getServletContext().getNamedDispatcher("/c").include(request, response);
            });
            setup.servlet("/b", (request, response) -> response.getWriter().print("b"));
            setup.servlet("/c", (request, response) -> response.getWriter().print("c"));
            var filter = setup.context().addFilter("include", tag);
            filter.addMappingForUrlPatterns(EnumSet.of(DispatcherType.INCLUDE), true, "/b");
            filter.addMappingForServletNames(EnumSet.of(DispatcherType.INCLUDE), true, "/c");
        })) {
            assertEquals("<INCLUDE>b<INCLUDE>c", app.get("/a").text());
        }
    }

    @Test void includeOfNothingThrowsAndForwardToNothingAnswers404() throws Exception {
        try (TestApp app = TestApp.root(setup -> {
            setup.servlet("/include", (request, response) -> assertThrows(FileNotFoundException.class,
                    () -> request.getRequestDispatcher("/none").include(request, response)));
            setup.servlet("/forward", (request, response) ->
                    request.getRequestDispatcher("/none").forward(request, response));
        })) {
            assertEquals(200, app.get("/include").status());
            assertEquals(404, app.get("/forward").status());
        }
    }

    @Test void crossContextDispatchChangesContextLoaderAndListeners() throws Exception {
        HostTable hosts = HostTable.single();
        ContextSettings cross = ContextSettings.DEFAULT.with(ContextSwitch.CROSS_CONTEXT, true);
        List<String> heard = new ArrayList<>();
        ClassLoader otherLoader = new ClassLoader(getClass().getClassLoader()) { };
        WebApp other = WebApp.create(WebAppDescriptor.EMPTY, WebAppEnvironment.of("/other", otherLoader,
                ResourceRoots.of(null).build(), () -> null).withInitializers(List.of(new Initializer((types, context) -> {
                    context.addServlet("b", new HttpServlet() {
                        @Override protected void doGet(HttpServletRequest request, HttpServletResponse response)
                                throws IOException {
                            assertSame(otherLoader, Thread.currentThread().getContextClassLoader());
                            response.getWriter().print(request.getContextPath() + request.getServletContext()
                                    .getContextPath() + request.getServletPath());
                        }
                    }).addMapping("/b");
                    context.addListener(new ServletRequestListener() {
                        @Override public void requestInitialized(ServletRequestEvent event) {
                            heard.add("in");
                        }

                        @Override public void requestDestroyed(ServletRequestEvent event) {
                            heard.add("out");
                        }
                    });
                }, null))));
        WebApp app = WebApp.create(WebAppDescriptor.EMPTY, TestApp.environment("/app", null, setup ->
                setup.servlet("/a", (request, response) -> {
                    assertSame(request.getServletContext(), request.getServletContext().getContext("/app"));
                    assertNull(request.getServletContext().getContext("none"));
                    request.getServletContext().getContext("/other").getRequestDispatcher("/b")
                            .forward(request, response);
                    assertEquals("/app", request.getServletContext().getContextPath());
                })).withSettings(cross).withNeighbours(path -> hosts.context("localhost", path)));
        other.start();
        app.start();
        hosts.deploy("localhost", other);
        hosts.deploy("localhost", app);
        var engine = new ServletEngine(hosts,
                RequestSettings.DEFAULT);
        assertEquals("/other/other/b", TestExchange.get("/app/a").handledBy(engine).text());
        assertEquals(List.of("in", "out"), heard);
        app.stop();
        other.stop();
    }

    @Test void otherContextsAreOutOfReachUnlessAllowed() throws Exception {
        try (TestApp app = TestApp.of("/app", WebAppDescriptor.EMPTY, setup ->
                setup.servlet("/a", (request, response) -> {
                    assertNull(request.getServletContext().getContext("/other"));
                    assertNotNull(request.getRequestDispatcher("/a"));
                }), environment -> environment.withNeighbours(path -> {
            throw new AssertionError("not to be asked");
        }))) {
            assertThrows(AssertionError.class, () -> app.app().servletContext().getContext("/other"));
        }
    }

    @Test void exceptionsOfADispatchReachTheCaller() throws Exception {
        try (TestApp app = TestApp.root(setup -> {
            setup.servlet("/a", (request, response) -> {
                String message = assertThrows(ServletException.class,
                        () -> request.getRequestDispatcher("/b").include(request, response)).getMessage();
                response.setHeader("X-Message", message);
            });
            setup.servlet("/b", (request, response) -> {
                throw new ServletException("mine");
            });
        })) {
            assertEquals("mine", app.get("/a").responseHeader("X-Message"));
        }
    }
}
