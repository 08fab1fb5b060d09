package io.serval.container.startup;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/**
 * Where the program and where this instance of it live, as absolute paths.
 *
 * @param home has {@code lib/}, and {@code conf/} for those bases that have none ({@code serval.home},
 *             {@code SERVAL_HOME})
 * @param base has {@code conf/}, {@code logs/}, {@code webapps/}, {@code work/}, {@code temp/} and {@code run/}
 *             ({@code serval.base}, {@code catalina.base}, {@code SERVAL_BASE}, {@code CATALINA_BASE}; the home)
 */
record HomeAndBase(Path home, Path base) {
    HomeAndBase {
        home = home.toAbsolutePath().normalize();
        base = base.toAbsolutePath().normalize();
    }

    /** Looks at system properties, then at the environment, then takes the working directory. */
    static HomeAndBase find(UnaryOperator<String> properties, Map<String, String> environment) {
        String home = first(properties.apply("serval.home"), environment.get("SERVAL_HOME"), "");
        String base = first(properties.apply("serval.base"), properties.apply("catalina.base"),
                environment.get("SERVAL_BASE"), environment.get("CATALINA_BASE"), home);
        return new HomeAndBase(Path.of(home), Path.of(base));
    }

    private static String first(String... candidates) {
        for (String each : candidates) {
            if (each != null && !each.isEmpty()) {
                return each;
            }
        }
        return "";
    }

    /** A file of the configuration: that of the base, or where it has none that of the home. */
    Path conf(String name) {
        return file("conf/" + name);
    }

    /** A file by its path, relative to the base, or where that has none to the home. */
    Path file(String path) {
        Path own = base.resolve(path);
        Path shared = home.resolve(path);
        return Files.exists(own) || !Files.exists(shared) ? own : shared;
    }

    Path logs() {
        return base.resolve("logs");
    }

    Path run() {
        return base.resolve("run");
    }

    Path work() {
        return base.resolve("work");
    }

    Path temp() {
        return base.resolve("temp");
    }

    /**
     * Jars that all web applications see: of {@code lib/shared} of the base, and of {@code lib} of a base that is not
     * the home, as Tomcat has it; without the jars of that Tomcat itself.
     */
    List<Path> sharedLibraries() throws IOException {
        List<Path> jars = new ArrayList<>(jars(base.resolve("lib/shared")));
        if (!base.equals(home)) {
            jars.addAll(TomcatJars.without(jars(base.resolve("lib"))));
        }
        return jars;
    }

    private static List<Path> jars(Path directory) throws IOException {
        if (!Files.isDirectory(directory)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(directory)) {
            return files.filter(each -> each.toString().endsWith(".jar")).sorted().toList();
        }
    }

    /** The names under which configuration files may call home and base. */
    Map<String, String> properties() {
        Map<String, String> properties = new LinkedHashMap<>();
        properties.put("serval.home", home.toString());
        properties.put("serval.base", base.toString());
        properties.put("catalina.home", home.toString());
        properties.put("catalina.base", base.toString());
        return properties;
    }
}
