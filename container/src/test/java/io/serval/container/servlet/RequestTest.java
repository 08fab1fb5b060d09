package io.serval.container.servlet;

import java.io.InputStream;
import java.io.OutputStream;
import java.io.UnsupportedEncodingException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.MappingMatch;

import org.junit.jupiter.api.Test;

import io.serval.container.testing.TestApp;
import io.serval.container.testing.TestApp.Service;
import io.serval.container.testing.TestExchange;
import io.serval.http.FieldName;
import io.serval.http.HeaderFields;
import io.serval.http.HttpVersion;
import io.serval.http.RequestTarget;
import io.serval.http.TlsInfo;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

class RequestTest {
    /** Runs a servlet on a request, and fails the test where it fails. */
    private static TestExchange serve(TestExchange exchange, Service service) throws Exception {
        Throwable[] failure = new Throwable[1];
        try (TestApp app = TestApp.at("/app", setup -> setup.servlet("/s/*", (request, response) -> {
            try {
                service.serve(request, response);
            } catch (Throwable e) {
                failure[0] = e;
            }
        }))) {
            app.send(exchange);
        }
        if (failure[0] != null) {
            throw new AssertionError(failure[0].toString(), failure[0]);
        }
        return exchange;
    }

    private static TestExchange get(String rest) {
        return TestExchange.get("/app/s" + rest);
    }

    @Test void showsWhereItGoesTo() throws Exception {
        serve(get("/a%20b;p=1/c?x=%20y").header("Host", "example.org:81"), (request, response) -> {
            assertEquals("/app/s/a%20b;p=1/c", request.getRequestURI());
            assertEquals("http://example.org:81/app/s/a%20b;p=1/c", request.getRequestURL().toString());
            assertEquals("/app", request.getContextPath());
            assertEquals("/s", request.getServletPath());
            assertEquals("/a b/c", request.getPathInfo());
            assertEquals("x=%20y", request.getQueryString());
            assertEquals("example.org", request.getServerName());
            assertEquals(81, request.getServerPort());
            assertEquals("http", request.getScheme());
            assertFalse(request.isSecure());
            assertEquals("HTTP/1.1", request.getProtocol());
            assertEquals("/s/*", request.getHttpServletMapping().getPattern());
            assertEquals("a b/c", request.getHttpServletMapping().getMatchValue());
            assertEquals(MappingMatch.PATH, request.getHttpServletMapping().getMappingMatch());
            assertEquals("/s/*", request.getHttpServletMapping().getServletName());
            assertNull(request.getPathTranslated());
        });
    }

    @Test void takesPartsOfTheAuthorityFromTheTargetOrTheConnection() throws Exception {
        RequestTarget absolute = new RequestTarget(RequestTarget.Form.ABSOLUTE, "http", "proxy.example", "/app/s/x",
                null);
        serve(get("/x").target(absolute), (request, response) -> {
            assertEquals("proxy.example", request.getServerName());
            assertEquals(80, request.getServerPort());
            assertEquals("/app/s/x", request.getRequestURI());
        });
        serve(get("/x").header("Host", "").version(HttpVersion.HTTP_1_0), (request, response) -> {
            assertEquals(8080, request.getServerPort());
            assertEquals(request.getLocalName(), request.getServerName());
        });
        serve(get("/x").header("Host", "[::1]:99"), (request, response) -> {
            assertEquals("[::1]", request.getServerName());
            assertEquals(99, request.getServerPort());
        });
    }

    @Test void tellsOfTheConnection() throws Exception {
        serve(get("/x"), (request, response) -> {
            assertEquals("127.0.0.1", request.getRemoteAddr());
            assertEquals("127.0.0.1", request.getRemoteHost());
            assertEquals(50_000, request.getRemotePort());
            assertEquals("127.0.0.1", request.getLocalAddr());
            assertEquals(8080, request.getLocalPort());
            assertEquals("1", request.getServletConnection().getConnectionId());
            assertEquals("http/1.1", request.getServletConnection().getProtocol());
            assertFalse(request.getServletConnection().isSecure());
            assertFalse(request.getRequestId().isEmpty());
            assertEquals("", request.getProtocolRequestId());
            assertNull(request.getAttribute("jakarta.servlet.request.cipher_suite"));
            assertNull(request.getRemoteUser());
            assertNull(request.getUserPrincipal());
            assertNull(request.getAuthType());
            assertFalse(request.isUserInRole("any"));
        });
    }

