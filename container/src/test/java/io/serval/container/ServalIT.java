package io.serval.container;

import java.io.IOException;
import java.net.BindException;
import java.net.ConnectException;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

import jakarta.servlet.DispatcherType;
import jakarta.servlet.Filter;
import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletContextEvent;
import jakarta.servlet.ServletContextListener;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import io.serval.connector.ConnectorConfig;
import io.serval.container.accesslog.AccessLogSettings;
import io.serval.container.config.ListenerConfig;
import io.serval.container.config.RequestSettings;
import io.serval.container.config.ValveConfig;
import io.serval.container.descriptor.SourceLocation;
import io.serval.container.spi.LifecycleListener;
import io.serval.container.testing.Await;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

class ServalIT {
    private static final HttpClient CLIENT = HttpClient.newHttpClient();

    @TempDir Path directory;

    /** Answers with a greeting and what the request says of itself. */
    private static final class Hello extends HttpServlet {
        private static final long serialVersionUID = 1;

        @Override protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
            response.setContentType("text/plain");
            response.getWriter().print("hello " + request.getContextPath() + request.getServletPath());
        }
    }

    private static HttpServlet answering(Answer answer) {
        return new HttpServlet() {
            private static final long serialVersionUID = 1;

            @Override protected void service(HttpServletRequest request, HttpServletResponse response)
                    throws ServletException, IOException {
                response.getWriter().print(answer.to(request, getServletContext()));
            }
        };
    }

    private interface Answer {
        Object to(HttpServletRequest request, ServletContext context) throws IOException, ServletException;
    }

    private static HttpResponse<String> get(int port, String path) throws IOException, InterruptedException {
        return CLIENT.send(HttpRequest.newBuilder(URI.create("http://localhost:" + port + path))
                .timeout(Duration.ofSeconds(10)).build(), HttpResponse.BodyHandlers.ofString());
    }

    private static String body(Serval server, String path) throws IOException, InterruptedException {
        return get(server.port(), path).body();
    }

    /** One request in plain bytes, for a Host the JDK's client would not send. */
    private static String raw(int port, String request) throws IOException {
        try (Socket socket = new Socket("localhost", port)) {
            socket.setSoTimeout(10_000);
            socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
        }
    }

    private static Set<Thread> serverThreads() {
        return Thread.getAllStackTraces().keySet().stream().filter(Thread::isAlive)
                .filter(each -> each.getName().matches("(serval|http-).*")).collect(Collectors.toSet());
    }

    @Test void servesAServletInAFewLines() throws Exception {
        try (Serval server = Serval.builder().port(0).context("/app", app -> app.servlet("/hello", new Hello()))
                .start()) {
            assertEquals("hello /app/hello", body(server, "/app/hello"));
            assertEquals(404, get(server.port(), "/app/other").statusCode());
            assertEquals(List.of("http://localhost:" + server.port() + "/"), server.urls());
        }
    }

    @Test void twoServersLiveBesideEachOtherInOneJvm() throws Exception {
        try (Serval one = Serval.builder().port(0).context("", app -> app.servlet("/", answering((r, c) -> "one")))
                .start();
             Serval two = Serval.builder().port(0).context("", app -> app.servlet("/", answering((r, c) -> "two")))
                     .start()) {
            assertEquals("one", body(one, "/"));
            assertEquals("two", body(two, "/"));
            one.stop();
            assertEquals("two", body(two, "/"));
        }
    }

    @Test void takesFiltersListenersInitializersAndParametersByProgram() throws Exception {
        List<String> heard = new ArrayList<>();
        Filter marking = (request, response, chain) -> {
            ((HttpServletResponse) response).setHeader("X-Filtered", "yes");
            chain.doFilter(request, response);
        };
        try (Serval server = Serval.builder().port(0).context("/a", app -> app
                .initParameter("color", "green").attribute("shape", "round")
                .listener(new ServletContextListener() {
                    @Override public void contextInitialized(ServletContextEvent event) {
                        heard.add("up " + event.getServletContext().getAttribute("shape"));
                    }

                    @Override public void contextDestroyed(ServletContextEvent event) {
                        heard.add("down");
                    }
                })
                .initializer((types, context) -> heard.add("types " + types), String.class)
                .filter("/*", marking)
                .servlet("api", answering((r, c) -> c.getInitParameter("color") + r.getPathInfo()),
                        each -> each.addMapping("/api/*"))).start()) {
            HttpResponse<String> response = get(server.port(), "/a/api/x");

            assertEquals("green/x", response.body());
            assertEquals("yes", response.headers().firstValue("X-Filtered").orElse("no"));
            assertEquals(List.of("types [class java.lang.String]", "up round"), heard);
        }
        assertEquals(List.of("types [class java.lang.String]", "up round", "down"), heard);
    }

    @Test void dispatchesErrorsToThePagesOfTheProgram() throws Exception {
        try (Serval server = Serval.builder().port(0).context("", app -> app
                .servlet("/fail", answering((r, c) -> {
                    throw new IllegalStateException("on purpose");
                }))
                .servlet("/missing", answering((r, c) -> "nothing here"))
                .servlet("/broken", answering((r, c) -> "broken: "
                        + r.getAttribute("jakarta.servlet.error.exception_type")))
                .errorPage(404, "/missing").errorPage(IllegalStateException.class, "/broken")).start()) {
            assertEquals("nothing here", body(server, "/unknown"));
            assertEquals("broken: class java.lang.IllegalStateException", body(server, "/fail"));
            assertEquals(500, get(server.port(), "/fail").statusCode());
        }
    }

    @Test void servesFilesWithTypesAndWelcomeFilesButNeverWebInf() throws Exception {
        Files.createDirectories(directory.resolve("WEB-INF"));
        Files.writeString(directory.resolve("WEB-INF/secret.txt"), "secret");
        Files.writeString(directory.resolve("start.html"), "welcome");
        Files.writeString(directory.resolve("data.xyz"), "data");
        try (Serval server = Serval.builder().port(0).context("/files", app -> app.resources(directory)
                .welcomeFiles("start.html").mimeType("xyz", "chemical/x-xyz")).start()) {
            assertEquals("welcome", body(server, "/files/"));
            assertEquals("chemical/x-xyz", get(server.port(), "/files/data.xyz").headers()
                    .firstValue("Content-Type").orElse("none"));
            assertEquals(404, get(server.port(), "/files/WEB-INF/secret.txt").statusCode());
        }
    }

    @Test void keepsSessionsForAsLongAsTheProgramSays() throws Exception {
        try (Serval server = Serval.builder().port(0).context("", app -> app.sessionTimeout(Duration.ofSeconds(90))
                .sessionCookie(cookie -> cookie.setName("sid"))
                .servlet("/s", answering((r, c) -> r.getSession().getMaxInactiveInterval()))).start()) {
            HttpResponse<String> response = get(server.port(), "/s");

            assertEquals("90", response.body());
            assertTrue(response.headers().firstValue("Set-Cookie").orElse("").startsWith("sid="));
        }
    }

    @Test void servesADirectoryWithItsOwnClassesAsAWebApplication() throws Exception {
        Path classes = Files.createDirectories(directory.resolve("app/WEB-INF/classes"));
        Path source = Files.writeString(directory.resolve("Own.java"), """
                import jakarta.servlet.http.*;
                public class Own extends HttpServlet {
                    protected void doGet(HttpServletRequest q, HttpServletResponse p) throws java.io.IOException {
                        p.getWriter().print("own " + getClass().getClassLoader().equals(
                                Thread.currentThread().getContextClassLoader()));
                    }
                }
                """);
        assertEquals(0, javax.tools.ToolProvider.getSystemJavaCompiler().run(null, null, null, "-d",
                classes.toString(), "-cp", System.getProperty("java.class.path"), source.toString()));
        Files.writeString(directory.resolve("app/WEB-INF/web.xml"), """
                <web-app xmlns="https://jakarta.ee/xml/ns/jakartaee" version="6.1">
                  <servlet><servlet-name>own</servlet-name><servlet-class>Own</servlet-class></servlet>
                  <servlet-mapping><servlet-name>own</servlet-name><url-pattern>/own</url-pattern></servlet-mapping>
                </web-app>
                """);
        Files.writeString(directory.resolve("app/index.html"), "page");
        try (Serval server = Serval.builder().port(0).webapp("/shop", directory.resolve("app")).start()) {
            assertEquals("own true", body(server, "/shop/own"));
            assertEquals("page", body(server, "/shop/"));
        }
    }

    @Test void keepsTheClassesOfAWebAppThatIsGivenFurtherResources() throws Exception {
        Files.createDirectories(directory.resolve("app"));
        Files.writeString(Files.createDirectories(directory.resolve("more/META-INF/resources")).resolve("x.txt"),
                "more");
        try (Serval server = Serval.builder().port(0).webapp("/shop", directory.resolve("app"), app -> app
                .resourceRoot(toUrl(directory.resolve("more")))
                .servlet("/loader", answering((r, c) -> c.getClassLoader().getClass().getSimpleName()))).start()) {
            assertEquals("WebAppClassLoader", body(server, "/shop/loader"));
            assertEquals("more", body(server, "/shop/x.txt"));
        }
    }

    private static java.net.URL toUrl(Path path) {
        try {
            return path.toUri().toURL();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    @Test void handsSessionsOverWhenAnApplicationIsReplaced() throws Exception {
        try (Serval server = Serval.builder().port(0).context("/app", ServalIT::counting).start()) {
            HttpResponse<String> first = get(server.port(), "/app/count");
            String cookie = first.headers().firstValue("Set-Cookie").orElseThrow().replaceFirst(";.*", "");
            server.deploy("/app", ServalIT::counting);
            HttpRequest again = HttpRequest.newBuilder(URI.create("http://localhost:" + server.port() + "/app/count"))
                    .header("Cookie", cookie).timeout(Duration.ofSeconds(10)).build();
            assertEquals("1", first.body());
            assertEquals("2", CLIENT.send(again, HttpResponse.BodyHandlers.ofString()).body());
        }
    }

    private static void counting(WebAppBuilder app) {
        app.servlet("/count", answering((request, context) -> {
            Integer before = (Integer) request.getSession().getAttribute("count");
            int count = before == null ? 1 : before + 1;
            request.getSession().setAttribute("count", count);
            return count;
        }));
    }

    @Test void writesTheAccessLogOfOneApplication() throws Exception {
        ValveConfig valve = new ValveConfig("io.serval.container.accesslog.AccessLogValve", Map.of("directory", "mine",
                "prefix", "one", "suffix", ".log", "fileDateFormat", "", "pattern", "%U %s", "buffered", "false"),
                SourceLocation.NONE);
        try (Serval server = Serval.builder().port(0).baseDirectory(directory)
                .context("/one", app -> app.servlet("/a", new Hello())
                        .settings(old -> old.withValves(List.of(valve))))
                .context("/two", app -> app.servlet("/a", new Hello())).start()) {
            body(server, "/two/a");
            body(server, "/one/a");
        }
        assertEquals(List.of("/one/a 200"), Files.readAllLines(directory.resolve("mine/one.log")));
    }

    /** A listener as an element of a configuration names one. */
    public static final class Hearing implements LifecycleListener {
        private static final List<String> HEARD = new java.util.concurrent.CopyOnWriteArrayList<>();
        private String name;

        public void setName(String value) {
            name = value;
        }

        @Override public void lifecycleEvent(Event event, String subject, Throwable cause) {
            HEARD.add(name + ' ' + event + ' ' + subject);
        }
    }

    private static ListenerConfig hearing(String name) {
        return new ListenerConfig(Hearing.class.getName(), Map.of("name", name), SourceLocation.NONE);
    }

    @Test void tellsTheListenersThatElementsName() {
        Hearing.HEARD.clear();
        try (Serval server = Serval.builder().port(-1).lifecycleListeners(List.of(hearing("server")))
                .host("localhost", host -> host.lifecycleListeners(List.of(hearing("host"))))
                .context("/app", app -> app.settings(old -> old.withListeners(List.of(hearing("context"))))).start()) {
            assertEquals(List.of("server STARTING server", "server STARTING /app", "host STARTING /app",
                    "context STARTING /app", "server STARTED /app", "host STARTED /app", "context STARTED /app",
                    "server STARTED server"), Hearing.HEARD);
            assertEquals(Serval.State.RUNNING, server.state());
        }
        assertTrue(Hearing.HEARD.contains("context STOPPED /app"), Hearing.HEARD::toString);
    }

    @Test void saysWhereAListenerStandsThatCannotBeMade() {
        ListenerConfig listener = new ListenerConfig("no.Such", Map.of(), new SourceLocation("server.xml", 3, 5));
        IllegalArgumentException refused = assertThrows(IllegalArgumentException.class,
                () -> Serval.builder().lifecycleListeners(List.of(listener)));
        assertEquals("server.xml:3:5: LifecycleListener no.Such cannot be made: the class is not there; "
                + "its jar belongs into lib/", refused.getMessage());
    }

    @Test void leadsRequestsToVirtualHosts() throws Exception {
        try (Serval server = Serval.builder().port(0)
                .context("", app -> app.servlet("/", answering((r, c) -> "default host")))
                .host("shop.example", host -> host.alias("www.shop.example")
                        .context("", app -> app.servlet("/", answering((r, c) -> "shop"))))
                .start()) {
            String ask = "GET / HTTP/1.1\r\nHost: %s\r\nConnection: close\r\n\r\n";

            assertTrue(raw(server.port(), ask.formatted("www.SHOP.example")).endsWith("shop"));
            assertTrue(raw(server.port(), ask.formatted("other.example")).endsWith("default host"));
        }
    }

    @Test void startsInTwoStepsWithServletsDeferred() throws Exception {
        List<String> begun = new ArrayList<>();
        Serval server = Serval.builder().port(0).context("", app -> app.deferLoadOnStartup()
                .listener(new ServletContextListener() {
                    @Override public void contextInitialized(ServletContextEvent event) {
                        begun.add("listener");
                    }
                })
                .servlet("early", new HttpServlet() {
                    private static final long serialVersionUID = 1;

                    @Override public void init() {
                        begun.add("servlet");
                    }
                }, each -> each.setLoadOnStartup(1))).build();
        try {
            server.startContexts();
            assertEquals(List.of("listener"), begun);
            assertEquals(-1, server.port());
            server.context("").orElseThrow().loadOnStartup();
            assertEquals(List.of("listener", "servlet"), begun);

            server.startConnectors();
            int port = server.port();
            assertNotEquals(-1, port);
            server.start();
            assertEquals(port, server.port(), "a second start changes nothing");
        } finally {
            server.stop();
        }
        assertEquals(-1, server.port());
        server.stop();
    }

    @Test void closesThePortsAloneAndOpensThemAgain() throws Exception {
        List<String> heard = new ArrayList<>();
        try (Serval server = Serval.builder().port(0).context("", app -> app.servlet("/", answering((r, c) -> "here"))
                .listener(new ServletContextListener() {
                    @Override public void contextDestroyed(ServletContextEvent event) {
                        heard.add("down");
                    }
                })).start()) {
            int port = server.port();
            server.stopConnectors();
            assertThrows(ConnectException.class, () -> get(port, "/"));
            assertEquals(-1, server.port());
            assertEquals(List.of(), heard);

            server.startConnectors();
            assertEquals("here", body(server, "/"));
        }
        assertEquals(List.of("down"), heard);
    }

    @Test void needsNoPortAtAll() {
        try (Serval server = Serval.builder().port(-1).context("", app -> app.servlet("/", new Hello())).start()) {
            assertEquals(-1, server.port());
            assertEquals(Serval.State.RUNNING, server.state());
        }
    }

    @Test void tellsThePortThatIsTakenAndLeavesNothingBehind() throws Exception {
        Set<Thread> before = serverThreads();
        try (ServerSocket other = new ServerSocket(0)) {
            List<String> heard = new ArrayList<>();
            ServalBuilder builder = Serval.builder().port(0)
                    .addConnector(ConnectorConfig.DEFAULT.withPort(other.getLocalPort()), RequestSettings.DEFAULT)
                    .context("", app -> app.listener(new ServletContextListener() {
                        @Override public void contextDestroyed(ServletContextEvent event) {
                            heard.add("down");
                        }
                    }));
            PortException failure = assertThrows(PortException.class, builder::start);

            assertEquals(other.getLocalPort(), failure.port());
            assertInstanceOf(BindException.class, failure.getCause());
            assertEquals(List.of("down"), heard, "the application was stopped");
        }
        assertEquals(before, serverThreads());
    }

    @Test void showsWhatAnInitializerThrewAndLeavesNothingBehind() {
        Set<Thread> before = serverThreads();
        IllegalArgumentException mine = new IllegalArgumentException("not like this");
        ServalBuilder builder = Serval.builder().port(0).context("/bad", app -> app.onStartup((types, context) -> {
            throw mine;
        }));
        RuntimeException failure = assertThrows(RuntimeException.class, builder::start);

        Throwable root = failure;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        assertSame(mine, root);
        assertEquals(before, serverThreads());
    }

    @Test void aServletThatFailsAtStartFailsTheServerOnlyWhenAsked() {
        HttpServlet failing = new HttpServlet() {
            private static final long serialVersionUID = 1;

            @Override public void init() throws ServletException {
                throw new ServletException("no init");
            }
        };
        Serval.builder().port(-1).context("", app -> app.servlet("s", failing, each -> each.setLoadOnStartup(1)))
                .start().close();
        ServalBuilder strict = Serval.builder().port(-1).context("", app -> app.failOnServletInit()
                .servlet("s", failing, each -> each.setLoadOnStartup(1)));

        assertThrows(ServalException.class, strict::start);
    }

    @Test void letsARunningRequestFinishBeforeItStops() throws Exception {
        CountDownLatch inside = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        Serval server = Serval.builder().port(0).context("", app -> app.servlet("/slow", answering((r, c) -> {
            inside.countDown();
            try {
                assertTrue(goOn.await(10, TimeUnit.SECONDS));
            } catch (InterruptedException e) {
                return "interrupted";
            }
            return "finished";
        }))).start();
        int port = server.port();
        CompletableFuture<String> answer = CompletableFuture.supplyAsync(() -> {
            try {
                return get(port, "/slow").body();
            } catch (IOException | InterruptedException e) {
                return e.toString();
            }
        });
        assertTrue(inside.await(10, TimeUnit.SECONDS));
        assertEquals(1, server.activeRequests());
        Thread stopping = new Thread(server::stop);
        stopping.start();
        Await.until("the port stays open", () -> server.port() == -1 || !isOpen(port));
        goOn.countDown();

        assertEquals("finished", answer.get(10, TimeUnit.SECONDS));
        stopping.join(10_000);
        assertEquals(Serval.State.STOPPED, server.state());
        assertEquals(0, server.activeRequests());
    }

    private static boolean isOpen(int port) {
        try (Socket socket = new Socket("localhost", port)) {
            return socket.isConnected();
        } catch (IOException e) {
            return false;
        }
    }

    @Test void leavesNoThreadAndNoTemporaryDirectory() throws Exception {
        Set<Thread> before = serverThreads();
        Path[] temporary = new Path[1];
        try (Serval server = Serval.builder().port(0).keepJvmAlive().context("", app -> app
                .servlet("/", answering((r, c) -> {
                    temporary[0] = ((java.io.File) c.getAttribute(ServletContext.TEMPDIR)).toPath();
                    return Files.isDirectory(temporary[0]);
                }))).start()) {
            assertEquals("true", body(server, "/"));
            assertTrue(serverThreads().size() > before.size(), "it has threads while it runs");
        }

        Await.until("threads stay behind", () -> serverThreads().equals(before));
        assertFalse(Files.exists(temporary[0]), temporary[0] + " is gone");
        assertFalse(Files.exists(temporary[0].getParent()), temporary[0].getParent() + " is gone");
    }

    @Test void takesTheTemporaryDirectoryOfTheProgramAndRemovesIt() throws Exception {
        Path mine = directory.resolve("mine");
        try (Serval server = Serval.builder().port(0).context("", app -> app.tempDirectory(mine)
                .servlet("/", answering((r, c) -> c.getAttribute(ServletContext.TEMPDIR)))).start()) {
            assertEquals(mine.toString(), body(server, "/"));
            assertTrue(Files.isDirectory(mine));
        }
        assertFalse(Files.exists(mine));
    }

    @Test void writesALineForEveryRequestThoseTheConnectorRefusedToo() throws Exception {
        AccessLogSettings settings = AccessLogSettings.in(directory).withPattern("%m %U %s")
                .withRotation(false, false, -1);
        try (Serval server = Serval.builder().port(0).accessLog(settings)
                .context("/app", app -> app.servlet("/hello", new Hello())).start()) {
            get(server.port(), "/app/hello");
            get(server.port(), "/none");
            raw(server.port(), "GET / HTTP/1.1\r\n\r\n");
        }

        List<String> lines = Files.readAllLines(directory.resolve("access_log"));
        assertEquals(3, lines.size(), lines.toString());
        assertTrue(lines.containsAll(List.of("GET /app/hello 200", "GET /none 404")), lines.toString());
        assertTrue(lines.stream().anyMatch(each -> each.endsWith(" 400")), lines.toString());
    }

    @Test void addsReplacesAndRemovesApplicationsWhileItRuns() throws Exception {
        try (Serval server = Serval.builder().port(0).start()) {
            WebAppHandle first = server.deploy("/x", app -> app.servlet("/", answering((r, c) -> "first")));
            assertEquals("first", body(server, "/x/"));
            server.deploy("/x", app -> app.servlet("/", answering((r, c) -> "second")));
            assertEquals("second", body(server, "/x/"));
            assertEquals("/x", first.path());

            assertTrue(server.undeploy("/x"));
            assertEquals(404, get(server.port(), "/x/").statusCode());
            assertFalse(server.undeploy("/x"));
        }
    }

    @Test void runsFiltersForTheKindsOfDispatchTheyAskFor() throws Exception {
        Filter marking = (request, response, chain) -> {
            request.setAttribute("seen", request.getDispatcherType());
            chain.doFilter(request, response);
        };
        try (Serval server = Serval.builder().port(0).context("", app -> app
                .filter("forwards", marking, each -> each.addMappingForUrlPatterns(
                        EnumSet.of(DispatcherType.FORWARD), true, "/*"))
                .servlet("/to", answering((r, c) -> "seen " + r.getAttribute("seen")))
                .servlet("/from", new HttpServlet() {
                    private static final long serialVersionUID = 1;

                    @Override protected void doGet(HttpServletRequest request, HttpServletResponse response)
                            throws ServletException, IOException {
                        request.getRequestDispatcher("/to").forward(request, response);
                    }
                })).start()) {
            assertEquals("seen null", body(server, "/to"));
            assertEquals("seen FORWARD", body(server, "/from"));
        }
    }
}
