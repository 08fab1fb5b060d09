package io.serval.container.startup;

import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import io.serval.container.Serval;
import io.serval.container.config.ConfigException;
import io.serval.container.config.ConfigProblems;
import io.serval.container.deploy.Compiler;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** How clients are told of errors, by the {@code ErrorReportValve} of a {@code server.xml}. */
class ErrorReportIT {
    private static final String VALVE = "<Valve className='org.apache.catalina.valves.ErrorReportValve' %s/>";

    @TempDir private Path base;

    @BeforeEach void makeApplication() throws IOException {
        Files.createDirectories(base.resolve("conf"));
        Files.copy(Path.of("").toAbsolutePath().getParent().resolve("conf/web.xml"), base.resolve("conf/web.xml"));
        Compiler.compile(base.resolve("app/WEB-INF/classes"), """
                import jakarta.servlet.http.*;
                @jakarta.servlet.annotation.WebServlet(value = "/s", asyncSupported = true)
                public class Failing extends HttpServlet {
                    protected void doGet(HttpServletRequest request, HttpServletResponse response)
                            throws java.io.IOException, jakarta.servlet.ServletException {
                        switch (request.getQueryString()) {
                            case "send" -> response.sendError(409, "told <b>so</b>");
                            case "async" -> request.startAsync().start(() -> {
                                throw new IllegalStateException("in a task"); });
                            case "io" -> throw new java.io.FileNotFoundException("no file");
                            default -> throw new jakarta.servlet.ServletException("outer",
                                new IllegalStateException("inner <secret>"));
                        }
                    }
                }""");
    }

    private Serval start(String engine, String host, String context) throws IOException {
        Compiler.write(base.resolve("conf/server.xml"), ("<Server port='-1'><Service name='S'><Connector port='0'/>"
                + "<Engine name='E' defaultHost='h'>%s<Host name='h' appBase='none' autoDeploy='false'>%s"
                + "<Context path='/app' docBase='%s'>%s</Context></Host></Engine></Service></Server>")
                .formatted(engine, host, base.resolve("app"), context));
        ConfigProblems problems = new ConfigProblems();
        HomeAndBase places = new HomeAndBase(base, base);
        ServerAssembly assembly = new ServerAssembly(places, ServerFiles.read(places, problems), problems);
        Serval server = assembly.build().get(0);
        problems.throwIfFailed(true);
        server.start();
        return server;
    }

    /** Status and content. */
    private static String get(Serval server, String path) throws IOException {
        HttpURLConnection connection =
                (HttpURLConnection) new URL("http://localhost:" + server.port() + path).openConnection();
        connection.setReadTimeout(10_000);
        int status = connection.getResponseCode();
        try (var content = connection.getErrorStream()) {
            return status + " " + new String(content.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    @Test void tellsNoMoreThanStatusAndMessageByDefault() throws IOException {
        try (Serval server = start("", "", "")) {
            String sent = get(server, "/app/s?send");
            assertTrue(sent.startsWith("409 ") && sent.contains("told &lt;b&gt;so"), sent);
            for (String path : new String[] {"/app/s?throw", "/app/s?async", "/nowhere"}) {
                String report = get(server, path);
                assertFalse(report.contains("inner") || report.contains("Failing") || report.contains("Serval")
                        || report.contains("in a task"), report);
            }
        }
    }

    @Test void showsExceptionsAndTheServerWhereTheAdministratorWantsIt() throws IOException {
        try (Serval server = start("", VALVE.formatted("showReport='true' showServerInfo='true'"), "")) {
            String thrown = get(server, "/app/s?throw");
            assertTrue(thrown.contains("IllegalStateException: inner &lt;secret&gt;")
                    && thrown.contains("Failing.doGet") && thrown.contains("Serval"), thrown);
            assertTrue(get(server, "/app/s?async").contains("in a task"));
            assertTrue(get(server, "/nowhere").contains("Serval"));
        }
    }

    @Test void hidesEvenTheMessageIfToldTo() throws IOException {
        try (Serval server = start(VALVE.formatted("showReport='false'"), "", "")) {
            String sent = get(server, "/app/s?send");
            assertTrue(sent.startsWith("409 ") && !sent.contains("told"), sent);
        }
    }

    @Test void theNearestValveHoldsAndGivesPagesOfFiles() throws IOException {
        Files.writeString(base.resolve("conf/404.html"), "page of the host for 404");
        Files.writeString(base.resolve("conf/all.html"), "page of the host, \u00fcberall");
        Files.writeString(base.resolve("conf/io.html"), "page of the application for files");
        try (Serval server = start(VALVE.formatted("showReport='true'"),
                VALVE.formatted("errorCode.404='conf/404.html' errorCode.0='conf/all.html'"),
                VALVE.formatted("exceptionType.java.io.IOException='conf/io.html'"))) {
            assertEquals("404 page of the host for 404", get(server, "/nowhere"));
            assertEquals("400 page of the host, \u00fcberall", get(server, "/a%2fb"));
            assertEquals("500 page of the application for files", get(server, "/app/s?io"));
            assertTrue(get(server, "/app/s?throw").contains("Internal Server Error"));
            Files.delete(base.resolve("conf/404.html"));
            assertTrue(get(server, "/nowhere").contains("<h1>404 Not Found</h1>"));
        }
    }

    @Test void mistakesNameTheirPlace() {
        ConfigException mistake = assertThrows(ConfigException.class, () -> start("", VALVE.formatted(
                "showReport='perhaps' errorCode.200='x' errorCode.404='none.html' showServerInf='true'"), ""));
        for (String part : new String[] {"server.xml:1:", "showReport", "errorCode.200", "errorCode.404",
            "must be a file with a page", "did you mean showServerInfo?"}) {
            assertTrue(mistake.getMessage().contains(part), () -> part + " is not in " + mistake.getMessage());
        }
    }
}
