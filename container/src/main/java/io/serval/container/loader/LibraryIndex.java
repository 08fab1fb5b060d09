package io.serval.container.loader;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Which jars hold which directories, so that a lookup asks those few and not each of a hundred. Immutable; safe for any
 * thread.
 */
final class LibraryIndex {
    private final Map<String, List<JarSource>> byDirectory;

    private LibraryIndex(Map<String, List<JarSource>> byDirectory) {
        this.byDirectory = byDirectory;
    }

    /** @throws IOException if a jar cannot be read, naming it */
    static LibraryIndex of(List<JarSource> jars) throws IOException {
        Map<String, List<JarSource>> byDirectory = new HashMap<>();
        for (JarSource jar : jars) {
            for (String directory : directories(jar)) {
                byDirectory.computeIfAbsent(directory, key -> new ArrayList<>(2)).add(jar);
            }
        }
        return new LibraryIndex(byDirectory);
    }

    private static Iterable<String> directories(JarSource jar) throws IOException {
        try {
            return jar.directories();
        } catch (IOException unreadable) {
            throw new IOException(jar + " cannot be read as a jar: " + unreadable.getMessage(), unreadable);
        }
    }

    /** The jars that may hold a file or directory of that name, in their order. */
    List<JarSource> candidates(String name) {
        int end = name.endsWith("/") ? name.length() - 1 : name.length();
        int slash = name.lastIndexOf('/', end - 1);
        return byDirectory.getOrDefault(slash < 0 ? "" : name.substring(0, slash), List.of());
    }
}
