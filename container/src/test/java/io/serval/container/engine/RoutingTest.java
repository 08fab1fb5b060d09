package io.serval.container.engine;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.serval.container.config.RequestSettings;
import io.serval.container.descriptor.WebAppDescriptor;
import io.serval.container.spi.Valve;
import io.serval.container.testing.TestApp;
import io.serval.container.testing.TestApp.Setup;
import io.serval.container.testing.TestExchange;
import io.serval.http.HttpException;
import io.serval.http.RequestTarget;
import io.serval.http.Status;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

class RoutingTest {
    @TempDir Path directory;

    private final HostTable hosts = new HostTable(List.of(
            new HostTable.Host("localhost", List.of(), List.of()),
            new HostTable.Host("shop.example", List.of("www.shop.example", "*.shops.example"), List.of())),
            "localhost");
    private final ServletEngine engine = new ServletEngine(hosts, RequestSettings.DEFAULT);
    private final List<WebApp> started = new ArrayList<>();

    @AfterEach void stopAll() {
        started.forEach(app -> app.stop(false));
    }

    /** Answers with a name and the path elements. */
    private static Consumer<Setup> naming(String name) {
        return setup -> setup.servlet("/*", (request, response) -> response.getWriter().print(name + '|'
                + request.getContextPath() + '|' + request.getServletPath() + '|' + request.getPathInfo()));
    }

    private WebApp deploy(String host, String path, String version, Consumer<Setup> setup) throws Exception {
        WebApp app = WebApp.create(WebAppDescriptor.EMPTY,
                TestApp.environment(path, null, setup).withVersion(version).withHostName(host));
        app.start();
        started.add(app);
        hosts.deploy(host, app);
        return app;
    }

    private TestExchange send(TestExchange exchange) throws Exception {
        return exchange.handledBy(engine).pump();
    }

    private String text(String path) throws Exception {
        return send(TestExchange.get(path)).text();
    }

    @Test void findsTheLongestContextPath() throws Exception {
        deploy("localhost", "", "", naming("root"));
        deploy("localhost", "/a", "", naming("a"));
        deploy("localhost", "/a/b", "", naming("ab"));
        assertEquals("ab|/a/b||/c", text("/a/b/c"));
        assertEquals("a|/a||/bc", text("/a/bc"));
        assertEquals("root|||/ab", text("/ab"));
        assertEquals("ab|/a/./x/../b||/c", text("/a/./x/../b//c;p=1"), "the context path as the client wrote it");
        assertEquals("ab|/a/b||/c", text("/a/b/c"), "the second time, from memory");
    }

    @Test void answers404WhereNoApplicationIs() throws Exception {
        deploy("localhost", "/a", "", naming("a"));
        TestExchange exchange = send(TestExchange.get("/b<script>"));
        assertEquals(404, exchange.status());
        assertTrue(exchange.text().contains("404 Not Found"), exchange.text());
        assertFalse(exchange.text().contains("script"), exchange.text());
        assertFalse(exchange.text().toLowerCase(Locale.ROOT).contains("serval"), exchange.text());
    }

