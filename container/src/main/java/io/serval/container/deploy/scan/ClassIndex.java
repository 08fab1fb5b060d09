package io.serval.container.deploy.scan;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What was found in the classes of an application. Classes that were not scanned (those of the server, the JDK, or left
 * out jars) are read one by one when asked for. Confined to one deployment.
 */
public final class ClassIndex {
    private final ClassLoader loader;
    private final Map<String, ClassFacts> scanned = new LinkedHashMap<>();
    private final Map<String, List<ClassFacts>> byUnit = new HashMap<>();
    private final Map<String, String> units = new HashMap<>();
    private final Map<String, Optional<ClassFacts>> others = new HashMap<>();

    /** @param loader finds class files of classes that were not scanned */
    ClassIndex(ClassLoader loader) {
        this.loader = loader;
    }

    /** The first of several classes of one name counts, as it does for the class loader. */
    void add(String unit, ClassFacts facts) {
        if (scanned.putIfAbsent(facts.name(), facts) == null) {
            units.put(facts.name(), unit);
            byUnit.computeIfAbsent(unit, key -> new ArrayList<>()).add(facts);
        }
    }

    Collection<ClassFacts> scanned() {
        return scanned.values();
    }

    List<ClassFacts> scanned(String unit) {
        return byUnit.getOrDefault(unit, List.of());
    }

    /** The label of the unit a class was found in, or {@code null} if it was not scanned. */
    public String unitOf(String className) {
        return units.get(className);
    }

    /** Whether there is such a class. */
    public boolean has(String className) {
        return find(className) != null;
    }

    /** The facts of a class, or {@code null} if there is no such class. */
    ClassFacts find(String className) {
        ClassFacts found = scanned.get(className);
        return found != null ? found : others.computeIfAbsent(className, this::read).orElse(null);
    }

    private Optional<ClassFacts> read(String className) {
        try (InputStream content = loader.getResourceAsStream(className.replace('.', '/') + ".class")) {
            return content == null ? Optional.empty() : Optional.of(ClassFactsReader.read(content.readAllBytes()));
        } catch (IOException | IllegalArgumentException unreadable) {
            return Optional.empty();
        }
    }
}
