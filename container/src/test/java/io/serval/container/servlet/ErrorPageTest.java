package io.serval.container.servlet;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

import jakarta.servlet.DispatcherType;
import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;

import org.junit.jupiter.api.Test;

import io.serval.container.descriptor.ErrorPageDeclaration;
import io.serval.container.descriptor.SourceLocation;
import io.serval.container.descriptor.WebAppDescriptor;
import io.serval.container.testing.TestApp;
import io.serval.container.testing.TestApp.Setup;
import io.serval.container.testing.TestExchange;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

class ErrorPageTest {
    private static ErrorPageDeclaration page(Integer status, Class<?> exception, String path) {
        return new ErrorPageDeclaration(status, exception == null ? null : exception.getName(), path,
                SourceLocation.NONE);
    }

    private static TestApp app(List<ErrorPageDeclaration> pages, Consumer<Setup> more) throws Exception {
        WebAppDescriptor none = WebAppDescriptor.EMPTY;
        WebAppDescriptor descriptor = new WebAppDescriptor(null, null, 6, 1, false, false, false, null, null, null,
                Map.of(), List.of(), List.of(), List.of(), List.of(), List.of(), none.session(), Map.of(), List.of(),
                pages, Map.of(), Map.of(), List.of(), List.of(), null, List.of(), List.of(), List.of(), List.of(),
                        null);
        return TestApp.of("/app", descriptor, setup -> {
            setup.servlet("/page/*", (request, response) -> response.getWriter().print(String.join(" ",
                    request.getPathInfo(), request.getDispatcherType().toString(), request.getMethod(),
                    text(request.getAttribute(RequestDispatcher.ERROR_STATUS_CODE)),
                    text(request.getAttribute(RequestDispatcher.ERROR_MESSAGE)),
                    text(request.getAttribute(RequestDispatcher.ERROR_REQUEST_URI)),
                    text(request.getAttribute(RequestDispatcher.ERROR_QUERY_STRING)),
                    text(request.getAttribute(RequestDispatcher.ERROR_METHOD)),
                    text(request.getAttribute(RequestDispatcher.ERROR_SERVLET_NAME)),
                    text(request.getAttribute(RequestDispatcher.ERROR_EXCEPTION)),
                    text(request.getAttribute(RequestDispatcher.ERROR_EXCEPTION_TYPE)))));
            more.accept(setup);
        }, environment -> environment);
    }

    private static String text(Object value) {
        return value instanceof Class<?> type ? type.getSimpleName() : String.valueOf(value);
    }

    @Test void showsThePageOfAStatusByGet() throws Exception {
        try (TestApp app = app(List.of(page(404, null, "/page/404")), setup ->
                setup.servlet("/fail", (request, response) -> response.sendError(404, "gone")))) {
            TestExchange exchange = app.send(TestExchange.of("POST", "/app/fail?x=1"));
            assertEquals(404, exchange.status());
            assertEquals("/404 ERROR GET 404 gone /app/fail x=1 POST /fail null null", exchange.text());
        }
    }

    @Test void showsThePageOfTheNearestException() throws Exception {
        try (TestApp app = app(List.of(page(null, Exception.class, "/page/e"), page(null, IOException.class,
                "/page/io"),
                page(500, null, "/page/500")), setup -> {
            setup.servlet("/io", (request, response) -> {
                throw new FileNotFoundException("f");
            });
            setup.servlet("/run", (request, response) -> {
                throw new IllegalStateException("r");
            });
            setup.servlet("/error", (request, response) -> {
                throw new StackOverflowError("s");
            });
        })) {
            assertEquals("/io ERROR GET 500 f /app/io null GET /io java.io.FileNotFoundException: f"
                    + " FileNotFoundException", app.get("/app/io").text());
            assertTrue(app.get("/app/run").text().startsWith("/e ERROR GET 500 r"));
            assertTrue(app.get("/app/error").text().startsWith("/500 ERROR GET 500 s"));
        }
    }

    @Test void looksForTheRootCauseOfServletExceptions() throws Exception {
        try (TestApp app = app(List.of(page(null, IOException.class, "/page/io")), setup ->
                setup.servlet("/wrapped", (request, response) -> {
                    throw new ServletException("outer", new IOException("inner"));
                }))) {
            String text = app.get("/app/wrapped").text();
            assertTrue(text.startsWith("/io ERROR GET 500 inner") && text.endsWith("IOException: inner IOException"),
                    text);
        }
    }

