package io.serval.container.house;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.BiPredicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Holds the house to its directions (docs/ARCHITECTURE.md): who may name whom, read from the sources' imports. */
class ImportDirectionsTest {
    private static final Pattern IMPORT = Pattern.compile("^import (?:static )?([\\w.]+?)\\.[A-Z*]", Pattern.MULTILINE);

    /** Package to the packages it imports. */
    private static final Map<String, Set<String>> IMPORTS = new TreeMap<>();

    /** From a package and those below it, nothing may be imported from these packages and those below them. */
    private record Forbidden(String from, String to) { }

    private static final List<Forbidden> FORBIDDEN = List.of(
            new Forbidden("io.serval.http", "io.serval.connector"),
            new Forbidden("io.serval.http", "io.serval.container"),
            new Forbidden("io.serval.http", "org.slf4j"),
            new Forbidden("io.serval.http", "jakarta"),
            new Forbidden("io.serval.connector", "jakarta"),
            new Forbidden("io.serval.connector", "io.serval.container"),
            new Forbidden("io.serval.connector.net", "io.serval.connector.http1"),
            new Forbidden("io.serval.connector.net", "io.serval.connector.http2"),
            new Forbidden("io.serval.connector.time", "io.serval.connector.net"),
            new Forbidden("io.serval.connector.buffer", "io.serval.connector.net"),
            new Forbidden("io.serval.connector.work", "io.serval.connector.net"),
            new Forbidden("io.serval.container.servlet", "io.serval.container.engine"),
            new Forbidden("io.serval.container.servlet", "io.serval.container.deploy"),
            new Forbidden("io.serval.container.engine", "io.serval.container.deploy"),
            new Forbidden("io.serval.container.deploy", "io.serval.container.startup"),
            new Forbidden("io.serval.container.spi", "io.serval.container.servlet"),
            new Forbidden("io.serval.container.spi", "io.serval.container.engine"));

    /** What the container must not use: sockets are the connector's. */
    private static final Pattern SOCKETS = Pattern.compile(
            "java\\.nio\\.channels\\.(Selector|SelectionKey|SocketChannel|ServerSocketChannel)\\b");

    @BeforeAll
    static void readImports() throws IOException {
        for (Path source : sources()) {
            String text = Files.readString(source);
            Set<String> targets = IMPORTS.computeIfAbsent(packageOf(text), name -> new TreeSet<>());
            for (Matcher m = IMPORT.matcher(text); m.find(); ) {
                targets.add(m.group(1));
            }
        }
    }

    @Test
    void noPackageImportsAgainstTheDirections() {
        List<String> broken = new ArrayList<>();
        BiPredicate<String, String> within = (name, parent) -> name.equals(parent) || name.startsWith(parent + '.');
        IMPORTS.forEach((from, targets) -> FORBIDDEN.stream()
                .filter(rule -> within.test(from, rule.from()))
                .forEach(rule -> targets.stream().filter(to -> within.test(to, rule.to()))
                        .forEach(to -> broken.add(from + " imports " + to))));
        assertEquals(List.of(), broken);
    }

    /** It may be set while they run. */
    @Test
    void theConnectorsDeadlinesKnowNoWallClock() throws IOException {
        List<String> found = new ArrayList<>();
        for (Path source : sources()) {
            String text = Files.readString(source);
            if (packageOf(text).startsWith("io.serval.connector") && text.contains("currentTimeMillis")) {
                found.add(source.getFileName().toString());
            }
        }
        assertEquals(List.of(), found);
    }

    @Test
    void nothingInTheContainerNamesItsFacade() {
        List<String> broken = IMPORTS.entrySet().stream()
                .filter(e -> e.getKey().startsWith("io.serval.container."))
                .filter(e -> !e.getKey().equals("io.serval.container.startup"))
                .filter(e -> e.getValue().contains("io.serval.container"))
                .map(Map.Entry::getKey).toList();
        assertEquals(List.of(), broken);
    }

    @Test
    void packagesFormNoCycle() {
        for (String start : IMPORTS.keySet()) {
            List<String> way = wayBack(start, start, new ArrayList<>(List.of(start)), new TreeSet<>());
            assertTrue(way.isEmpty(), () -> "packages import each other in a circle: " + String.join(" -> ", way));
        }
    }

    @Test
    void theContainerKnowsNoSockets() throws IOException {
        List<String> broken = new ArrayList<>();
        for (Path source : sources()) {
            if (source.toString().contains("container") && SOCKETS.matcher(Files.readString(source)).find()) {
                broken.add(source.getFileName().toString());
            }
        }
        assertEquals(List.of(), broken);
    }

    /** The packages on a way from {@code at} back to {@code goal}, or an empty list if there is none. */
    private static List<String> wayBack(String goal, String at, List<String> way, Set<String> seen) {
        for (String next : IMPORTS.getOrDefault(at, Set.of())) {
            if (next.equals(goal) && !at.equals(goal)) {
                way.add(next);
                return way;
            }
            if (IMPORTS.containsKey(next) && seen.add(next)) {
                List<String> longer = new ArrayList<>(way);
                longer.add(next);
                List<String> found = wayBack(goal, next, longer, seen);
                if (!found.isEmpty()) {
                    return found;
                }
            }
        }
        return List.of();
    }

    private static List<Path> sources() {
        List<Path> found = new ArrayList<>();
        for (String module : List.of("connector", "container")) {
            Path root = Path.of("..", module, "src", "main", "java");
            try (Stream<Path> files = Files.walk(root)) {
                files.filter(f -> f.toString().endsWith(".java") && !f.endsWith("module-info.java")).forEach(found::add);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        assertTrue(found.size() > 20, "sources were found");
        return found;
    }

    private static String packageOf(String text) {
        Matcher m = Pattern.compile("^package ([\\w.]+);", Pattern.MULTILINE).matcher(text);
        assertTrue(m.find(), "every source has a package");
        return m.group(1);
    }
}