    @Test void tellsOfTls() throws Exception {
        TlsInfo tls = new TlsInfo("TLSv1.3", "TLS_AES_128_GCM_SHA256", 128, "abc", List.of(), null);
        serve(get("/x").tls(tls).header("Host", "h"), (request, response) -> {
            assertTrue(request.isSecure());
            assertEquals("https", request.getScheme());
            assertEquals(443, request.getServerPort());
            assertEquals("https://h/app/s/x", request.getRequestURL().toString());
            assertEquals("TLSv1.3", request.getAttribute("jakarta.servlet.request.secure_protocol"));
            assertEquals("TLS_AES_128_GCM_SHA256", request.getAttribute("jakarta.servlet.request.cipher_suite"));
            assertEquals(128, request.getAttribute("jakarta.servlet.request.key_size"));
            assertEquals("abc", request.getAttribute("jakarta.servlet.request.ssl_session_id"));
            assertNull(request.getAttribute("jakarta.servlet.request.X509Certificate"));
            assertTrue(Collections.list(request.getAttributeNames())
                    .contains("jakarta.servlet.request.secure_protocol"));
        });
    }

    @Test void readsHeaderFields() throws Exception {
        serve(get("/x").header("X-A", "1").header("x-a", "2").header("X-Date", "Sun, 06 Nov 1994 08:49:37 GMT"),
                (request, response) -> {
            assertEquals("1", request.getHeader("X-A"));
            assertEquals(List.of("1", "2"), Collections.list(request.getHeaders("x-A")));
            assertEquals(1, request.getIntHeader("X-A"));
            assertEquals(-1, request.getIntHeader("X-B"));
            assertEquals(784_111_777_000L, request.getDateHeader("X-Date"));
            assertEquals(-1, request.getDateHeader("X-B"));
            assertThrows(IllegalArgumentException.class, () -> request.getDateHeader("X-A"));
            assertThrows(NumberFormatException.class, () -> request.getIntHeader("X-Date"));
            assertNull(request.getHeader("X-B"));
            assertFalse(request.getHeaders("X-B").hasMoreElements());
            assertTrue(Collections.list(request.getHeaderNames()).contains("X-A"));
        });
    }

    @Test void readsCookiesAndLocales() throws Exception {
        serve(get("/x").header("Cookie", "a=1; b=\"2\"").header("Accept-Language", "de;q=0.5, fr-CA"),
                (request, response) -> {
            Cookie[] cookies = request.getCookies();
            assertEquals(2, cookies.length);
            assertEquals("a", cookies[0].getName());
            assertEquals("1", cookies[0].getValue());
            assertEquals(Locale.CANADA_FRENCH, request.getLocale());
            assertEquals(List.of(Locale.CANADA_FRENCH, Locale.GERMAN), Collections.list(request.getLocales()));
        });
        serve(get("/x"), (request, response) -> {
            assertNull(request.getCookies());
            assertEquals(List.of(Locale.getDefault()), Collections.list(request.getLocales()));
        });
    }

    @Test void mergesParametersOfQueryAndForm() throws Exception {
        serve(TestExchange.post("/app/s?a=hello&b=%C3%A4", "a=goodbye&a=world&c=%E4"), (request, response) -> {
            assertArrayEquals(new String[] {"hello", "goodbye", "world"}, request.getParameterValues("a"));
            assertEquals("hello", request.getParameter("a"));
            assertEquals("ä", request.getParameter("b"));
            assertEquals("ä", request.getParameter("c"), "a form without charset is in ISO-8859-1");
            assertEquals(List.of("a", "b", "c"), Collections.list(request.getParameterNames()));
            Map<String, String[]> map = request.getParameterMap();
            assertThrows(UnsupportedOperationException.class, () -> map.put("x", null));
            assertNull(request.getParameter("x"));
            assertNull(request.getParameterValues("x"));
            assertEquals(-1, request.getInputStream().read(), "the form was read");
        });
    }

    @Test void readsAFormInTheCharsetThatWasSet() throws Exception {
        serve(TestExchange.post("/app/s", "c=%C3%A4"), (request, response) -> {
            assertNull(request.getCharacterEncoding());
            request.setCharacterEncoding(StandardCharsets.UTF_8);
            assertEquals("ä", request.getParameter("c"));
            request.setCharacterEncoding("ISO-8859-1");
            assertEquals("UTF-8", request.getCharacterEncoding(), "too late");
        });
        serve(get("/x"), (request, response) ->
                assertThrows(UnsupportedEncodingException.class, () -> request.setCharacterEncoding("no-such")));
    }

    @Test void leavesAFormAloneThatTheApplicationReads() throws Exception {
        serve(TestExchange.post("/app/s?a=1", "a=2"), (request, response) -> {
            assertEquals("a=2", new String(request.getInputStream().readAllBytes(), StandardCharsets.UTF_8));
            assertArrayEquals(new String[] {"1"}, request.getParameterValues("a"));
        });
        serve(TestExchange.of("PUT", "/app/s").header("Content-Type", "application/x-www-form-urlencoded")
                .content("a=2"), (request, response) -> assertNull(request.getParameter("a"), "only POST"));
    }

