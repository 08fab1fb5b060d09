package io.serval.container.conformance;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

import io.serval.container.Serval;
import io.serval.container.ServalBuilder;
import io.serval.container.deploy.Compiler;

import static org.junit.jupiter.api.Assertions.assertThrows;

/**
 * The files of an application: classes that are compiled from their sources, libraries, descriptor, pages. Its classes
 * are not those of the test: what they note by {@code Log.add} goes through the JDK, and is read by {@link #log}.
 */
final class AppFiles {
    private static final String LOG = "io.serval.conformance.log";
    private static final String LOG_SOURCE = """
            @SuppressWarnings("unchecked")
            public class Log {
                public static void add(Object what) {
                    ((java.util.List<String>) System.getProperties().get("%s")).add(String.valueOf(what));
                }
                public static String all() {
                    return String.join(" ", (java.util.List<String>) System.getProperties().get("%s"));
                }
            }""".formatted(LOG, LOG);

    private final Path base;
    private final Path directory;
    private final List<String> log = Collections.synchronizedList(new ArrayList<>());

    /** @param base a directory of this test alone */
    AppFiles(Path base) throws IOException {
        this.base = base;
        directory = Files.createDirectories(base.resolve("app"));
        System.getProperties().put(LOG, log);
    }

    /** What the classes of the application have noted so far. */
    List<String> log() {
        synchronized (log) {
            return List.copyOf(log);
        }
    }

    Path directory() {
        return directory;
    }

    /** A descriptor of the newest version. */
    AppFiles webXml(String content) throws IOException {
        return webXml("version='6.1'", content);
    }

    AppFiles webXml(String attributes, String content) throws IOException {
        return file("WEB-INF/web.xml", "<web-app " + attributes + ">" + content + "</web-app>");
    }

    AppFiles file(String name, String content) throws IOException {
        Compiler.write(directory.resolve(name), content);
        return this;
    }

    /** Compiles classes into {@code WEB-INF/classes}. */
    AppFiles classes(String... sources) {
        Compiler.compile(directory.resolve("WEB-INF/classes"), withLog(sources));
        return this;
    }

    /** Packs a library into {@code WEB-INF/lib}, with files by their names. */
    AppFiles library(String name, Map<String, String> files, String... sources) throws IOException {
        Path content = Files.createDirectories(base.resolve("library-" + name));
        if (sources.length > 0) {
            Compiler.compile(content, withLog(sources));
            Files.deleteIfExists(content.resolve("Log.class"));
            Compiler.compile(directory.resolve("WEB-INF/classes"), LOG_SOURCE);
        }
        for (var each : files.entrySet()) {
            Compiler.write(content.resolve(each.getKey()), each.getValue());
        }
        Compiler.write(content.resolve("META-INF/library.txt"), name);
        Compiler.pack(content, directory.resolve("WEB-INF/lib/" + name + ".jar"));
        return this;
    }

    AppFiles fragment(String name, String content, String... sources) throws IOException {
        return library(name, Map.of("META-INF/web-fragment.xml",
                "<web-fragment version='6.1'>" + content + "</web-fragment>"), sources);
    }

    private static String[] withLog(String... sources) {
        List<String> all = new ArrayList<>(List.of(sources));
        all.add(LOG_SOURCE);
        return all.toArray(String[]::new);
    }

    /** Serves the directory itself at {@code /app}. */
    Probe deploy() {
        return deploy(server -> { });
    }

    Probe deploy(Consumer<ServalBuilder> more) {
        ServalBuilder server = Serval.builder().port(0).webapp("/app", directory);
        more.accept(server);
        return Probe.of(server);
    }

    /** Packs the application and serves the WAR at {@code /app}. */
    Probe deployWar() throws IOException {
        Path war = Compiler.pack(directory, base.resolve("app.war"));
        return Probe.of(Serval.builder().port(0).webapp("/app", war));
    }

    /** What is said of an application that cannot be deployed: the messages of all causes. */
    String refusal() {
        Exception refused = assertThrows(Exception.class, () -> deploy().close());
        StringBuilder told = new StringBuilder();
        for (Throwable each = refused; each != null; each = each.getCause()) {
            told.append(each).append('\n');
        }
        return told.toString();
    }
}
