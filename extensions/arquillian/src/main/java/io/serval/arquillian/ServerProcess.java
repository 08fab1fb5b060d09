package io.serval.arquillian;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

import org.jboss.arquillian.container.spi.client.container.LifecycleException;

/**
 * A running server. Ends with the JVM of the tests, however that ends in an orderly way. What it prints is taken by a
 * thread of its own, which ends with it.
 */
final class ServerProcess {
    private static final String MAIN_CLASS = "io.serval.container.startup.Main";
    private static final int LINES_KEPT = 40;

    private final Process process;
    private final int stopTimeoutSeconds;
    private final Thread killer = new Thread(this::kill, "serval-arquillian-killer");
    private final Deque<String> lastLines = new ArrayDeque<>();
    private int port;

    private ServerProcess(Process process, ServalConfiguration configuration) {
        this.process = process;
        this.stopTimeoutSeconds = configuration.stopTimeoutSeconds();
        Runtime.getRuntime().addShutdownHook(killer);
        Thread reader = new Thread(() -> read(configuration.outputToConsole()), "serval-arquillian-output");
        reader.setDaemon(true);
        reader.start();
    }

    /** Starts it, and returns when its port answers. */
    static ServerProcess start(ServalConfiguration configuration, PrivateBase base)
            throws IOException, LifecycleException {
        Files.deleteIfExists(base.readyFile());
        Process process = new ProcessBuilder(command(configuration, base)).directory(base.directory().toFile())
                .redirectErrorStream(true).start();
        ServerProcess server = new ServerProcess(process, configuration);
        Waiting waiting = new Waiting(configuration.startupTimeoutSeconds(), server);
        Optional<Integer> port = waiting.until(() -> readyPort(base));
        if (port.isEmpty()) {
            String message = "Serval was not ready " + waiting.limit() + ". It said:\n" + server.said();
            server.stop();
            throw new LifecycleException(message);
        }
        server.port = port.get();
        return server;
    }

    private static List<String> command(ServalConfiguration configuration, PrivateBase base) {
        List<String> command = new ArrayList<>();
        command.add(configuration.javaHome().resolve("bin/java").toString());
        command.add("-Dfile.encoding=UTF-8");
        command.addAll(configuration.javaVmArguments());
        for (String prefix : List.of("-Dserval.", "-Dcatalina.")) {
            command.add(prefix + "home=" + configuration.home());
            command.add(prefix + "base=" + base.directory());
        }
        command.add("-Dserval.pid=" + base.pidFile());
        command.add("-Djava.io.tmpdir=" + base.temp());
        command.add("-Dhttp.port=" + configuration.getPort());
        command.add("-Dshutdown.port=-1");
        command.add("-cp");
        command.add(configuration.home().resolve("lib") + File.separator + "*");
        command.add(MAIN_CLASS);
        command.add("run");
        return command;
    }

    /** The port of the first URL in the file that a server writes when it is ready. */
    private static Optional<Integer> readyPort(PrivateBase base) throws IOException {
        if (!Files.exists(base.readyFile())) {
            return Optional.empty();
        }
        return Files.readAllLines(base.readyFile()).stream().filter(line -> line.startsWith("url="))
                .map(line -> URI.create(line.substring("url=".length()).split(" ")[0]).getPort()).findFirst();
    }

    private void read(boolean show) {
        try (BufferedReader lines = process.inputReader()) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                synchronized (lastLines) {
                    lastLines.add(line);
                    if (lastLines.size() > LINES_KEPT) {
                        lastLines.remove();
                    }
                }
                if (show) {
                    System.out.println(line);
                }
            }
        } catch (IOException e) {
            // The process is gone, and its output with it.
            return;
        }
    }

    private String said() {
        synchronized (lastLines) {
            return String.join("\n", lastLines);
        }
    }

    int port() {
        return port;
    }

    boolean isAlive() {
        return process.isAlive();
    }

    /** Lets requests that run end and applications stop; kills it if that takes too long. */
    void stop() {
        process.destroy();
        try {
            if (!process.waitFor(stopTimeoutSeconds, TimeUnit.SECONDS)) {
                kill();
                process.waitFor();
            }
        } catch (InterruptedException e) {
            kill();
            Thread.currentThread().interrupt();
        }
        try {
            Runtime.getRuntime().removeShutdownHook(killer);
        } catch (IllegalStateException e) {
            // This JVM ends already, and the hook has nothing left to do.
            return;
        }
    }

    private void kill() {
        process.destroyForcibly();
    }
}
