package io.serval.container.startup;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

import io.serval.container.testing.Await;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** The scripts, on a copy of the checkout whose path has a blank. */
@DisabledOnOs(OS.WINDOWS)
class ServalScriptIT {
    @TempDir Path directory;

    private Checkout checkout;

    @BeforeEach void copyTheCheckout() throws IOException {
        checkout = new Checkout(directory.resolve("my server"));
        Files.createDirectories(checkout.home().resolve("webapps/ROOT"));
        Files.writeString(checkout.home().resolve("webapps/ROOT/index.html"), "hello from a script");
    }

    @AfterEach void leaveNoProcess() throws IOException {
        Path pidFile = checkout.home().resolve("run/serval.pid");
        if (Files.exists(pidFile)) {
            ProcessHandle.of(Long.parseLong(Files.readString(pidFile).strip())).ifPresent(ProcessHandle::destroyForcibly);
        }
    }

    private String get(String path) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(
                URI.create("http://localhost:" + checkout.httpPort() + path)).build();
        return HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString()).body();
    }

    private static void await(String what, Callable<Boolean> condition) throws Exception {
        Await.until(what, condition);
    }

    private void assertStarts() throws Exception {
        Checkout.Answer started = checkout.run("startup.sh");
        assertEquals(0, started.status(), started.output());
        assertTrue(started.output().contains("http://localhost:" + checkout.httpPort() + "/"), started.output());
    }

    @Test void startsInTheBackgroundServesTellsItsStateAndStops() throws Exception {
        Checkout.Answer started = checkout.run("startup.sh");

        assertEquals(0, started.status(), started.output());
        assertTrue(started.output().matches("(?s).*Serval started in \\d+ ms: http://localhost:" + checkout.httpPort()
                + "/\nLog: " + checkout.home() + "/logs/serval.log\n"), started.output());
        assertEquals("hello from a script", get("/"));

        Checkout.Answer running = checkout.run("serval.sh", "status");
        assertEquals(0, running.status(), running.output());
        Checkout.Answer second = checkout.run("startup.sh");
        assertEquals(1, second.status(), second.output());
        assertTrue(second.output().contains("runs already"), second.output());
        assertEquals("hello from a script", get("/"), "the second start disturbs nobody");

        Checkout.Answer slow = checkout.run("serval.sh", "slowlog");
        assertEquals(0, slow.status(), slow.output());
        assertTrue(slow.output().matches("(?s)# http-nio-" + checkout.httpPort() + ": slow requests\n# ended, .*"),
                slow.output());

        Checkout.Answer stopped = checkout.run("shutdown.sh");
        assertEquals(0, stopped.status(), stopped.output());
        assertEquals(3, checkout.run("serval.sh", "slowlog").status());
        assertEquals(3, checkout.run("serval.sh", "status").status());
        assertFalse(Files.exists(checkout.home().resolve("run/serval.pid")), "the pid file is gone");
        assertTrue(Files.readString(checkout.home().resolve("logs/serval.log")).contains("Server startup in ["));
    }

    @Test void saysWhichPortIsTakenAndWhereToChangeIt() throws Exception {
        try (ServerSocket other = new ServerSocket(checkout.httpPort(), 1, InetAddress.getByName("0.0.0.0"))) {
            Checkout.Answer answer = checkout.run("startup.sh");

            assertEquals(1, answer.status(), answer.output());
            assertTrue(answer.output().contains("Port " + other.getLocalPort() + " cannot be opened"), answer.output());
            assertTrue(answer.output().matches("(?s).*attribute port of Connector at .*/conf/server.xml:\\d+:16; .*"),
                    answer.output());
            assertFalse(answer.output().contains("\tat "), "no stack trace: " + answer.output());
        }
    }

    @Test void namesTheFaultOfAConfigurationAndExitsWithOne() throws Exception {
        Path serverXml = checkout.home().resolve("conf/server.xml");
        Files.writeString(serverXml, Files.readString(serverXml).replace("connectionTimeout=\"20000\"",
                "connectionTimeout=\"20s\""));

        Checkout.Answer tested = checkout.run("serval.sh", "configtest");
        assertEquals(1, tested.status(), tested.output());
        assertTrue(tested.output().matches("(?s).*server.xml:\\d+:16: attribute connectionTimeout of Connector must be a "
                + "number of at least -1, was \"20s\".*"), tested.output());
        Checkout.Answer started = checkout.run("startup.sh");
        assertEquals(1, started.status(), started.output());
        assertTrue(started.output().contains("was \"20s\""), started.output());
    }

    @Test void findsTheShippedConfigurationRight() throws Exception {
        Checkout.Answer tested = checkout.run("serval.sh", "configtest");

        assertEquals(0, tested.status(), tested.output());
        assertFalse(tested.output().contains("warning"), tested.output());
    }

    @Test void worksThroughALinkAndWithTomcatsVariables() throws Exception {
        Path base = Files.createDirectories(directory.resolve("a tomcat base"));
        Files.createDirectories(base.resolve("webapps/ROOT"));
        Files.writeString(base.resolve("webapps/ROOT/index.html"), "from the other base");
        Files.createDirectories(base.resolve("bin"));
        Files.writeString(base.resolve("bin/setenv.sh"), "CATALINA_OPTS=-Dfrom.setenv=yes\n");
        Path pidFile = directory.resolve("my.pid");
        checkout.with("CATALINA_BASE", base.toString()).with("CATALINA_PID", pidFile.toString());
        Path link = Files.createSymbolicLink(directory.resolve("start-it"),
                checkout.home().resolve("bin/serval.sh"));

        Checkout.Answer started = checkout.run(link, "start");
        assertEquals(0, started.status(), started.output());
        assertEquals("from the other base", get("/"));
        ProcessHandle process = ProcessHandle.of(Long.parseLong(Files.readString(pidFile).strip())).orElseThrow();
        assertTrue(List.of(process.info().arguments().orElseThrow()).contains("-Dfrom.setenv=yes"));
        assertTrue(Files.exists(base.resolve("logs/serval.log")));

        Checkout.Answer stopped = checkout.run(link, "stop");
        assertEquals(0, stopped.status(), stopped.output());
        assertFalse(Files.exists(pidFile), "the pid file is gone");
        await("the process has ended", () -> !process.isAlive());
    }

    @Test void obeysTheShutdownPort() throws Exception {
        assertStarts();
        try (Socket socket = new Socket("localhost", checkout.shutdownPort())) {
            socket.getOutputStream().write("SHUTDOWN".getBytes(StandardCharsets.US_ASCII));
        }

        await("the server ends", () -> checkout.run("serval.sh", "status").status() == 3);
    }

    @Test void runsInTheForegroundUntilItIsTerminated() throws Exception {
        Path output = directory.resolve("run.out");
        Process process = checkout.process(List.of(checkout.home().resolve("bin/serval.sh").toString(), "run"))
                .redirectErrorStream(true).redirectOutput(output.toFile()).start();
        try {
            await("it has started: " + output, () -> Files.readString(output).contains("Server startup in ["));
            assertEquals("hello from a script", get("/"));
            process.destroy();
            assertTrue(process.waitFor(20, TimeUnit.SECONDS), "it ends after SIGTERM");
            assertTrue(Files.readString(output).contains("The server is stopped"), Files.readString(output));
        } finally {
            process.destroyForcibly();
        }
    }

    @Test void tellsVersions() throws Exception {
        Checkout.Answer answer = checkout.run("serval.sh", "version");

        assertEquals(0, answer.status(), answer.output());
        assertTrue(answer.output().contains("Server version: Serval/"), answer.output());
        assertTrue(answer.output().contains("SERVAL_HOME:    " + checkout.home()), answer.output());
    }

    @Test void saysWhatItCanDoWhenCalledInAWrongWay() throws Exception {
        assertEquals(2, checkout.run("serval.sh").status());
        Checkout.Answer answer = checkout.run("serval.sh", "begin");
        assertEquals(2, answer.status());
        assertTrue(answer.output().contains("usage: serval.sh"), answer.output());
    }

    @Test void refusesAJavaThatIsTooOldOrMissing() throws Exception {
        Path old = Files.createDirectories(directory.resolve("old/bin"));
        Path java = Files.writeString(old.resolve("java"), "#!/bin/sh\necho 'openjdk version \"11.0.2\"' >&2\n");
        assertTrue(java.toFile().setExecutable(true));
        checkout.with("JAVA_HOME", directory.resolve("old").toString());
        Checkout.Answer answer = checkout.run("serval.sh", "version");
        assertEquals(1, answer.status());
        assertTrue(answer.output().contains("needs Java 17 or newer") && answer.output().contains("is Java 11"),
                answer.output());

        checkout.with("JAVA_HOME", directory.resolve("none").toString());
        assertTrue(checkout.run("serval.sh", "version").output().contains("JAVA_HOME has no bin/java"));
    }

    @Test void buildsWhenASourceIsNewerThanLib() throws Exception {
        Path tools = Files.createDirectories(directory.resolve("tools"));
        Path mvn = Files.writeString(tools.resolve("mvn"), """
                #!/bin/sh
                echo "[INFO] Building Serval Connector 1.0.0-SNAPSHOT                   [2/3]"
                echo "called with $*" >> "$(dirname "$0")/calls"
                exit $(cat "$(dirname "$0")/status")
                """);
        assertTrue(mvn.toFile().setExecutable(true));
        Files.writeString(tools.resolve("status"), "0");
        checkout.with("PATH", tools + ":" + System.getenv("PATH"));
        Files.writeString(checkout.home().resolve("pom.xml"), "<project/>");
        Files.setLastModifiedTime(checkout.home().resolve("pom.xml"),
                java.nio.file.attribute.FileTime.fromMillis(System.currentTimeMillis() + 2_000));

        Files.writeString(tools.resolve("status"), "1");
        Checkout.Answer failed = checkout.run("serval.sh", "version");
        assertEquals(1, failed.status(), failed.output());
        assertTrue(failed.output().contains("The build failed"), failed.output());

        Files.writeString(tools.resolve("status"), "0");
        Checkout.Answer built = checkout.run("serval.sh", "version");
        assertEquals(0, built.status(), built.output());
        assertTrue(built.output().contains("The sources are newer than lib/"), built.output());
        assertTrue(built.output().contains("[2/3] Serval Connector"), built.output());
        assertTrue(Files.readString(tools.resolve("calls")).contains("-DskipTests"), "tests are left out");
    }
}
