package io.serval.container.deploy;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiFunction;
import java.util.regex.Pattern;

import io.serval.container.config.ContextSettings;

/**
 * Lists what lies in the directories of a host. Names that start with a dot, {@code META-INF} and {@code WEB-INF} are
 * never applications.
 */
final class AppBase {
    private final HostLayout layout;
    private final Pattern ignore;
    private final List<ContextSettings> declared;

    AppBase(HostLayout layout, Pattern ignore, List<ContextSettings> declared) {
        this.layout = layout;
        this.ignore = ignore;
        this.declared = declared;
    }

    /** All that is there now, by name; without what is declared elsewhere. */
    Map<ContextName, Candidate> list() throws IOException {
        Map<ContextName, Candidate> found = new TreeMap<>();
        for (Path each : children(layout.xmlBase())) {
            if (extension(each).equals(".xml") && Files.isRegularFile(each)) {
                put(found, each, Candidate::withXml);
            }
        }
        for (Path each : children(layout.appBase())) {
            if (extension(each).equals(".war") && Files.isRegularFile(each)) {
                put(found, each, Candidate::withWar);
            } else if (Files.isDirectory(each)) {
                put(found, each, Candidate::withDirectory);
            }
        }
        declared.forEach(each -> declare(found, each));
        return found;
    }

    private void declare(Map<ContextName, Candidate> found, ContextSettings context) {
        ContextName name = new ContextName(context.path() == null ? "" : context.path(), context.version());
        Path docBase = context.docBase() == null ? layout.appBase().resolve(name.baseName())
                : layout.appBase().resolve(context.docBase()).normalize();
        found.values().removeIf(each -> docBase.equals(each.war()) || docBase.equals(each.directory()));
        boolean isWar = extension(docBase).equals(".war");
        found.put(name, new Candidate(name, null, isWar ? docBase : null, isWar ? null : docBase, context));
    }

    private static void put(Map<ContextName, Candidate> found, Path file, BiFunction<Candidate, Path, Candidate> as) {
        ContextName name = ContextName.ofFile(file.getFileName().toString());
        Candidate before = found.getOrDefault(name, new Candidate(name, null, null, null, null));
        found.put(name, as.apply(before, file));
    }

    private Collection<Path> children(Path directory) throws IOException {
        Map<String, Path> children = new TreeMap<>();
        if (directory != null && Files.isDirectory(directory)) {
            try (DirectoryStream<Path> all = Files.newDirectoryStream(directory, this::counts)) {
                all.forEach(each -> children.put(each.getFileName().toString(), each));
            }
        }
        return children.values();
    }

    private boolean counts(Path file) {
        String name = file.getFileName().toString();
        return !name.startsWith(".") && !name.equalsIgnoreCase("META-INF") && !name.equalsIgnoreCase("WEB-INF")
                && (ignore == null || !ignore.matcher(name).matches());
    }

    private static String extension(Path file) {
        String name = file.getFileName().toString();
        int dot = name.lastIndexOf('.');
        return dot < 0 ? "" : name.substring(dot).toLowerCase(Locale.ROOT);
    }
}
