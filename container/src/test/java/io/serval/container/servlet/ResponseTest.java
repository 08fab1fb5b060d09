package io.serval.container.servlet;

import java.io.PrintWriter;
import java.io.UnsupportedEncodingException;
import java.nio.ByteBuffer;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import jakarta.servlet.http.Cookie;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import io.serval.container.config.ContextSettings;
import io.serval.container.config.ContextSwitch;
import io.serval.container.descriptor.WebAppDescriptor;
import io.serval.container.testing.TestApp;
import io.serval.container.testing.TestApp.Service;
import io.serval.container.testing.TestExchange;
import io.serval.http.HttpVersion;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

class ResponseTest {
    private static TestExchange serve(Service service) throws Exception {
        return serve(TestExchange.get("/app/s/x"), ContextSettings.DEFAULT, service);
    }

    private static TestExchange serve(TestExchange exchange, ContextSettings settings, Service service)
            throws Exception {
        Throwable[] failure = new Throwable[1];
        try (TestApp app = TestApp.of("/app", WebAppDescriptor.EMPTY, setup -> setup.servlet("/s/*", (req, res) -> {
            try {
                service.serve(req, res);
            } catch (Throwable e) {
                failure[0] = e;
            }
        }), environment -> environment.withSettings(settings))) {
            app.send(exchange);
        }
        if (failure[0] != null) {
            throw new AssertionError(failure[0].toString(), failure[0]);
        }
        return exchange;
    }

    @ParameterizedTest
    @ValueSource(strings = {"UTF-8", "ISO-8859-1", "US-ASCII", "UTF-16", "windows-1252", "Shift_JIS"})
    void encodesEveryCharacterAsTheJdkDoes(String charset) throws Exception {
        String text = "plain äöü € 日本 \uD83D\uDE00 end\n";
        String big = text.repeat(700);
        TestExchange exchange = serve((request, response) -> {
            response.setCharacterEncoding(charset);
            PrintWriter writer = response.getWriter();
            writer.write(text);
            for (char c : text.toCharArray()) {
                writer.write(c);
            }
            writer.write(big);
            writer.write(big.toCharArray(), 3, 5_000);
            writer.print(text.toCharArray());
        });
        String all = text + text + big + big.substring(3, 5_003) + text;
        assertArrayEquals(all.getBytes(Charset.forName(charset)), exchange.response().sent());
    }

    @Test void replacesHalvesOfPairs() throws Exception {
        TestExchange exchange = serve((request, response) -> {
            response.setCharacterEncoding("UTF-8");
            PrintWriter writer = response.getWriter();
            writer.write('\uD83D');
            writer.write("x\uDE00y");
            writer.write("\uD83D");
            writer.write("\uDE00");
        });
        assertEquals("?x?y\uD83D\uDE00", exchange.text());
    }

    @Test void printsWhatAPrintWriterPrints() throws Exception {
        TestExchange exchange = serve((request, response) -> {
            PrintWriter out = response.getWriter();
            out.print(1);
            out.println(true);
            out.println(2.5);
            out.println('c');
            out.println("s");
            out.println((Object) null);
            out.println(new char[] {'x', 'y'});
            out.printf("%d-%s%n", 3, "f");
            out.format(Locale.GERMAN, "%.1f", 1.5).append("!").append('?').append("abc", 1, 2);
            assertFalse(out.checkError());
        });
        String newLine = System.lineSeparator();
        assertEquals("1true\n2.5\nc\ns\nnull\nxy\n3-f\n1,5!?b".replace("\n", newLine), exchange.text());
    }

    @Test void writesOctetsByStream() throws Exception {
        TestExchange exchange = serve((request, response) -> {
            var out = response.getOutputStream();
            for (int i = 0; i < 300; i++) {
                out.write('a');
            }
            out.write("bcd".getBytes(StandardCharsets.UTF_8), 1, 2);
            out.write(ByteBuffer.wrap(new byte[] {'e'}));
            out.print("f");
            out.println(1);
            assertSame(out, response.getOutputStream());
            assertThrows(IllegalStateException.class, response::getWriter);
        });
        assertEquals("a".repeat(300) + "cdef1\r\n", exchange.text());
        assertEquals(1, exchange.response().writes());
    }

