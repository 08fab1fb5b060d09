package io.serval.container.conformance;

import java.io.UnsupportedEncodingException;
import java.util.Collections;
import java.util.List;

import jakarta.servlet.MultipartConfigElement;
import jakarta.servlet.ServletException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

class Servlet6_1Chapter3RequestIT {
    private static final String FORM = "Content-Type: application/x-www-form-urlencoded";

    @Test void queryComesBeforeFormAndTheMapCannotBeChanged() throws Exception {
        try (Probe probe = Probe.checking((request, response) -> {
            assertArrayEquals(new String[] {"hello", "goodbye", "world"}, request.getParameterValues("a"));
            assertEquals("hello", request.getParameter("a"));
            assertThrows(UnsupportedOperationException.class, () -> request.getParameterMap().put("b", null));
            assertThrows(UnsupportedOperationException.class, () -> request.getParameterMap().clear());
            assertNull(request.getParameter("none"));
            assertNull(request.getParameterValues("none"));
        })) {
            assertEquals("ok", Probe.content(probe.send("POST", "/app/s/x?a=hello", "a=goodbye&a=world", FORM)));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"PUT", "PATCH", "DELETE"})
    void formsOfOtherMethodsStayContent(String method) throws Exception {
        try (Probe probe = Probe.checking((request, response) -> {
            assertEquals(List.of("q"), Collections.list(request.getParameterNames()));
            assertEquals("a=1", request.getReader().readLine());
        })) {
            assertEquals("ok", Probe.content(probe.send(method, "/app/s/x?q=1", "a=1", FORM)));
        }
    }

    @ParameterizedTest
    @CsvSource({"a=%zz, b=1", "a=100%, ''", "'', a=%zz", "'', a=%", "a=%ff, b=1", "a=%c3%28, b=1"})
    void whatIsNoParameterFailsEachTimeItIsAskedFor(String query, String form) throws Exception {
        try (Probe probe = Probe.checking((request, response) -> {
            assertThrows(IllegalStateException.class, () -> request.getParameter("a"));
            assertThrows(IllegalStateException.class, request::getParameterMap);
            assertThrows(IllegalStateException.class, request::getParameterNames);
            assertThrows(IllegalStateException.class, () -> request.getParameterValues("b"));
        })) {
            assertEquals("ok", Probe.content(probe.send("POST", "/app/s/x?" + query, form, FORM)));
        }
    }

    @Test void badDatesAndNumbersAreToldApartFromMissingOnes() throws Exception {
        try (Probe probe = Probe.checking((request, response) -> {
            assertEquals(-1, request.getDateHeader("X-None"));
            assertEquals(-1, request.getIntHeader("X-None"));
            assertThrows(IllegalArgumentException.class, () -> request.getDateHeader("X-Bad"));
            assertThrows(NumberFormatException.class, () -> request.getIntHeader("X-Bad"));
            assertEquals(784111777000L, request.getDateHeader("x-date"));
            assertEquals(List.of("1", "2"), Collections.list(request.getHeaders("X-Two")));
            assertFalse(request.getHeaders("X-None").hasMoreElements());
            assertNull(request.getHeader("X-None"));
            assertNull(request.getHeader(null));
            assertFalse(request.getHeaders(null).hasMoreElements());
        })) {
            assertEquals("ok", Probe.content(probe.get("/app/s/x", "X-Bad: soon", "X-Two: 1", "x-two: 2",
                    "X-Date: Sun, 06 Nov 1994 08:49:37 GMT")));
        }
    }

    @ParameterizedTest
    @CsvSource({"/app/s/x, /app", "/%61pp/s/x, /%61pp", "/./app/s/x, /./app", "/app;v=1/s/x, /app;v=1",
        "/x/../app/s/x, /x/../app", "//app/s/x, /app"})
    void theContextPathIsGivenAsTheClientWroteIt(String target, String contextPath) throws Exception {
        try (Probe probe = Probe.checking((request, response) -> {
            assertEquals(contextPath, request.getContextPath());
            assertEquals("/app", request.getServletContext().getContextPath());
            assertEquals("/s", request.getServletPath());
            assertEquals("/x", request.getPathInfo());
            assertEquals(target, request.getRequestURI());
            assertTrue(request.getRequestURI().endsWith(request.getContextPath() + "/s/x"));
        })) {
            assertEquals("ok", Probe.content(probe.get(target)));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"/app/s/%2e%2e%2f", "/app/s/a%2fb", "/app/s/a%5cb", "/app/s/a\\b", "/app/s/%00",
        "/app/s/a%0ab", "/app/s/%zz", "/app/s/%c3", "/app/../../x", "/app/s/..;/x", "/app/s/.;a=b/x"})
    void suspiciousPathsAreRefused(String target) throws Exception {
        try (Probe probe = Probe.checking((request, response) -> { })) {
            assertEquals(400, Probe.status(probe.get(target)));
        }
    }

