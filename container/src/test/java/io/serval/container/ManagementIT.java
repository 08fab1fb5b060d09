package io.serval.container;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.function.BooleanSupplier;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import javax.management.ReflectionException;

import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import org.junit.jupiter.api.Test;

import io.serval.container.management.HealthValve;
import io.serval.container.management.MetricsValve;
import io.serval.container.management.PrometheusCheck;
import io.serval.container.management.SlowRequestsValve;
import io.serval.container.testing.Await;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Health checks, figures and MBeans of a running server. */
class ManagementIT {
    private static final HttpClient CLIENT = HttpClient.newHttpClient();
    private static final MBeanServer BEANS = ManagementFactory.getPlatformMBeanServer();

    /** Holds requests with {@code ?hold} until the gate opens, and makes a session for the others. */
    private static final class Gate extends HttpServlet {
        private static final long serialVersionUID = 1;
        private final transient Semaphore gate = new Semaphore(0);

        int waiting() {
            return gate.getQueueLength();
        }

        @Override protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
            if ("hold".equals(request.getQueryString())) {
                gate.acquireUninterruptibly();
            } else {
                request.getSession();
            }
            response.getWriter().print("done");
        }
    }

    private final Gate gate = new Gate();

    private ServalBuilder builder() {
        return Serval.builder().port(0).address("127.0.0.1").virtualThreads(false)
                .connector(c -> c.withWorkers(c.workers().withMaxThreads(2).withMaxQueue(2)))
                .context("/app", app -> app.servlet("/", gate));
    }

    private Serval start(UnaryOperator<ServalBuilder> more) {
        return more.apply(builder()).start();
    }

    private static CompletableFuture<HttpResponse<String>> ask(Serval server, String path) {
        return CLIENT.sendAsync(HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port() + path))
                .timeout(Duration.ofSeconds(10)).build(), HttpResponse.BodyHandlers.ofString());
    }

    private static HttpResponse<String> get(Serval server, String path) {
        return ask(server, path).join();
    }

    private static void until(BooleanSupplier condition, String what) throws Exception {
        Await.until(what, condition::getAsBoolean);
    }

    @Test void figuresComeInTheFormatOfPrometheus() {
        try (Serval server = start(b -> b.host("localhost", h -> h.valve(new MetricsValve())))) {
            get(server, "/app/");
            HttpResponse<String> page = get(server, "/metrics");
            assertEquals("text/plain; version=0.0.4; charset=utf-8", page.headers().firstValue("content-type").get());
            List<String> samples = page.body().lines().filter(line -> !line.startsWith("#")).toList();
            Map<String, Double> read = PrometheusCheck.read(page.body());
            assertEquals(samples.size(), read.size());
            assertTrue(read.keySet().stream().anyMatch(each -> each.startsWith("serval_servlet_requests_total{context="
                    + "/app, host=localhost, servlet=Gate")), page::body);
            assertTrue(page.body().contains("serval_ready 1\n"), page::body);
            assertTrue(page.body().contains("serval_sessions_active{host=\"localhost\",context=\"/app\"} 1\n"),
                    page::body);
            assertTrue(samples.stream().anyMatch(line -> line.matches(
                    "serval_requests_total\\{connector=\"http-\\d+\",status=\"2xx\"} 1")), page::body);
            assertTrue(page.body().contains("serval_loop_tick_duration_seconds_bucket{connector="), page::body);
        }
    }

    @Test void namesOfAllKindsComeThroughThePageAsTheyAre() {
        try (Serval server = start(b -> b.context("/wei\"rd\\app", app -> app.servlet("/x", gate))
                .host("localhost", h -> h.valve(new MetricsValve())))) {
            Map<String, Double> read = PrometheusCheck.read(get(server, "/metrics").body());
            assertEquals(1, read.get("serval_application_up{context=/wei\"rd\\app, host=localhost}"), read::toString);
        }
    }

    @Test void everyFigureIsDocumented() throws IOException {
        try (Serval server = start(b -> b.host("localhost", h -> h.valve(new MetricsValve())))) {
            List<String> rows = Files.readAllLines(Path.of("..", "docs", "metrics.md")).stream()
                    .filter(line -> line.startsWith("| `serval_")).map(line -> line.split("\\|")[1]).toList();
            List<String> missing = PrometheusCheck.families(get(server, "/metrics").body()).stream()
                    .filter(name -> rows.stream().noneMatch(row -> isNamed(name, row))).toList();
            assertEquals(List.of(), missing);
        }
    }

    /** A row names {@code serval_a_b}, and {@code _c} for {@code serval_a_c}. */
    private static boolean isNamed(String family, String row) {
        List<String> names = Pattern.compile("`([a-z_]+)(\\{[a-z,]+})?`").matcher(row).results()
                .map(each -> each.group(1)).toList();
        String[] first = names.get(0).split("_");
        return names.contains(family) || names.stream().skip(1).anyMatch(each ->
                family.startsWith(first[0] + '_' + first[1]) && family.endsWith(each));
    }

    /** Told and not asserted: how fast a machine is says nothing of the server. */
    @Test void aScrapeTakesLittle() {
        try (Serval server = start(b -> b.host("localhost", h -> h.valve(new MetricsValve())))) {
            long[] nanos = new long[200];
            for (int i = 0; i < nanos.length; i++) {
                long before = System.nanoTime();
                assertEquals(200, get(server, "/metrics").statusCode());
                nanos[i] = System.nanoTime() - before;
            }
            Arrays.sort(nanos, 100, 200);
            System.out.printf("a scrape takes %.2f ms (median, client and loopback included)%n", nanos[150] / 1e6);
        }
    }

    @Test void figuresAreForClientsThatAreAllowed() {
        MetricsValve valve = new MetricsValve();
        valve.setPath("/figures");
        valve.setAllow("10.1.2.3");
        try (Serval server = start(b -> b.host("localhost", h -> h.valve(valve)))) {
            assertEquals(403, get(server, "/figures").statusCode());
            assertEquals(404, get(server, "/metrics").statusCode());
        }
    }

    @Test void whoIsAllowedMustBeAddressesOrNetworks() {
        String message = assertThrows(IllegalArgumentException.class, () -> new MetricsValve().setAllow("localhost"))
                .getMessage();
        assertTrue(message.contains("localhost") && message.contains("10.0.0.0/8"), message);
    }

    @Test void healthAndFiguresAreAnsweredWhileAllWorkersAreBusyAndTheQueueIsFull() throws Exception {
        try (Serval server = start(b -> b.host("localhost",
                h -> h.valve(new HealthValve()).valve(new MetricsValve())))) {
            List<CompletableFuture<HttpResponse<String>>> held = new ArrayList<>();
            for (int i = 1; i <= 4; i++) {
                held.add(ask(server, "/app/?hold"));
                int begun = i;
                until(() -> gate.waiting() == Math.min(2, begun)
                        && server.metrics().get(0).queued() == Math.max(0, begun - 2), "a request is not held");
            }
            assertEquals(503, get(server, "/app/").statusCode());
            for (int i = 0; i < 20; i++) {
                assertEquals(200, get(server, "/health/ready").statusCode());
            }
            assertTrue(get(server, "/metrics").body().contains("cause=\"queue_full\"} 1\n"));
            gate.gate.release(4);
            for (CompletableFuture<HttpResponse<String>> each : held) {
                assertEquals("done", each.join().body());
            }
        }
    }

    @Test void aServerThatDrainsIsLiveButNotReadyAndServesOn() throws Exception {
        Serval server = start(b -> b.drainDelay(Duration.ofMillis(1_500))
                .host("localhost", h -> h.valve(new HealthValve())));
        assertEquals("{\"status\":\"UP\",\"checks\":[]}\n", get(server, "/health/ready").body());
        CompletableFuture<Void> stopping = CompletableFuture.runAsync(server::stop);
        until(server::isDraining, "the server does not drain");
        assertEquals(503, get(server, "/health/ready").statusCode());
        assertEquals(503, get(server, "/health").statusCode());
        assertEquals(200, get(server, "/health/live").statusCode());
        assertEquals("done", get(server, "/app/").body());
        stopping.join();
    }

    @Test void slowRequestsAreListed() throws Exception {
        try (Serval server = start(b -> b.connector(c -> c.withObservation(c.observation()
                        .withSlowRequestThreshold(Duration.ofMillis(30))))
                .host("localhost", h -> h.valve(new SlowRequestsValve())))) {
            CompletableFuture<HttpResponse<String>> slow = ask(server, "/app/?hold");
            until(() -> server.metrics().get(0).busyThreads() > 0, "no worker has the request");
            long held = System.nanoTime();
            until(() -> System.nanoTime() - held > Duration.ofMillis(40).toNanos(), "the clock stands still");
            gate.gate.release();
            slow.join();
            until(() -> get(server, "/slow-requests").body().contains(" GET /app/ "), "the request is not listed");
        }
    }

    private static Object attribute(String bean, String attribute) throws Exception {
        return BEANS.getAttribute(new ObjectName(bean), attribute);
    }

    private static Set<ObjectName> beans(String domain) throws Exception {
        return BEANS.queryNames(new ObjectName(domain + ":*"), null);
    }

    @Test void beansHaveTheNamesAndAttributesThatToolsForTomcatRead() throws Exception {
        try (Serval server = start(b -> b.jmx("TestOne").connector(c -> c.withName("http-nio-8080")))) {
            get(server, "/app/");
            get(server, "/missing");
            until(() -> server.metrics().get(0).requests() == 2, "a request is not counted");
            String pool = "TestOne:type=ThreadPool,name=\"http-nio-8080\"";
            for (String each : List.of("maxThreads", "currentThreadCount", "currentThreadsBusy", "connectionCount",
                    "maxConnections", "keepAliveCount")) {
                assertTrue(attribute(pool, each) instanceof Number, each);
            }
            assertEquals(2, attribute(pool, "maxThreads"));
            String requests = "TestOne:type=GlobalRequestProcessor,name=\"http-nio-8080\"";
            assertEquals(2L, attribute(requests, "requestCount"));
            assertEquals(1L, attribute(requests, "errorCount"));
            for (String each : List.of("bytesSent", "bytesReceived", "processingTime", "maxTime")) {
                assertTrue(attribute(requests, each) instanceof Long, each);
            }
            assertEquals(1, attribute("TestOne:type=Manager,host=localhost,context=/app", "activeSessions"));
            assertEquals("STARTED", attribute("TestOne:type=Server", "stateName"));
            for (ObjectName each : beans("TestOne")) {
                for (var attribute : BEANS.getMBeanInfo(each).getAttributes()) {
                    BEANS.getAttribute(each, attribute.getName());
                }
            }
        }
        assertEquals(Set.of(), beans("TestOne"));
    }

    @Test void rulesOfExportersForTomcatMatchAsTheyAreWritten() throws Exception {
        try (Serval server = start(b -> b.jmx("TestRules").connector(c -> c.withName("http-nio-8080")))) {
            get(server, "/app/");
            until(() -> server.metrics().get(0).requests() == 1, "the request is not counted");
            List<String> names = beans("TestRules").stream().map(each -> each.getDomain() + '<'
                    + each.getKeyPropertyListString().replace(",", ", ") + '>').sorted().toList();
            for (String rule : List.of("GlobalRequestProcessor", "ThreadPool")) {
                String pattern = "TestRules<type=" + rule + ", name=\"(\\w+-\\w+)-(\\d+)\">";
                assertTrue(names.stream().anyMatch(each -> each.matches(pattern)), pattern + names);
            }
            String servlet = "TestRules<j2eeType=Servlet, WebModule=//localhost/app, name=[-\\w.$/ ]+, "
                    + "J2EEApplication=none, J2EEServer=none>";
            assertTrue(names.stream().anyMatch(each -> each.matches(servlet)), servlet + names);
            assertTrue(names.contains("TestRules<type=Manager, host=localhost, context=/app>"), names::toString);
        }
    }

    @Test void aConnectorCanBePausedAndResumedByItsBean() throws Exception {
        try (Serval server = start(b -> b.jmx("TestPause"))) {
            ObjectName bean = new ObjectName("TestPause:type=Connector,port=" + server.port());
            assertEquals("STARTED", BEANS.getAttribute(bean, "stateName"));
            BEANS.invoke(bean, "pause", null, null);
            assertEquals("PAUSED", BEANS.getAttribute(bean, "stateName"));
            HttpClient fresh = HttpClient.newHttpClient();
            HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port() + "/app/"))
                    .timeout(Duration.ofSeconds(10)).build();
            assertThrows(ConnectException.class, () -> fresh.send(request, HttpResponse.BodyHandlers.ofString()));
            BEANS.invoke(bean, "resume", new Object[0], new String[0]);
            assertEquals("done", fresh.send(request, HttpResponse.BodyHandlers.ofString()).body());
            assertThrows(ReflectionException.class, () -> BEANS.invoke(bean, "destroy", null, null));
            assertEquals(2, BEANS.getMBeanInfo(bean).getOperations().length);
        }
    }

    @Test void beansFollowApplicationsThatComeAndGo() throws Exception {
        try (Serval server = start(b -> b.jmx("TestTwo"))) {
            ObjectName late = new ObjectName("TestTwo:type=Manager,host=localhost,context=/late");
            assertFalse(BEANS.isRegistered(late));
            server.deploy("/late", app -> { });
            assertTrue(BEANS.isRegistered(late));
            server.undeploy("/late");
            assertFalse(BEANS.isRegistered(late));
        }
    }

    @Test void twoServersOfAJvmDoNotCollideAndWithoutJmxThereAreNoBeans() throws Exception {
        try (Serval one = start(b -> b.jmx("TestThree")); Serval two = start(b -> b.jmx("TestThree"));
                Serval none = start(b -> b.name("TestNone"))) {
            assertEquals(3, Set.of(one.port(), two.port(), none.port()).size());
            assertFalse(beans("TestThree").isEmpty());
            assertEquals(beans("TestThree").size(), beans("TestThree-2").size());
            assertEquals(Set.of(), beans("TestNone"));
            assertEquals(Set.of(), beans("Serval"));
        }
        assertEquals(Set.of(), beans("TestThree*"));
    }
}