    @Test void refusesTheStreamAfterTheWriter() throws Exception {
        serve((request, response) -> {
            response.getWriter();
            assertThrows(IllegalStateException.class, response::getOutputStream);
            response.reset();
            assertNotNull(response.getOutputStream());
        });
    }

    @Test void commitsWhenTheBufferOverflowsOrIsFlushed() throws Exception {
        serve((request, response) -> {
            assertTrue(response.getBufferSize() > 0);
            response.setBufferSize(100_000);
            assertTrue(response.getBufferSize() >= 100_000);
            response.getOutputStream().write(new byte[50_000]);
            assertFalse(response.isCommitted());
            assertThrows(IllegalStateException.class, () -> response.setBufferSize(1));
            response.resetBuffer();
            response.getOutputStream().write('x');
            response.flushBuffer();
            assertTrue(response.isCommitted());
            assertThrows(IllegalStateException.class, response::reset);
            assertThrows(IllegalStateException.class, response::resetBuffer);
            assertThrows(IllegalStateException.class, () -> response.sendError(500));
            assertThrows(IllegalStateException.class, () -> response.sendRedirect("/x"));
            response.setStatus(404);
            response.setHeader("X-Late", "1");
            response.addCookie(new Cookie("late", "1"));
            response.setContentType("text/late");
            assertEquals(200, response.getStatus());
            assertNull(response.getHeader("X-Late"));
            assertNull(response.getContentType());
        });
    }

    @Test void countsWhatTheWriterHoldsAsWritten() throws Exception {
        TestExchange exchange = serve((request, response) -> {
            response.getWriter().print("gone");
            assertThrows(IllegalStateException.class, () -> response.setBufferSize(1));
            response.resetBuffer();
            response.getWriter().print("stays");
        });
        assertEquals("stays", exchange.text());
    }

    @Test void resetClearsAllButResetBufferOnlyContent() throws Exception {
        TestExchange exchange = serve((request, response) -> {
            response.setStatus(202);
            response.setHeader("X-A", "1");
            response.setContentType("text/html");
            response.getWriter().print("x");
            response.resetBuffer();
            assertEquals(202, response.getStatus());
            assertEquals("1", response.getHeader("X-A"));
            response.reset();
            assertEquals(200, response.getStatus());
            assertNull(response.getHeader("X-A"));
            assertNull(response.getContentType());
        });
        assertEquals("", exchange.text());
    }

    @Test void closesWhenTheDeclaredLengthIsWritten() throws Exception {
        TestExchange exchange = serve((request, response) -> {
            response.setContentLength(5);
            response.getOutputStream().write("hello, too much".getBytes(StandardCharsets.UTF_8));
            assertTrue(response.isCommitted());
            response.getOutputStream().write('!');
        });
        assertEquals("hello", exchange.text());
        assertEquals("5", exchange.responseHeader("Content-Length"));
    }

    @Test void ignoresWhatIsWrittenAfterClose() throws Exception {
        TestExchange exchange = serve((request, response) -> {
            response.getWriter().print("all");
            response.getWriter().close();
            response.getWriter().print("more");
            response.getWriter().flush();
            response.flushBuffer();
        });
        assertEquals("all", exchange.text());
    }

    @Test void namesTheCharsetOfTheWriter() throws Exception {
        serve((request, response) -> {
            assertEquals("ISO-8859-1", response.getCharacterEncoding());
            response.setContentType("text/html");
            assertEquals("text/html", response.getContentType());
            response.getWriter();
            assertEquals("text/html;charset=ISO-8859-1", response.getContentType());
            response.setCharacterEncoding("UTF-8");
            assertEquals("ISO-8859-1", response.getCharacterEncoding(), "too late");
            response.setContentType("text/plain;charset=UTF-8");
            assertEquals("text/plain;charset=ISO-8859-1", response.getContentType());
        });
    }

