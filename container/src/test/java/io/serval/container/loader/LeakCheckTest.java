package io.serval.container.loader;

import java.nio.file.Path;
import java.sql.DriverManager;
import java.util.List;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

import io.serval.container.deploy.Compiler;
import io.serval.container.resource.ResourceRoots;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

class LeakCheckTest {
    @TempDir private Path app;

    private List<String> leftBehindBy(String body) throws Exception {
        Logger log = (Logger) LoggerFactory.getLogger(LeakCheck.class);
        log.setLevel(Level.OFF);
        Compiler.compile(app.resolve("WEB-INF/classes"),
                "public class App { public static void run() throws Exception {"
                + body + "} }", """
                public class TestDriver implements java.sql.Driver {
                    public java.sql.Connection connect(String url, java.util.Properties info) { return null; }
                    public boolean acceptsURL(String url) { return url.equals("jdbc:left-behind"); }
                    public java.sql.DriverPropertyInfo[] getPropertyInfo(String url,
                            java.util.Properties info) { return null; }
                    public int getMajorVersion() { return 1; }
                    public int getMinorVersion() { return 0; }
                    public boolean jdbcCompliant() { return false; }
                    public java.util.logging.Logger getParentLogger() { return null; }
                }""");
        SharedApi api = new SharedApi(getClass().getClassLoader());
        try (var resources = ResourceRoots.of(app).build(); var loader = new WebAppClassLoader.Builder("/shop",
                resources,
                List.of(), api, api, false).build()) {
            Thread thread = new Thread(() -> {
                try {
                    loader.loadClass("App").getMethod("run").invoke(null);
                } catch (ReflectiveOperationException failure) {
                    throw new AssertionError(failure);
                }
            });
            thread.setContextClassLoader(loader);
            thread.start();
            thread.join();
            return LeakCheck.run(loader);
        } finally {
            log.setLevel(null);
        }
    }

    @Test void findsNothingWhereNothingIsLeft() throws Exception {
        assertEquals(List.of(), leftBehindBy(""));
    }

    @Test void deregistersDriversTheApplicationLeft() throws Exception {
        int before = (int) DriverManager.drivers().count();
        List<String> found = leftBehindBy("java.sql.DriverManager.registerDriver(new TestDriver());");
        assertEquals(1, found.size(), found::toString);
        assertTrue(found.get(0).startsWith("JDBC driver TestDriver was registered and not deregistered"),
                found::toString);
        assertEquals(before, DriverManager.drivers().count());
        assertEquals(List.of(), leftBehindBy(""));
    }

    @Test void namesThreadsThatStillRun() throws Exception {
        List<String> found = leftBehindBy("Thread left = new Thread(() -> { try { Thread.sleep(60_000); } "
                + "catch (InterruptedException end) { } }, \"poll-prices\"); left.setDaemon(true); left.start();"
                + "while (left.getState() != Thread.State.TIMED_WAITING) { Thread.onSpinWait(); }");
        Thread left = Thread.getAllStackTraces().keySet().stream().filter(each -> each.getName().equals("poll-prices"))
                .findFirst().orElseThrow();
        left.interrupt();
        left.join();
        assertEquals(1, found.size(), found::toString);
        assertTrue(found.get(0).startsWith("thread \"poll-prices\" (at java.lang.Thread."), found::toString);
        assertFalse(found.get(0).contains("\n"));
    }
}