    @Test void answers400ForAFormThatCannotBeRead() throws Exception {
        try (TestApp app = TestApp.root(setup -> setup.servlet("/*", (request, response) -> {
            assertThrows(IllegalStateException.class, () -> request.getParameter("a"));
            request.getParameter("a");
        }))) {
            assertEquals(400, app.get("/?a=%zz").status());
            assertEquals(413, app.send(TestExchange.post("/", "a=" + "x".repeat(3 << 20))).status());
        }
    }

    @Test void readsContentByStreamOrReaderButNotBoth() throws Exception {
        serve(TestExchange.of("POST", "/app/s").header("Content-Type", "text/plain;charset=UTF-8").content("zwölf\n€"),
                (request, response) -> {
            assertEquals("zwölf", request.getReader().readLine());
            assertEquals("€", request.getReader().readLine());
            assertSame(request.getReader(), request.getReader());
            assertThrows(IllegalStateException.class, request::getInputStream);
            assertEquals(10, request.getContentLength());
            assertEquals("text/plain;charset=UTF-8", request.getContentType());
        });
        serve(TestExchange.of("POST", "/app/s").content("abcdef"), (request, response) -> {
            ByteBuffer three = ByteBuffer.allocate(3);
            assertEquals(3, request.getInputStream().read(three));
            assertEquals('d', request.getInputStream().read());
            assertEquals(2, request.getInputStream().available());
            assertFalse(request.getInputStream().isFinished());
            assertEquals("ef", new String(request.getInputStream().readAllBytes(), StandardCharsets.UTF_8));
            assertTrue(request.getInputStream().isFinished());
            assertThrows(IllegalStateException.class, request::getReader);
        });
        serve(TestExchange.of("POST", "/app/s").header("Content-Type", "text/plain;charset=nope").content("x"),
                (request, response) -> {
            assertEquals("nope", request.getCharacterEncoding());
            assertThrows(UnsupportedEncodingException.class, request::getReader);
        });
    }

    @Test void givesTrailersAfterTheContent() throws Exception {
        TestExchange exchange = TestExchange.of("POST", "/app/s").chunked();
        exchange.content().feed("x".getBytes(StandardCharsets.UTF_8));
        HeaderFields trailers = new HeaderFields();
        trailers.add(FieldName.of("X-Sum"), "7");
        exchange.content().end(trailers);
        serve(exchange, (request, response) -> {
            assertFalse(request.isTrailerFieldsReady());
            assertThrows(IllegalStateException.class, request::getTrailerFields);
            request.getInputStream().readAllBytes();
            assertTrue(request.isTrailerFieldsReady());
            assertEquals(Map.of("x-sum", "7"), request.getTrailerFields());
        });
    }

    @Test void keepsAttributes() throws Exception {
        serve(get("/x"), (request, response) -> {
            assertNull(request.getAttribute("a"));
            request.setAttribute("a", 1);
            assertEquals(1, request.getAttribute("a"));
            assertEquals(List.of("a"), Collections.list(request.getAttributeNames()));
            request.setAttribute("a", null);
            assertNull(request.getAttribute("a"));
            assertThrows(NullPointerException.class, () -> request.setAttribute(null, 1));
        });
    }

    @Test void failsClearlyWhenUsedAfterItsEnd() throws Exception {
        Object[] kept = new Object[4];
        serve(get("/x"), (request, response) -> {
            kept[0] = request;
            kept[1] = response;
            kept[2] = request.getInputStream();
            kept[3] = response.getOutputStream();
        });
        HttpServletRequestImpl request = (HttpServletRequestImpl) kept[0];
        HttpServletResponseImpl response = (HttpServletResponseImpl) kept[1];
        String message = assertThrows(IllegalStateException.class, () -> request.getHeader("Host")).getMessage();
        assertTrue(message.contains("servlet [/s/*]") && message.contains("application [/app]"), message);
        assertThrows(IllegalStateException.class, request::getMethod);
        assertThrows(IllegalStateException.class, () -> request.getParameter("a"));
        assertThrows(IllegalStateException.class, () -> request.getAttribute("a"));
        assertThrows(IllegalStateException.class, request::getSession);
        assertThrows(IllegalStateException.class, request::getRequestURI);
        assertThrows(IllegalStateException.class, request::startAsync);
        assertThrows(IllegalStateException.class, () -> response.setHeader("a", "b"));
        assertThrows(IllegalStateException.class, response::getWriter);
        assertThrows(IllegalStateException.class, response::isCommitted);
        assertThrows(IllegalStateException.class, () -> ((InputStream) kept[2]).read());
        assertThrows(IllegalStateException.class, () -> ((OutputStream) kept[3]).write(new byte[1]));
        assertThrows(IllegalStateException.class, () -> ((OutputStream) kept[3]).flush());
    }
}
