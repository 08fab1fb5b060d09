package io.serval.container.conformance;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Set;
import java.util.function.UnaryOperator;

import jakarta.servlet.http.HttpSession;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import io.serval.container.Serval;
import io.serval.container.config.ContextSettings;
import io.serval.container.config.ContextSwitch;
import io.serval.container.config.RequestSettings;
import io.serval.container.testing.TestApp.Service;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Where a default follows the specification and not Tomcat: what holds unless something is said, and what switches. */
class DefaultsIT {
    private static final UnaryOperator<ContextSettings> AS_IT_IS = UnaryOperator.identity();

    private static Probe of(UnaryOperator<ContextSettings> settings, Service service) {
        return Probe.of(app -> app.settings(settings).servlet("/s", Probe.servlet(service)));
    }

    private static UnaryOperator<ContextSettings> with(ContextSwitch which, boolean on) {
        return settings -> settings.with(which, on);
    }

    @Test void redirectsAreAbsoluteWithANoteUnlessSwitched() throws Exception {
        Service redirecting = (request, response) -> response.sendRedirect("/to");
        try (Probe probe = of(AS_IT_IS, redirecting)) {
            String answer = probe.get("/app/s");
            assertEquals("http://localhost/to", Probe.field(answer, "Location"));
            assertTrue(Probe.content(answer).contains("http://localhost/to"), answer);
        }
        try (Probe probe = of(settings -> settings.with(ContextSwitch.USE_RELATIVE_REDIRECTS, true)
                .with(ContextSwitch.SEND_REDIRECT_BODY, false), redirecting)) {
            String answer = probe.get("/app/s");
            assertEquals("/to", Probe.field(answer, "Location"));
            assertEquals("", Probe.content(answer));
        }
    }

    @Test void resourcesNeedASlashUnlessSwitched(@TempDir Path files) throws Exception {
        Files.writeString(files.resolve("a.txt"), "a");
        Service asking = (request, response) -> {
            String outcome;
            try {
                outcome = String.valueOf(request.getServletContext().getResource("a.txt") != null);
            } catch (java.net.MalformedURLException refused) {
                outcome = "refused";
            }
            response.getWriter().print(outcome + (request.getServletContext().getResourceAsStream("a.txt") != null));
        };
        try (Probe probe = Probe.of(app -> app.resources(files).servlet("/s", Probe.servlet(asking)))) {
            assertEquals("refusedfalse", Probe.content(probe.get("/app/s")));
        }
        try (Probe probe = Probe.of(app -> app.resources(files).servlet("/s", Probe.servlet(asking))
                .settings(with(ContextSwitch.CONTEXT_GET_RESOURCE_REQUIRES_SLASH, false)))) {
            assertEquals("truetrue", Probe.content(probe.get("/app/s")));
        }
    }

    /** The session is asked for by the first and the last of three requests; the one in between only names it. */
    private static String timesOfSession(UnaryOperator<ContextSettings> settings) throws Exception {
        try (Probe probe = of(settings, (request, response) -> {
            if ("plain".equals(request.getQueryString())) {
                response.getWriter().print(System.currentTimeMillis());
                waitForNextMilli();
                return;
            }
            HttpSession session = request.getSession();
            long last = session.getLastAccessedTime();
            String came = session.isNew() ? "" : String.valueOf(last);
            long now = System.currentTimeMillis();
            waitForNextMilli();
            response.getWriter().print(session.isNew() ? String.valueOf(now) : came);
        })) {
            String first = probe.get("/app/s");
            String cookie = "Cookie: " + Probe.field(first, "Set-Cookie").split(";")[0];
            long plain = Long.parseLong(Probe.content(probe.get("/app/s?plain", cookie)));
            long last = Long.parseLong(Probe.content(probe.get("/app/s", cookie)));
            return last > plain ? "end of the plain request"
                    : last > Long.parseLong(Probe.content(first)) ? "begin of the plain request" : "first request";
        }
    }

    private static void waitForNextMilli() {
        long now = System.currentTimeMillis();
        while (System.currentTimeMillis() < now + 2) {
            Thread.onSpinWait();
        }
    }

    @Test void aSessionIsAccessedByEveryRequestThatNamesItWhenItBeginsUnlessSwitched() throws Exception {
        assertEquals("begin of the plain request", timesOfSession(AS_IT_IS));
        assertEquals("end of the plain request", timesOfSession(settings ->
                settings.withSessions(settings.sessions().withLastAccessAtStart(false))));
        assertEquals("first request", timesOfSession(with(ContextSwitch.ALWAYS_ACCESS_SESSION, false)));
    }

    private static String trailers(UnaryOperator<RequestSettings> requests) throws Exception {
        try (Probe probe = Probe.of(Serval.builder().port(0).requests(requests).context("/app", app ->
                app.servlet("/s", Probe.servlet((request, response) -> {
                    request.getInputStream().readAllBytes();
                    response.getWriter().print(request.getTrailerFields());
                }))))) {
            return Probe.content(probe.raw("POST /app/s HTTP/1.1\r\nHost: x\r\nConnection: close\r\n"
                    + "Transfer-Encoding: chunked\r\n\r\n1\r\na\r\n0\r\nX-One: 1\r\nX-Two: 2\r\n\r\n"));
        }
    }

    @Test void allTrailerFieldsAreShownUnlessSwitched() throws Exception {
        assertEquals("{x-one=1, x-two=2}", trailers(UnaryOperator.identity()));
        assertEquals("{x-two=2}", trailers(settings -> settings.withAllowedTrailers(Set.of("x-two"))));
    }

    /** What is not safe stays off: another application of the host is out of reach until its administrator says so. */
    @Test void otherContextsStayOutOfReachUntilSwitched() throws Exception {
        Service asking = (request, response) ->
                response.getWriter().print(request.getServletContext().getContext("/other") != null);
        for (boolean on : new boolean[] {false, true}) {
            try (Probe probe = Probe.of(Serval.builder().port(0).context("/app", app -> app.servlet("/s",
                    Probe.servlet(asking)).settings(on ? with(ContextSwitch.CROSS_CONTEXT, true) : AS_IT_IS))
                    .context("/other", app -> { }))) {
                assertEquals(String.valueOf(on), Probe.content(probe.get("/app/s")));
            }
        }
    }

    /** The old charsets of languages, as containers have them; not where the application said its own encoding. */
    @Test void localesImplyTheirCharsetsUnlessTheApplicationHasAnEncoding() throws Exception {
        Service asking = (request, response) -> {
            response.setLocale(Locale.JAPANESE);
            String japanese = response.getCharacterEncoding();
            response.setLocale(Locale.GERMAN);
            response.getWriter().print(japanese + ' ' + response.getCharacterEncoding());
        };
        try (Probe probe = of(AS_IT_IS, asking)) {
            assertEquals("Shift_JIS ISO-8859-1", Probe.content(probe.get("/app/s")));
        }
        try (Probe probe = Probe.of(app -> app.localeCharset(Locale.GERMAN, StandardCharsets.ISO_8859_1)
                .onStartup((types, context) -> context.setResponseCharacterEncoding("UTF-8"))
                .servlet("/s", Probe.servlet(asking)))) {
            assertEquals("UTF-8 ISO-8859-1", Probe.content(probe.get("/app/s")));
        }
    }
}