    @Test void takesTheCharsetFromTypeEncodingAndLocaleByRank() throws Exception {
        serve((request, response) -> {
            response.setLocale(Locale.JAPANESE);
            assertEquals("Shift_JIS", response.getCharacterEncoding());
            response.setContentType("text/html");
            assertEquals("text/html;charset=Shift_JIS", response.getContentType());
            response.setContentType("text/html; charset=UTF-8");
            assertEquals("UTF-8", response.getCharacterEncoding());
            response.setLocale(Locale.KOREAN);
            assertEquals("UTF-8", response.getCharacterEncoding(), "said outright");
            assertEquals("ko", response.getHeader("Content-Language"));
            response.setCharacterEncoding((String) null);
            assertEquals("ISO-8859-1", response.getCharacterEncoding());
            assertEquals("text/html", response.getContentType());
            response.setCharacterEncoding(StandardCharsets.UTF_16);
            assertEquals("text/html;charset=UTF-16", response.getContentType());
            response.setContentType(null);
            assertNull(response.getContentType());
            assertEquals("ISO-8859-1", response.getCharacterEncoding());
            response.setLocale(null);
            assertNull(response.getHeader("Content-Language"));
        });
    }

    @Test void hasNoTypeUnlessOneIsSet() throws Exception {
        TestExchange exchange = serve((request, response) -> {
            response.setCharacterEncoding("UTF-8");
            response.getWriter().print("ä");
        });
        assertNull(exchange.responseHeader("Content-Type"));
        assertEquals("ä", exchange.text());
    }

    @Test void refusesAWriterInACharsetNobodyKnows() throws Exception {
        serve((request, response) -> {
            response.setContentType("text/plain;charset=no-such");
            assertThrows(UnsupportedEncodingException.class, response::getWriter);
            assertEquals("no-such", response.getCharacterEncoding());
            response.getOutputStream().write('x');
        });
    }

    @Test void takesTheDefaultCharsetOfTheApplication() throws Exception {
        try (TestApp app = TestApp.root(setup -> {
            setup.context().setResponseCharacterEncoding("UTF-8");
            setup.servlet("/*", (request, response) -> {
                assertEquals("UTF-8", response.getCharacterEncoding());
                response.setContentType("text/plain");
                response.getWriter().print("ä");
            });
        })) {
            TestExchange exchange = app.get("/");
            assertEquals("text/plain;charset=UTF-8", exchange.responseHeader("Content-Type"));
            assertEquals("ä", exchange.text());
        }
    }

    @Test void setsAddsAndRemovesHeaderFields() throws Exception {
        serve((request, response) -> {
            response.setHeader("X-A", "1");
            response.addHeader("x-a", "2");
            response.addIntHeader("X-A", 3);
            assertEquals(List.of("1", "2", "3"), List.copyOf(response.getHeaders("X-a")));
            response.setIntHeader("X-A", 9);
            assertEquals(List.of("9"), List.copyOf(response.getHeaders("X-A")));
            assertTrue(response.containsHeader("x-a"));
            assertTrue(response.getHeaderNames().contains("X-A"));
            response.addHeader("X-A", null);
            response.setHeader("X-A", "");
            assertEquals("", response.getHeader("X-A"));
            response.setHeader("X-A", null);
            assertFalse(response.containsHeader("X-A"));
            response.setHeader(null, "x");
            response.setHeader("", "x");
            response.setDateHeader("X-D", 784_111_777_000L);
            assertEquals("Sun, 06 Nov 1994 08:49:37 GMT", response.getHeader("X-D"));
            response.setHeader("content-type", "text/css");
            assertEquals("text/css", response.getContentType());
            response.setHeader("Content-Length", "0");
            assertEquals("0", response.getHeader("Content-Length"));
            assertThrows(IllegalArgumentException.class, () -> response.setHeader("X-A", "a\r\nSet-Cookie: b"));
            assertThrows(IllegalArgumentException.class, () -> response.setHeader("X A", "a"));
            assertThrows(IllegalArgumentException.class, () -> response.addHeader("X:A", "a"));
        });
    }

    @Test void keepsALengthBeyondInt() throws Exception {
        serve((request, response) -> {
            response.setContentLengthLong(5_000_000_000L);
            assertEquals("5000000000", response.getHeader("Content-Length"));
            response.reset();
        });
    }