    @Test void quotesBelongToTheValueOfACookie() throws Exception {
        try (Probe probe = Probe.checking((request, response) -> {
            assertEquals("\"1 2\"", request.getCookies()[0].getValue());
            assertEquals("3", request.getCookies()[1].getValue());
            assertEquals(2, request.getCookies().length);
        })) {
            assertEquals("ok", Probe.content(probe.get("/app/s/x", "Cookie: a=\"1 2\"; b=3")));
        }
        try (Probe probe = Probe.checking((request, response) -> assertNull(request.getCookies()))) {
            assertEquals("ok", Probe.content(probe.get("/app/s/x")));
        }
    }

    @Test void theEncodingMattersUntilSomethingIsRead() throws Exception {
        try (Probe probe = Probe.checking((request, response) -> {
            assertNull(request.getCharacterEncoding());
            assertThrows(UnsupportedEncodingException.class, () -> request.setCharacterEncoding("no-such"));
            request.setCharacterEncoding("UTF-8");
            assertEquals("\u00e4", request.getParameter("a"));
            request.setCharacterEncoding("ISO-8859-1");
            assertEquals("UTF-8", request.getCharacterEncoding());
            assertThrows(IllegalStateException.class, () -> {
                request.getInputStream();
                request.getReader();
            });
        })) {
            assertEquals("ok", Probe.content(probe.send("POST", "/app/s/x", "a=%C3%A4", FORM)));
        }
    }

    @Test void trailersAreReadyAtTheEndOfTheContent() throws Exception {
        try (Probe probe = Probe.checking((request, response) -> {
            assertFalse(request.isTrailerFieldsReady());
            assertThrows(IllegalStateException.class, request::getTrailerFields);
            assertEquals("abc", new String(request.getInputStream().readAllBytes()));
            assertTrue(request.isTrailerFieldsReady());
            assertEquals("7", request.getTrailerFields().get("x-sum"));
            assertThrows(UnsupportedOperationException.class, () -> request.getTrailerFields().clear());
        })) {
            assertEquals("ok", Probe.content(probe.raw("POST /app/s/x HTTP/1.1\r\nHost: h\r\nConnection: close\r\n"
                    + "Transfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\nX-Sum: 7\r\n\r\n")));
        }
    }

    @Test void trailersOfARequestWithoutContentAreReadyAndEmpty() throws Exception {
        try (Probe probe = Probe.checking((request, response) -> {
            assertTrue(request.isTrailerFieldsReady());
            assertTrue(request.getTrailerFields().isEmpty());
        })) {
            assertEquals("ok", Probe.content(probe.get("/app/s/x")));
        }
    }

    @SuppressWarnings("deprecation") // what is left of the push has to be there as long as the API has it
    @Test void pushIsGone() throws Exception {
        try (Probe probe = Probe.checking((request, response) -> assertNull(request.newPushBuilder()))) {
            assertEquals("ok", Probe.content(probe.get("/app/s/x")));
        }
    }

    @Test void partsNeedAConfigurationAndTheRightType() throws Exception {
        try (Probe probe = Probe.of(app -> app.servlet("/bare", Probe.check((request, response) ->
                        assertThrows(IllegalStateException.class, request::getParts)))
                .servlet("parts", Probe.check((request, response) ->
                        assertThrows(ServletException.class, request::getParts)), each -> {
                    each.addMapping("/parts");
                    each.setMultipartConfig(new MultipartConfigElement(""));
                }))) {
            String multipart = "--b\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\n1\r\n--b--\r\n";
            assertEquals("ok", Probe.content(probe.send("POST", "/app/bare", multipart,
                    "Content-Type: multipart/form-data; boundary=b")));
            assertEquals("ok", Probe.content(probe.send("POST", "/app/parts", "a=1", FORM)));
        }
    }

    @Test void partsWithinTheirLimitsAreParametersToo() throws Exception {
        try (Probe probe = Probe.of(app -> app.servlet("parts", Probe.check((request, response) -> {
            if (request.getQueryString() != null) {
                assertThrows(IllegalStateException.class, request::getParts);
                return;
            }
            assertEquals(2, request.getParts().size());
            assertEquals("text", request.getParameter("a"));
            assertNull(request.getPart("none"));
            var file = request.getPart("f");
            assertEquals("n.txt", file.getSubmittedFileName());
            assertEquals("text/plain", file.getContentType());
            assertEquals("text/plain", file.getHeader("content-TYPE"));
            assertEquals(4, file.getSize());
            assertNotNull(file.getHeaderNames());
            assertNull(file.getHeader("X-None"));
            assertEquals("file", new String(file.getInputStream().readAllBytes()));
            file.delete();
        }), each -> {
            each.addMapping("/parts");
            each.setMultipartConfig(new MultipartConfigElement("", 10, 400, 0));
        }))) {
            String start = "--b\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\ntext\r\n"
                    + "--b\r\nContent-Disposition: form-data; name=\"f\"; filename=\"n.txt\"\r\nContent-Type: text/plain\r\n\r\n";
            String type = "Content-Type: multipart/form-data; boundary=b";
            assertEquals("ok", Probe.content(probe.send("POST", "/app/parts", start + "file\r\n--b--\r\n", type)));
            assertEquals("ok", Probe.content(probe.send("POST", "/app/parts?large", start + "0123456789x\r\n--b--\r\n",
                    type)));
        }
    }
}