    @Test void showsTheDefaultPage() throws Exception {
        try (TestApp app = app(List.of(page(null, null, "/page/default")), setup ->
                setup.servlet("/fail", (request, response) -> response.sendError(403)))) {
            assertTrue(app.get("/app/fail").text().startsWith("/default ERROR GET 403 Forbidden"));
            assertTrue(app.get("/app/nothing").text().startsWith("/default ERROR GET 404"));
        }
    }

    @Test void leavesSetStatusAlone() throws Exception {
        try (TestApp app = app(List.of(page(404, null, "/page/404")), setup ->
                setup.servlet("/own", (request, response) -> {
                    response.setStatus(404);
                    response.getWriter().print("my own");
                }))) {
            assertEquals("my own", app.get("/app/own").text());
        }
    }

    @Test void dropsWhatWasWrittenButKeepsCookies() throws Exception {
        try (TestApp app = app(List.of(page(500, null, "/page/500")), setup ->
                setup.servlet("/fail", (request, response) -> {
                    response.addCookie(new Cookie("kept", "1"));
                    response.setContentType("image/png");
                    response.getOutputStream().write(new byte[100]);
                    throw new IllegalArgumentException("x");
                }))) {
            TestExchange exchange = app.get("/app/fail");
            assertTrue(exchange.text().startsWith("/500 "), exchange.text());
            assertTrue(exchange.responseHeader("Set-Cookie").startsWith("kept=1"));
            assertFalse("image/png".equals(exchange.responseHeader("Content-Type")));
        }
    }

    @Test void showsThePlainPageWhereThePageFailsToo() throws Exception {
        try (TestApp app = app(List.of(page(500, null, "/broken"), page(404, null, "/sends"), page(403, null, "none")),
                setup -> {
            setup.servlet("/fail", (request, response) -> {
                throw new IllegalArgumentException("secret");
            });
            setup.servlet("/broken", (request, response) -> {
                throw new IllegalArgumentException("secret too");
            });
            setup.servlet("/forbidden", (request, response) -> response.sendError(403));
            setup.servlet("/sends", (request, response) -> response.sendError(410));
        })) {
            TestExchange failed = app.get("/app/fail");
            assertEquals(500, failed.status());
            assertTrue(failed.text().contains("500 Internal Server Error"), failed.text());
            assertFalse(failed.text().contains("secret"), failed.text());
            assertEquals(410, app.get("/app/unknown").status());
            assertEquals(403, app.get("/app/forbidden").status());
        }
    }

    @Test void breaksOffACommittedResponse() throws Exception {
        try (TestApp app = app(List.of(page(500, null, "/page/500")), setup ->
                setup.servlet("/fail", (request, response) -> {
                    response.getWriter().print("part");
                    response.flushBuffer();
                    throw new IllegalStateException("late");
                }))) {
            TestExchange exchange = app.get("/app/fail");
            assertTrue(exchange.isAborted());
            assertEquals("part", exchange.text());
        }
    }

    @Test void runsFiltersOfErrorDispatches() throws Exception {
        try (TestApp app = app(List.of(page(404, null, "/page/404")), setup -> {
            var filter = setup.context().addFilter("f", (request, response, chain) -> {
                response.getWriter().print("filtered ");
                chain.doFilter(request, response);
            });
            filter.addMappingForUrlPatterns(EnumSet.of(DispatcherType.ERROR), true, "/page/*");
        })) {
            assertTrue(app.get("/app/none").text().startsWith("filtered /404"));
        }
    }

    @Test void givesThePageTheContainersOwnObjects() throws Exception {
        Object[] seen = new Object[2];
        try (TestApp app = app(List.of(page(404, null, "/own")), setup -> {
            setup.filter("wrap", "/fail", (request, response, chain) -> chain.doFilter(
                    new HttpServletRequestWrapper(
                            (HttpServletRequest) request), response));
            setup.servlet("/fail", (request, response) -> response.sendError(404));
            setup.servlet("/own", (request, response) -> {
                seen[0] = request.getClass();
                seen[1] = response.getClass();
            });
        })) {
            app.get("/app/fail");
            assertSame(HttpServletRequestImpl.class, seen[0]);
            assertSame(HttpServletResponseImpl.class, seen[1]);
        }
    }

    @Test void endsQuietlyWhenTheClientIsGone() throws Exception {
        try (TestApp app = app(List.of(page(500, null, "/page/500")), setup ->
                setup.servlet("/write", (request, response) -> response.getOutputStream().write(new byte[10])))) {
            TestExchange exchange = TestExchange.get("/app/write");
            exchange.response().fail(new IOException("Broken pipe"));
            app.send(exchange);
            assertTrue(exchange.isAborted());
        }
    }
}
