package io.serval.benchmarks.client;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

import com.sun.net.httpserver.HttpServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Against the small server of the JDK. */
class LoadTest {
    private HttpServer server;

    @BeforeEach void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        answer("/ok", 200);
        answer("/busy", 503);
        server.start();
    }

    @AfterEach void stop() {
        server.stop(0);
    }

    @Test void countsWhatIsAnswered() throws IOException {
        LoadResult result = run(LoadSpec.get("/ok", 4), 300);
        assertTrue(result.requests() > 4, () -> "only " + result.requests());
        assertEquals(result.requests(), result.latencies().count());
        assertEquals(0, result.failures());
    }

    @Test void countsFailures() throws IOException {
        try (Load load = new Load(server.getAddress(), LoadSpec.get("/busy", 2))) {
            load.touchAll();
            assertTrue(load.run(Duration.ofMillis(1)).failures() >= 2);
        }
    }

    @Test void keepsToItsRate() throws IOException {
        long requests = run(LoadSpec.get("/ok", 8).paced(50), 1_000).requests();
        assertTrue(requests >= 30 && requests <= 51, () -> requests + " in a second at a rate of 50");
    }

    @Test void usesEveryConnectionOnce() throws IOException {
        try (Load load = new Load(server.getAddress(), LoadSpec.get("/ok", 5))) {
            load.touchAll();
            assertTrue(load.run(Duration.ofMillis(100)).requests() > 0);
        }
    }

    private LoadResult run(LoadSpec spec, long millis) throws IOException {
        try (Load load = new Load(server.getAddress(), spec)) {
            return load.run(Duration.ofMillis(millis));
        }
    }

    private void answer(String path, int status) {
        byte[] content = "Hello".getBytes(StandardCharsets.US_ASCII);
        server.createContext(path, exchange -> {
            exchange.sendResponseHeaders(status, content.length);
            exchange.getResponseBody().write(content);
            exchange.close();
        });
    }
}
