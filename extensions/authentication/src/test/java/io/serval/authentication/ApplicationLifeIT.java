package io.serval.authentication;

import java.io.IOException;
import java.io.InputStream;
import java.lang.ref.WeakReference;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

import jakarta.security.auth.message.config.AuthConfigFactory;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import io.serval.container.Serval;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertNull;

/** What an application with classes of its own registers goes with it. */
class ApplicationLifeIT {
    private static final String[] CLASSES = {"RegisteringListener", "RegisteringListener$Module",
        "RegisteringListener$ProviderOfApp", "RegisteringListener$Who"};

    @TempDir Path base;

    private final HttpClient client = HttpClient.newHttpClient();
    private Serval server;

    @BeforeEach void start() throws IOException {
        server = Serval.builder().port(0).baseDirectory(base).webapp("/app", archive("one")).start();
    }

    @AfterEach void stop() {
        server.close();
        assertNull(AuthConfigFactory.getFactory());
    }

    private Path archive(String version) throws IOException {
        Path directory = base.resolve(version);
        Path classes = Files.createDirectories(directory.resolve("WEB-INF/classes/io/serval/authentication"));
        for (String each : CLASSES) {
            try (InputStream in = ApplicationLifeIT.class.getResourceAsStream(each + ".class")) {
                Files.copy(in, classes.resolve(each + ".class"));
            }
        }
        Files.writeString(directory.resolve("WEB-INF/web.xml"), "<web-app xmlns=\"https://jakarta.ee/xml/ns/jakartaee\""
                + " version=\"6.1\"><context-param><param-name>version</param-name><param-value>" + version
                + "</param-value></context-param></web-app>");
        return directory;
    }

    private String who(String name) throws Exception {
        return client.send(HttpRequest.newBuilder(URI.create("http://localhost:" + server.port() + "/app/who?name="
                + name)).timeout(Duration.ofSeconds(10)).build(), HttpResponse.BodyHandlers.ofString()).body();
    }

    private WeakReference<ClassLoader> loader() {
        ClassLoader loader = server.context("/app").orElseThrow().servletContext().getClassLoader();
        assertNotSame(ApplicationLifeIT.class.getClassLoader(), loader);
        return new WeakReference<>(loader);
    }

    private static void awaitCollected(WeakReference<?> reference) throws InterruptedException {
        long deadline = System.nanoTime() + Duration.ofSeconds(20).toNanos();
        while (reference.get() != null && System.nanoTime() < deadline) {
            System.gc();
            Thread.sleep(20);
        }
        assertNull(reference.get(), "the classes of the application are still held");
    }

    @Test void leavesNothingBehindWhenItStops() throws Exception {
        WeakReference<ClassLoader> loader = loader();
        assertEquals("ada true one", who("ada"));
        assertEquals(2, AuthConfigFactory.getFactory().getRegistrationIDs(null).length);

        server.undeploy("/app");
        assertEquals(0, AuthConfigFactory.getFactory().getRegistrationIDs(null).length);
        awaitCollected(loader);
    }

    @Test void handsOverToItsNextVersion() throws Exception {
        WeakReference<ClassLoader> loader = loader();
        assertEquals("ada true one", who("ada"));
        server.deploy("/app", archive("two"));

        assertEquals("bob true two", who("bob"));
        awaitCollected(loader);
        assertEquals("cyd true two", who("cyd"), "the module of the new version was not taken out with the old one");
    }
}
