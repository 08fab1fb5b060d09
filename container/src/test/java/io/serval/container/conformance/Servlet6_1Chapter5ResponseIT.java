package io.serval.container.conformance;

import java.io.CharConversionException;
import java.nio.charset.Charset;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import jakarta.servlet.http.Cookie;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

class Servlet6_1Chapter5ResponseIT {
    @ParameterizedTest
    @CsvSource({"y, /app/s/y", "/y, /y", "../y, /app/y", "?a=b, /app/s/x?a=b", "./z/../w, /app/s/w"})
    void relativeRedirectsBecomeAbsolute(String location, String path) throws Exception {
        try (Probe probe = Probe.of(app -> app.servlet("/s/*", Probe.servlet((request, response) ->
                response.sendRedirect(location))))) {
            String answer = probe.get("/app/s/x");
            assertEquals(302, Probe.status(answer));
            assertEquals("http://localhost" + path, Probe.field(answer, "Location"));
            assertTrue(Probe.content(answer).contains("http://localhost" + path), answer);
        }
    }

    @Test void redirectsTakeAnyStatusAndMayKeepTheBuffer() throws Exception {
        try (Probe probe = Probe.of(app -> app.servlet("/s/*", Probe.servlet((request, response) -> {
            response.getWriter().print("kept");
            response.sendRedirect("http://other.example/", 308, false);
        })).servlet("/cleared", Probe.servlet((request, response) -> {
            response.getWriter().print("dropped");
            response.setHeader("X-Kept", "1");
            response.sendRedirect("http://other.example/", 303);
            response.getWriter().print("late");
        })))) {
            String kept = probe.get("/app/s/x");
            assertEquals(308, Probe.status(kept));
            assertEquals("kept", Probe.content(kept));
            String cleared = probe.get("/app/cleared");
            assertEquals(303, Probe.status(cleared));
            assertEquals("1", Probe.field(cleared, "X-Kept"));
            assertFalse(cleared.contains("dropped") || cleared.contains("late"), cleared);
        }
    }

    @Test void anIncludedServletCannotTouchTheHeader() throws Exception {
        try (Probe probe = Probe.of(app -> app.servlet("/s/*", Probe.servlet((request, response) -> {
            request.getRequestDispatcher("/inner").include(request, response);
            response.getWriter().print("outer");
        })).servlet("/inner", Probe.servlet((request, response) -> {
            response.setStatus(418);
            response.setHeader("X-Inner", "1");
            response.addCookie(new Cookie("c", "v"));
            response.setContentType("text/css");
            response.sendRedirect("/elsewhere");
            response.sendError(500);
            response.getWriter().print("inner ");
        })))) {
            String answer = probe.get("/app/s/x");
            assertEquals(200, Probe.status(answer));
            assertEquals("inner outer", Probe.content(answer));
            assertNull(Probe.field(answer, "X-Inner"));
            assertNull(Probe.field(answer, "Set-Cookie"));
            assertNull(Probe.field(answer, "Location"));
        }
    }

    @Test void streamsPrintLatin1Only() throws Exception {
        try (Probe probe = Probe.checking((request, response) -> {
            response.getOutputStream().print("\u00e4");
            assertThrows(CharConversionException.class, () -> response.getOutputStream().print("\u20ac"));
        })) {
            assertEquals("ok", Probe.content(probe.get("/app/s/x")));
        }
    }

    @Test void theTypeMayChangeAfterTheWriterWasTakenButNotTheCharset() throws Exception {
        try (Probe probe = Probe.of(app -> app.servlet("/s/*", Probe.servlet((request, response) -> {
            response.setContentType("text/plain;charset=UTF-8");
            response.getWriter().print("\u00e4");
            response.setContentType("text/html;charset=ISO-8859-1");
            response.setCharacterEncoding("US-ASCII");
            response.setLocale(Locale.JAPANESE);
        })))) {
            String answer = probe.get("/app/s/x");
            assertEquals("text/html;charset=utf-8", Probe.field(answer, "Content-Type").toLowerCase(Locale.ROOT));
            assertEquals("ja", Probe.field(answer, "Content-Language"));
            assertEquals("\u00c3\u00a4", Probe.content(answer));
        }
    }

