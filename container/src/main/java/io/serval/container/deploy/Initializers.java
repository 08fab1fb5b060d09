package io.serval.container.deploy;

import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.net.URLConnection;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.jar.JarFile;
import java.util.zip.ZipEntry;

import jakarta.servlet.ServletContainerInitializer;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.serval.container.descriptor.DeploymentException;
import io.serval.container.descriptor.SourceLocation;
import io.serval.container.resource.WebResource;
import io.serval.container.resource.WebResources;

/**
 * Finds the {@code ServletContainerInitializer}s of an application as {@code ServiceLoader} would, but in the order of
 * its fragments and without those that an absolute ordering leaves out (Servlet 6.1 §8.2.4): first those of the server,
 * then of libraries for all applications, then the application's own. Used once, by one thread.
 */
final class Initializers {
    private static final String SERVICE = "META-INF/services/jakarta.servlet.ServletContainerInitializer";
    private static final Logger log = LoggerFactory.getLogger(Initializers.class);

    private final Map<String, ServletContainerInitializer> found = new LinkedHashMap<>();

    /** These, then others; of one that is among both, only that of the others counts: the application's own copy. */
    List<ServletContainerInitializer> before(Initializers others) {
        Map<String, ServletContainerInitializer> all = new LinkedHashMap<>(found);
        all.keySet().removeAll(others.found.keySet());
        all.putAll(others.found);
        return List.copyOf(all.values());
    }

    /**
     * Adds those that a loader shows: of the server, or of libraries for all applications.
     *
     * @param wanted tells by class name which of them apply
     */
    void addVisible(ClassLoader loader, Predicate<String> wanted) throws IOException {
        for (URL service : new HashSet<>(Collections.list(loader.getResources(SERVICE)))) {
            URLConnection connection = service.openConnection();
            connection.setUseCaches(false);
            try (InputStream content = connection.getInputStream()) {
                for (Line line : lines(service.toString(), content)) {
                    if (wanted.test(line.text)) {
                        add(line, loader);
                    }
                }
            }
        }
    }

    /** Adds those of the application itself. */
    void addOwn(WebResources resources, List<Library> libraries, ClassLoader loader) throws IOException {
        WebResource inClasses = resources.get("/WEB-INF/classes/" + SERVICE);
        if (inClasses.isFile()) {
            try (InputStream content = inClasses.open()) {
                addAll(lines("WEB-INF/classes/" + SERVICE, content), loader);
            }
        }
        for (Library library : libraries) {
            try (JarFile jar = new JarFile(library.file().toFile())) {
                ZipEntry service = jar.getEntry(SERVICE);
                if (service != null) {
                    addAll(lines(library.name() + "!/" + SERVICE, jar.getInputStream(service)), loader);
                }
            }
        }
    }

    private void addAll(List<Line> lines, ClassLoader loader) {
        lines.forEach(each -> add(each, loader));
    }

    private void add(Line line, ClassLoader loader) {
        if (found.containsKey(line.text)) {
            return;
        }
        try {
            Class<?> type = Class.forName(line.text, true, loader);
            if (!ServletContainerInitializer.class.isAssignableFrom(type)) {
                throw new DeploymentException(line.location,
                        line.text + " is no jakarta.servlet.ServletContainerInitializer; remove the line");
            }
            found.put(line.text, (ServletContainerInitializer) type.getDeclaredConstructor().newInstance());
        } catch (ReflectiveOperationException | LinkageError failure) {
            throw new DeploymentException(line.location, "initializer " + line.text + " cannot be made: " + failure
                    + "; remove the library, or add what it needs", failure);
        }
    }

    private record Line(String text, SourceLocation location) { }

    private static List<Line> lines(String file, InputStream content) throws IOException {
        List<Line> lines = new ArrayList<>();
        int number = 0;
        for (String raw : new String(content.readAllBytes(), StandardCharsets.UTF_8).lines().toList()) {
            number++;
            String text = raw.replaceFirst("#.*", "").trim();
            if (!text.isEmpty()) {
                lines.add(new Line(text, new SourceLocation(file, number, 0)));
            }
        }
        return lines;
    }

    /**
     * Loads the classes an initializer asked for. Those that cannot be loaded, mostly since they need a library that is
     * not there, are left out, as §8.2.4 allows.
     */
    static Set<Class<?>> load(Set<String> names, ClassLoader loader) {
        Set<Class<?>> types = new LinkedHashSet<>();
        for (String name : names) {
            try {
                types.add(Class.forName(name, false, loader));
            } catch (ClassNotFoundException | LinkageError missing) {
                log.debug("[{}] is what an initializer handles, but cannot be loaded: {}", name, missing.toString());
            }
        }
        return types.isEmpty() ? null : types;
    }
}
