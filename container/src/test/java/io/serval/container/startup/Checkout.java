package io.serval.container.startup;

import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;

/** A copy of what somebody who cloned and built Serval has: {@code bin}, {@code conf}, {@code lib}, {@code webapps}. */
final class Checkout {
    private static final Path SOURCE = Path.of("").toAbsolutePath().getParent();

    private final Path home;
    private final Map<String, String> environment = new HashMap<>();
    private final int httpPort;
    private final int shutdownPort;

    /** What a script said. */
    record Answer(int status, String output) { }

    Checkout(Path home) throws IOException {
        this.home = Files.createDirectories(home);
        this.httpPort = freePort();
        this.shutdownPort = freePort();
        copy("bin");
        copy("conf");
        Files.createDirectories(home.resolve("webapps"));
        fillLib();
        environment.put("JAVA_OPTS", "-Xmx256m -Dhttp.port=" + httpPort + " -Dshutdown.port=" + shutdownPort);
    }

    private void copy(String directory) throws IOException {
        try (Stream<Path> files = Files.walk(SOURCE.resolve(directory))) {
            for (Path each : files.toList()) {
                Files.copy(each, home.resolve(SOURCE.relativize(each)), StandardCopyOption.REPLACE_EXISTING,
                        StandardCopyOption.COPY_ATTRIBUTES);
            }
        }
    }

    /** The class path of this test is what lib/ holds, our own modules packed as jars. */
    private void fillLib() throws IOException {
        Path lib = Files.createDirectories(home.resolve("lib"));
        for (String each : System.getProperty("java.class.path").split(File.pathSeparator)) {
            Path entry = Path.of(each);
            if (Files.isDirectory(entry) && entry.endsWith("target/classes")) {
                String module = entry.getParent().getParent().getFileName().toString();
                jar(entry, lib.resolve("serval-" + module + "-test.jar"));
            } else if (entry.getFileName().toString().matches("(slf4j|logback|jakarta|asm|serval-).*\\.jar")) {
                Files.copy(entry, lib.resolve(entry.getFileName()));
            }
        }
    }

    private static void jar(Path classes, Path jar) throws IOException {
        try (OutputStream out = Files.newOutputStream(jar); JarOutputStream entries = new JarOutputStream(out);
             Stream<Path> files = Files.walk(classes)) {
            for (Path each : files.filter(Files::isRegularFile).toList()) {
                entries.putNextEntry(new JarEntry(classes.relativize(each).toString().replace(File.separatorChar,
                        '/')));
                Files.copy(each, entries);
            }
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    Path home() {
        return home;
    }

    int httpPort() {
        return httpPort;
    }

    int shutdownPort() {
        return shutdownPort;
    }

    Checkout with(String variable, String value) {
        environment.put(variable, value);
        return this;
    }

    /** Runs a script of {@code bin} from a directory that is not its own, and waits for it. */
    Answer run(String script, String... arguments) throws IOException, InterruptedException {
        return run(home.resolve("bin").resolve(script), arguments);
    }

    Answer run(Path script, String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(script.toString()));
        command.addAll(List.of(arguments));
        Path output = Files.createTempFile("serval-script", ".out");
        Process process = process(command).redirectErrorStream(true).redirectOutput(output.toFile()).start();
        if (!process.waitFor(60, TimeUnit.SECONDS)) {
            process.destroyForcibly();
            throw new IllegalStateException(command + " did not end within a minute: " + Files.readString(output));
        }
        String said = Files.readString(output, StandardCharsets.UTF_8);
        Files.delete(output);
        return new Answer(process.exitValue(), said);
    }

    ProcessBuilder process(List<String> command) {
        ProcessBuilder builder = new ProcessBuilder(command).directory(new File("/"));
        builder.environment().keySet().removeIf(each -> each.startsWith("SERVAL_") || each.startsWith("CATALINA_"));
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        builder.environment().putAll(environment);
        return builder;
    }
}
