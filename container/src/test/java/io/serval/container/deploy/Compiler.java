package io.serval.container.deploy;

import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.spi.ToolProvider;
import java.util.stream.Stream;

/** Compiles small classes and packs them, for tests. */
public final class Compiler {
    private static final Pattern NAME = Pattern.compile("(?:class|interface|enum) (\\w+)");
    private static final Pattern PACKAGE = Pattern.compile("package ([\\w.]+);");

    private Compiler() {
    }

    /** Compiles classes against the class path of the test. */
    public static void compile(Path into, String... sources) {
        if (sources.length == 0) {
            return;
        }
        try {
            Path directory = Files.createTempDirectory("sources");
            List<String> arguments = new ArrayList<>(List.of("-proc:none", "-nowarn", "-d", into.toString(), "-cp",
                    into + File.pathSeparator + System.getProperty("java.class.path")));
            Files.createDirectories(into);
            for (String source : sources) {
                Path file = directory.resolve(directoryOf(source)).resolve(first(NAME, source) + ".java");
                Files.createDirectories(file.getParent());
                arguments.add(Files.writeString(file, source).toString());
            }
            int failed = ToolProvider.findFirst("javac").orElseThrow()
                    .run(System.err, System.err, arguments.toArray(String[]::new));
            WarExpander.delete(directory);
            if (failed != 0) {
                throw new IllegalArgumentException("the sources do not compile");
            }
        } catch (IOException failure) {
            throw new IllegalStateException(failure);
        }
    }

    private static String directoryOf(String source) {
        Matcher found = PACKAGE.matcher(source);
        return found.find() ? found.group(1).replace('.', '/') : "";
    }

    private static String first(Pattern pattern, String source) {
        Matcher found = pattern.matcher(source);
        if (!found.find()) {
            throw new IllegalArgumentException("no class in: " + source);
        }
        return found.group(1);
    }

    /** Packs everything in a directory into a jar or WAR. */
    public static Path pack(Path directory, Path jar) throws IOException {
        Files.createDirectories(jar.getParent());
        try (OutputStream out = Files.newOutputStream(jar); JarOutputStream zip = new JarOutputStream(out);
                Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
                zip.putNextEntry(new JarEntry(directory.relativize(file).toString().replace('\\', '/')));
                Files.copy(file, zip);
            }
        }
        return jar;
    }

    /** Deletes a file, or a directory with all that is in it. */
    public static void delete(Path fileOrDirectory) throws IOException {
        WarExpander.delete(fileOrDirectory);
    }

    /** Writes a file and the directories above it. */
    public static Path write(Path file, String content) throws IOException {
        Files.createDirectories(file.getParent());
        return Files.writeString(file, content);
    }
}