    @Test void writesCookies() throws Exception {
        TestExchange exchange = serve((request, response) -> {
            Cookie cookie = new Cookie("a", "b");
            cookie.setHttpOnly(true);
            cookie.setAttribute("SameSite", "Lax");
            response.addCookie(cookie);
        });
        String header = exchange.responseHeader("Set-Cookie");
        assertTrue(header.startsWith("a=b") && header.contains("HttpOnly") && header.contains("SameSite=Lax"), header);
    }

    @ParameterizedTest
    @CsvSource({
        "/y, http://localhost:8080/y", "y, http://localhost:8080/app/s/y", "../y?a#b, http://localhost:8080/app/y?a#b",
        "?q=1, http://localhost:8080/app/s/x?q=1", "//other/y, http://other/y", "https://other/y, https://other/y",
        "./a/../b, http://localhost:8080/app/s/b", "mailto:a@b, mailto:a@b",
                "a b|ä, http://localhost:8080/app/s/a%20b%7C%C3%A4",
    })
    void makesRedirectsAbsolute(String location, String sent) throws Exception {
        TestExchange exchange = serve((request, response) -> {
            response.getWriter().print("dropped");
            response.sendRedirect(location);
            assertTrue(response.isCommitted());
            response.getWriter().print("ignored");
        });
        assertEquals(302, exchange.status());
        assertEquals(sent, exchange.responseHeader("Location"));
        assertFalse(exchange.text().contains("dropped") || exchange.text().contains("ignored"), exchange.text());
    }

    @Test void keepsRelativeRedirectsAndContentIfAsked() throws Exception {
        ContextSettings relative = ContextSettings.DEFAULT.with(ContextSwitch.USE_RELATIVE_REDIRECTS, true);
        TestExchange exchange = serve(TestExchange.get("/app/s/x"), relative, (request, response) -> {
            response.getWriter().print("kept");
            response.sendRedirect("y", 303, false);
        });
        assertEquals(303, exchange.status());
        assertEquals("y", exchange.responseHeader("Location"));
        assertEquals("kept", exchange.text());
    }

    @Test void writesANoteToRedirectsUnlessSwitchedOff() throws Exception {
        TestExchange exchange = serve((request, response) -> response.sendRedirect("/y?<script>", 307));
        assertEquals(307, exchange.status());
        assertTrue(exchange.text().contains("<a href="), exchange.text());
        assertFalse(exchange.text().contains("<script>"), exchange.text());
        ContextSettings bare = ContextSettings.DEFAULT.with(ContextSwitch.SEND_REDIRECT_BODY, false);
        assertEquals("", serve(TestExchange.get("/app/s/x"), bare, (request, response) ->
                response.sendRedirect("/y")).text());
    }

    @Test void reportsAnErrorPlainly() throws Exception {
        TestExchange exchange = serve((request, response) -> {
            response.setHeader("X-Kept", "1");
            response.setContentType("application/json");
            response.setContentLength(3);
            response.getOutputStream().write('{');
            response.sendError(418, "<b>short & stout</b>");
            assertTrue(response.isCommitted());
            response.getOutputStream().write('}');
        });
        assertEquals(418, exchange.status());
        assertEquals("1", exchange.responseHeader("X-Kept"));
        assertEquals("text/html;charset=UTF-8", exchange.responseHeader("Content-Type"));
        assertNull(exchange.responseHeader("Content-Length"));
        assertTrue(exchange.text().contains("&lt;b&gt;short &amp; stout"), exchange.text());
    }

    @Test void sendsTrailers() throws Exception {
        TestExchange exchange = serve((request, response) -> {
            response.setTrailerFields(() -> Map.of("X-Sum", "7"));
            assertNotNull(response.getTrailerFields());
            response.getWriter().print("x");
        });
        assertEquals("7", exchange.response().sentTrailers().get("X-Sum"));
        serve(TestExchange.get("/app/s/x").version(HttpVersion.HTTP_1_0), ContextSettings.DEFAULT, (request,
                response) ->
                assertThrows(IllegalStateException.class, () -> response.setTrailerFields(Map::of)));
        serve((request, response) -> {
            response.flushBuffer();
            assertThrows(IllegalStateException.class, () -> response.setTrailerFields(Map::of));
        });
    }
}
