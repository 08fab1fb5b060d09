package io.serval.container;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.TreeSet;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;

import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.binder.tomcat.TomcatMetrics;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Micrometer's binder for Tomcat finds in Serval what it looks for in a Tomcat. */
class MicrometerIT {
    private static final List<String> METERS = List.of("tomcat.cache.access", "tomcat.cache.hit",
            "tomcat.connections.config.max", "tomcat.connections.current", "tomcat.connections.keepalive.current",
            "tomcat.global.error", "tomcat.global.received", "tomcat.global.request", "tomcat.global.request.max",
            "tomcat.global.sent", "tomcat.servlet.error", "tomcat.servlet.request", "tomcat.servlet.request.max",
            "tomcat.threads.busy", "tomcat.threads.config.max", "tomcat.threads.current");

    /** Answers, and fails when it is asked to. */
    private static final class Shop extends HttpServlet {
        private static final long serialVersionUID = 1;

        @Override protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
            if ("fail".equals(request.getQueryString())) {
                response.sendError(409);
            } else {
                response.getWriter().print("done");
            }
        }
    }

    private static void get(Serval server, String path) throws Exception {
        HttpClient.newHttpClient().send(HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port() + path))
                .timeout(Duration.ofSeconds(10)).build(), HttpResponse.BodyHandlers.discarding());
    }

    private static void until(BooleanSupplier condition, String what) throws InterruptedException {
        long end = System.nanoTime() + Duration.ofSeconds(10).toNanos();
        while (!condition.getAsBoolean()) {
            assertTrue(System.nanoTime() < end, what);
            Thread.sleep(2);
        }
    }

    /** The domains of a Tomcat that stands alone, and of one that is embedded. */
    @ParameterizedTest @ValueSource(strings = {"Catalina", "Tomcat"})
    void tomcatMetricsReadsThreadsRequestsServletsAndCaches(String domain) throws Exception {
        try (Serval server = Serval.builder().port(0).address("127.0.0.1").jmx(domain).virtualThreads(false)
                .connector(c -> c.withName("http-nio-8080").withWorkers(c.workers().withMaxThreads(7)))
                .context("/shop", app -> app.servlet("/", new Shop())).start();
                TomcatMetrics metrics = new TomcatMetrics(null, List.of())) {
            SimpleMeterRegistry registry = new SimpleMeterRegistry();
            metrics.bindTo(registry);
            assertEquals(METERS, List.copyOf(registry.getMeters().stream().map(each -> each.getId().getName())
                    .collect(Collectors.toCollection(TreeSet::new))));
            for (String path : List.of("/shop/a", "/shop/a", "/shop/a", "/shop/b?fail", "/elsewhere")) {
                get(server, path);
            }
            until(() -> server.metrics().get(0).requests() == 5, "not all requests are counted");

            assertEquals(7, registry.get("tomcat.threads.config.max").tag("name", "http-nio-8080").gauge().value());
            assertTrue(registry.get("tomcat.threads.current").gauge().value() >= 1);
            assertEquals(8_192, registry.get("tomcat.connections.config.max").gauge().value());
            assertEquals(5, registry.get("tomcat.global.request").functionTimer().count());
            assertEquals(2, registry.get("tomcat.global.error").functionCounter().count());
            assertTrue(registry.get("tomcat.global.sent").functionCounter().count() > 500);
            assertTrue(registry.get("tomcat.global.received").functionCounter().count() > 500);
            String name = Shop.class.getSimpleName();
            Meter servlet = registry.getMeters().stream().filter(each -> each.getId().getName()
                    .equals("tomcat.servlet.request") && each.getId().getTag("name").contains(name)).findFirst()
                    .orElseThrow(() -> new AssertionError(registry.getMetersAsString()));
            String servletName = servlet.getId().getTag("name");
            assertEquals(4, registry.get("tomcat.servlet.request").tag("name", servletName).functionTimer().count());
            assertEquals(1, registry.get("tomcat.servlet.error").tag("name", servletName).functionCounter().count());
            assertEquals(5, registry.get("tomcat.cache.access").functionCounter().count());
            assertTrue(registry.get("tomcat.cache.hit").functionCounter().count() >= 1, "the third /shop/a is a hit");
        }
    }
}