    @Test void nothingChangesAfterTheCommit() throws Exception {
        try (Probe probe = Probe.of(app -> app.servlet("/s/*", Probe.servlet((request, response) -> {
            response.setStatus(201);
            response.getWriter().print("a");
            response.flushBuffer();
            response.setStatus(500);
            response.setHeader("X-Late", "1");
            response.addIntHeader("X-Late", 1);
            response.setContentLength(9);
            response.setContentType("text/css");
            response.setLocale(Locale.FRENCH);
            response.addCookie(new Cookie("late", "1"));
            assertThrows(IllegalStateException.class, response::reset);
            assertThrows(IllegalStateException.class, response::resetBuffer);
            assertThrows(IllegalStateException.class, () -> response.sendError(500));
            assertThrows(IllegalStateException.class, () -> response.sendRedirect("/"));
            assertThrows(IllegalStateException.class, () -> response.setBufferSize(99_999));
            response.getWriter().print("done");
        })))) {
            String answer = probe.get("/app/s/x");
            assertEquals(201, Probe.status(answer));
            assertNull(Probe.field(answer, "X-Late"));
            assertNull(Probe.field(answer, "Set-Cookie"));
            assertTrue(answer.contains("done"), answer);
        }
    }

    @Test void errorsKeepCookiesAndDropContent() throws Exception {
        try (Probe probe = Probe.of(app -> app.servlet("/s/*", Probe.servlet((request, response) -> {
            response.addCookie(new Cookie("kept", "1"));
            response.setContentLength(30);
            response.getOutputStream().print("abc");
            response.sendError(409, "no");
            assertTrue(response.isCommitted());
            response.getOutputStream().print("late");
        })))) {
            String answer = probe.get("/app/s/x");
            assertEquals(409, Probe.status(answer));
            assertTrue(Probe.field(answer, "Set-Cookie").startsWith("kept=1"), answer);
            assertFalse(answer.contains("abc") || answer.contains("late"), answer);
        }
    }

    @Test void contentBeyondTheDeclaredLengthIsCut() throws Exception {
        try (Probe probe = Probe.of(app -> app.servlet("/s/*", Probe.servlet((request, response) -> {
            response.setContentLengthLong(3);
            response.getOutputStream().print("abcdef");
            assertTrue(response.isCommitted());
        })))) {
            String answer = probe.get("/app/s/x");
            assertEquals("3", Probe.field(answer, "Content-Length"));
            assertEquals("abc", Probe.content(answer));
        }
    }

    @Test void resetForgetsEverything() throws Exception {
        try (Probe probe = Probe.of(app -> app.servlet("/s/*", Probe.servlet((request, response) -> {
            response.setStatus(404);
            response.setHeader("X-Gone", "1");
            response.setContentType("text/css;charset=UTF-8");
            response.getWriter().print("gone");
            response.reset();
            assertNull(response.getContentType());
            assertEquals("ISO-8859-1", response.getCharacterEncoding());
            assertEquals(List.of(), List.copyOf(response.getHeaders("X-Gone")));
            response.getOutputStream().print("new");
        })))) {
            String answer = probe.get("/app/s/x");
            assertEquals(200, Probe.status(answer));
            assertEquals("new", Probe.content(answer));
            assertNull(Probe.field(answer, "X-Gone"));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {204, 304})
    void someStatusesHaveNoContent(int status) throws Exception {
        try (Probe probe = Probe.of(app -> app.servlet("/s/*", Probe.servlet((request, response) -> {
            response.setStatus(status);
            response.getWriter().print("never seen");
        })))) {
            String answer = probe.get("/app/s/x");
            assertEquals(status, Probe.status(answer));
            assertEquals("", Probe.content(answer));
            assertNull(Probe.field(answer, "Transfer-Encoding"));
        }
    }

    @Test void trailersFollowTheContent() throws Exception {
        try (Probe probe = Probe.of(app -> app.servlet("/s/*", Probe.servlet((request, response) -> {
            response.setTrailerFields(() -> Map.of("X-Sum", "9"));
            response.getWriter().print("abc");
        })))) {
            String answer = probe.get("/app/s/x", "TE: trailers");
            assertEquals("chunked", Probe.field(answer, "Transfer-Encoding"));
            assertTrue(answer.toLowerCase(Locale.ROOT).endsWith("0\r\nx-sum: 9\r\n\r\n"), answer);
        }
    }

    @Test void aLocaleImpliesTheCharsetThatTheApplicationMappedItTo() throws Exception {
        try (Probe probe = Probe.of(app -> app.localeCharset(Locale.JAPANESE,
                Charset.forName("Shift_JIS")).servlet("/s/*", Probe.servlet((request, response) -> {
                    response.setContentType("text/plain");
                    response.setLocale(Locale.JAPAN);
                    response.getWriter().print("x");
                })))) {
            String answer = probe.get("/app/s/x");
            assertEquals("text/plain;charset=shift_jis", Probe.field(answer, "Content-Type").toLowerCase(Locale.ROOT));
            assertEquals("ja-JP", Probe.field(answer, "Content-Language"));
        }
    }
}
