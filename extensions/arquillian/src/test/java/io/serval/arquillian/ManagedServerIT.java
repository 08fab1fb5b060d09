package io.serval.arquillian;

import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

import org.jboss.arquillian.container.spi.client.container.DeploymentException;
import org.jboss.arquillian.container.spi.client.container.LifecycleException;
import org.jboss.shrinkwrap.api.ShrinkWrap;
import org.jboss.shrinkwrap.api.asset.StringAsset;
import org.jboss.shrinkwrap.api.exporter.ZipExporter;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Processes, without the part of Arquillian that asks for them. */
class ManagedServerIT {
    @TempDir Path directory;

    private final List<ProcessHandle> before = ProcessHandle.current().children().toList();

    private ServalConfiguration configuration() {
        ServalConfiguration configuration = new ServalConfiguration();
        configuration.setMode("managed");
        configuration.setOutputToConsole(false);
        configuration.setJavaVmArguments("-Xmx256m");
        configuration.setBase(directory.resolve("base").toString());
        configuration.validate();
        return configuration;
    }

    private Path war(String name, String page) {
        Path file = directory.resolve(name);
        ShrinkWrap.create(WebArchive.class, name).addAsWebResource(new StringAsset(page), "index.html")
                .as(ZipExporter.class).exportTo(file.toFile(), true);
        return file;
    }

    /** Those of the test; the suite may have a server of its own. */
    private List<ProcessHandle> children() {
        return ProcessHandle.current().children().filter(ProcessHandle::isAlive).filter(each -> !before.contains(each))
                .toList();
    }

    @Test void whatKeepsTheServerFromStartingIsTold() throws Exception {
        ServalConfiguration configuration = configuration();
        Path serverXml = Files.writeString(directory.resolve("server.xml"),
                "<Server><Service><Connector port=\"soon\"/><Engine><Host name=\"localhost\"/></Engine></Service></Server>");
        configuration.setServerXml(serverXml.toString());
        ManagedServer server = new ManagedServer(configuration);

        LifecycleException refused = assertThrows(LifecycleException.class, server::start);

        assertTrue(refused.getMessage().contains("before the server ended"), refused::getMessage);
        assertTrue(refused.getMessage().contains("\"soon\""), refused::getMessage);
        assertEquals(List.of(), children());
    }

    @Test void aServerThatIsStoppedLeavesNoProcessAndKeepsTheBaseItWasGiven() throws Exception {
        ManagedServer server = new ManagedServer(configuration());
        server.start();
        server.deploy(war("shop.war", "open"));
        assertEquals(200, status(server, "/shop/"));
        assertEquals(404, status(server, "/other/"));
        server.stop();
        server.stop();

        assertEquals(List.of(), children());
        assertTrue(Files.readString(directory.resolve("base/logs/serval.log")).contains("The server is stopped"));
        assertTrue(Files.exists(directory.resolve("base/webapps/shop.war")), "what was given is the user's own");
    }

    @Test void aTemporaryBaseIsDeleted() throws Exception {
        ServalConfiguration configuration = configuration();
        configuration.setBase("");
        List<Path> before = bases();
        ManagedServer server = new ManagedServer(configuration);
        server.start();
        assertEquals(before.size() + 1, bases().size());
        server.stop();
        assertEquals(before, bases());
    }

    @Test void aDeploymentToAServerThatDiedFailsAtOnce() throws Exception {
        ManagedServer server = new ManagedServer(configuration());
        server.start();
        ProcessHandle process = children().get(0);
        process.destroyForcibly();
        process.onExit().join();
        try {
            DeploymentException refused = assertThrows(DeploymentException.class,
                    () -> server.deploy(war("late.war", "never")));
            assertTrue(refused.getMessage().contains("before the server ended"), refused::getMessage);
            assertFalse(Files.exists(directory.resolve("base/webapps/late.war")));
        } finally {
            server.stop();
        }
    }

    private static int status(ManagedServer server, String path) throws IOException {
        return ((HttpURLConnection) new URL("http://localhost:" + server.port() + path).openConnection())
                .getResponseCode();
    }

    private static List<Path> bases() throws IOException {
        try (Stream<Path> all = Files.list(Path.of(System.getProperty("java.io.tmpdir")))) {
            return all.filter(each -> each.getFileName().toString().startsWith("serval-base")).sorted().toList();
        }
    }
}