    @Test void redirectsABareContextPathAndKeepsTheQuery() throws Exception {
        deploy("localhost", "/a", "", naming("a"));
        TestExchange exchange = send(TestExchange.get("/a?x=1"));
        assertEquals(302, exchange.status());
        assertEquals("/a/?x=1", exchange.responseHeader("Location"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"/a/%2e%2e/b", "/a/..;/b", "/a%2Fb", "/a\\b", "/a%00", "/a/../../b", "/%C0%AF"})
    void answers400ForSuspiciousPaths(String path) throws Exception {
        deploy("localhost", "", "", naming("root"));
        assertEquals(400, send(TestExchange.get(path)).status());
    }

    @Test void choosesTheHostByNameAliasAndWildcard() throws Exception {
        deploy("localhost", "", "", naming("local"));
        deploy("shop.example", "", "", naming("shop"));
        assertEquals("local|||/", text("/"));
        for (String host : List.of("shop.example", "SHOP.example:8080", "www.shop.example", "x.shops.example",
                "shop.example.")) {
            assertEquals("shop|||/", send(TestExchange.get("/").header("Host", host)).text(), host);
        }
        assertEquals("local|||/", send(TestExchange.get("/").header("Host", "a.b.shops.example")).text());
        assertEquals("local|||/", send(TestExchange.get("/").header("Host", "[::1]:80")).text());
    }

    @Test void refusesAnAliasThatNamesTwoHosts() {
        assertThrows(IllegalArgumentException.class, () -> new HostTable(List.of(
                new HostTable.Host("a", List.of("x"), List.of()), new HostTable.Host("b", List.of("X"), List.of())),
                        "a"));
        assertThrows(IllegalArgumentException.class, () -> new HostTable(List.of(
                new HostTable.Host("a", List.of(), List.of())), "b"));
    }

    @Test void answers503ForAFailedAndAPausedApplication() throws Exception {
        WebApp app = deploy("localhost", "/a", "", naming("a"));
        hosts.deploy("localhost", WebApp.failed(TestApp.environment("/broken", null, setup -> { }),
                new IllegalStateException("no class")));
        assertEquals(503, send(TestExchange.get("/broken/x")).status());
        assertEquals("a|/a||/x", text("/a/x"));
        app.pause();
        assertEquals(503, send(TestExchange.get("/a/x")).status());
        app.resume();
        assertEquals("a|/a||/x", text("/a/x"));
        app.stop();
        assertEquals(503, send(TestExchange.get("/a/x")).status());
        hosts.undeploy("localhost", app);
        assertEquals(404, send(TestExchange.get("/a/x")).status());
    }

    @Test void replacesAnApplicationWithoutAGap() throws Exception {
        WebApp old = deploy("localhost", "/a", "", naming("old"));
        assertEquals("old|/a||/x", text("/a/x"));
        WebApp fresh = WebApp.create(WebAppDescriptor.EMPTY, TestApp.environment("/a", null, naming("new")));
        fresh.start();
        started.add(fresh);
        hosts.replace("localhost", old, fresh);
        old.stop();
        assertEquals("new|/a||/x", text("/a/x"));
    }

    @Test void servesOlderVersionsToTheirSessions() throws Exception {
        deploy("localhost", "/a", "1", setup -> setup.servlet("/*", (request, response) -> {
            request.getSession();
            response.getWriter().print("one");
        }));
        TestExchange first = send(TestExchange.get("/a/x"));
        String cookie = first.responseHeader("Set-Cookie").split(";")[0];
        deploy("localhost", "/a", "2", naming("two"));
        assertEquals("two|/a||/x", text("/a/x"));
        assertEquals("one", send(TestExchange.get("/a/x").header("Cookie", cookie)).text());
        assertEquals("two|/a||/x", send(TestExchange.get("/a/x").header("Cookie", "JSESSIONID=other")).text());
    }

    @Test void stopWaitsForRunningRequests() throws Exception {
        CountDownLatch inside = new CountDownLatch(1);
        CountDownLatch leave = new CountDownLatch(1);
        List<String> order = Collections.synchronizedList(new ArrayList<>());
        WebApp app = deploy("localhost", "/a", "", setup -> setup.servlet("slow", "/slow",
                new HttpServlet() {
                    @Override protected void doGet(HttpServletRequest request,
                                                   HttpServletResponse response) {
                        inside.countDown();
                        await(leave);
                        order.add("served");
                    }

                    @Override public void destroy() {
                        order.add("destroyed");
                    }
                }));
        Thread client = new Thread(() -> run(() -> send(TestExchange.get("/a/slow"))));
        client.start();
        await(inside);
        assertEquals(1, app.activeRequests());
        Thread stopper = new Thread(app::stop);
        stopper.start();
        while (app.state() != AppState.STOPPING) {
            Thread.onSpinWait();
        }
        leave.countDown();
        stopper.join(5_000);
        client.join(5_000);
        assertEquals(List.of("served", "destroyed"), order);
        assertEquals(0, app.activeRequests());
        assertEquals(AppState.STOPPED, app.state());
    }

    private interface Action {
        void run() throws Exception;
    }

    private static void run(Action action) {
        try {
            action.run();
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    private static void await(CountDownLatch latch) {
        run(() -> assertTrue(latch.await(5, TimeUnit.SECONDS)));
    }

    @Test void answersTheServerWideOptionsAndRefusesTrace() throws Exception {
        deploy("localhost", "", "", naming("root"));
        TestExchange options = send(TestExchange.of("OPTIONS", "*")
                .target(new RequestTarget(RequestTarget.Form.ASTERISK, null, null, "*", null)));
        assertEquals(200, options.status());
        assertTrue(options.responseHeader("Allow").contains("GET"));
        TestExchange trace = send(TestExchange.of("TRACE", "/"));
        assertEquals(405, trace.status());
        TestExchange connect = send(TestExchange.of("CONNECT", "/")
                .target(new RequestTarget(RequestTarget.Form.AUTHORITY, null, "x:1", "", null)));
        assertEquals(501, connect.status());
    }

    @Test void letsValvesOfHostAndApplicationStandBeforeIt() throws Exception {
        List<String> seen = new ArrayList<>();
        Valve noting = (exchange, next) -> {
            seen.add("host");
            next.handle(exchange);
        };
        Valve refusing = (exchange, next) -> {
            seen.add("context");
            if (exchange.head().target().path().endsWith("no")) {
                throw new HttpException(Status.FORBIDDEN, "no");
            }
            next.handle(exchange);
        };
        HostTable valved = new HostTable(List.of(new HostTable.Host("h", List.of(), List.of(noting))), "h");
        WebApp app = WebApp.create(WebAppDescriptor.EMPTY,
                TestApp.environment("", null, naming("v")).withValves(List.of(refusing)));
        app.start();
        started.add(app);
        valved.deploy("h", app);
        ServletEngine behind = new ServletEngine(valved, RequestSettings.DEFAULT);
        assertEquals("v|||/yes", TestExchange.get("/yes").handledBy(behind).text());
        assertEquals(403, TestExchange.get("/no").handledBy(behind).status());
        assertEquals(List.of("host", "context", "host", "context"), seen);
    }

    @Test void findsWelcomeFilesFirstThenWelcomeServlets() throws Exception {
        Files.createDirectories(directory.resolve("static"));
        Files.writeString(directory.resolve("static/index.html"), "hi");
        Files.createDirectories(directory.resolve("empty"));
        WebAppDescriptor descriptor = welcome(List.of("start.do", "index.html"));
        WebApp app = WebApp.create(descriptor, TestApp.environment("/w", directory, setup -> {
            setup.servlet("*.do", (request, response) -> response.getWriter().print("do:" + request.getServletPath()));
            setup.servlet("/", (request, response) -> response.getWriter().print("file:" + request.getServletPath()));
        }));
        app.start();
        started.add(app);
        hosts.deploy("localhost", app);
        assertEquals("file:/static/index.html", text("/w/static/"));
        assertEquals("do:/empty/start.do", text("/w/empty/"));
        Files.writeString(directory.resolve("empty/index.html"), "now");
        assertEquals("file:/empty/index.html", text("/w/empty/"));
    }

    @Test void passesOverWelcomePagesThatAreNotThere() throws Exception {
        Files.createDirectories(directory.resolve("with"));
        Files.writeString(directory.resolve("with/index.jsp"), "a page");
        WebApp app = WebApp.create(welcome(List.of("index.jsp")), TestApp.environment("/w", directory, setup ->
                setup.servlet("/", (request, response) -> response.getWriter().print("at " + request.getServletPath()))));
        app.start();
        started.add(app);
        hosts.deploy("localhost", app);
        assertEquals("at /", text("/w/"));
        assertEquals(501, send(TestExchange.get("/w/with/")).status());
    }

    private static WebAppDescriptor welcome(List<String> files) {
        WebAppDescriptor none = WebAppDescriptor.EMPTY;
        return new WebAppDescriptor(null, null, 6, 1, false, false, false, null, null, null, Map.of(), List.of(),
                List.of(), List.of(), List.of(), List.of(), none.session(), Map.of(), files, List.of(), Map.of(),
                Map.of(), List.of(), List.of(), null, List.of(), List.of(), List.of(), List.of(), null);
    }

    @Test void hidesWebInf() throws Exception {
        deploy("localhost", "/a", "", naming("a"));
        for (String path : List.of("/a/WEB-INF/web.xml", "/a/web-inf/x", "/a/META-INF", "/a/x/../WEB-INF/web.xml")) {
            assertEquals(404, send(TestExchange.get(path)).status(), path);
        }
        assertEquals(200, send(TestExchange.get("/a/WEB-INFO")).status());
    }
}
