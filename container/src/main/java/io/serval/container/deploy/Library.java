package io.serval.container.deploy;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

import io.serval.container.resource.WebResource;
import io.serval.container.resource.WebResources;

/**
 * A jar of {@code WEB-INF/lib}.
 *
 * @param name its file name
 * @param file the jar itself, or a copy of it if the application is inside an archive
 */
record Library(String name, Path file) {
    /** The jars of an application, by name. Those inside an archive are copied out to be read at random. */
    static List<Library> of(WebResources resources, Supplier<Path> temporary) throws IOException {
        List<Library> libraries = new ArrayList<>();
        for (WebResource each : resources.libraries()) {
            libraries.add(new Library(each.name(), each.file() == null ? copy(each, temporary.get()) : each.file()));
        }
        return libraries;
    }

    private static Path copy(WebResource jar, Path temporary) throws IOException {
        Path copy = temporary.resolve("WEB-INF-lib").resolve(jar.name());
        Files.createDirectories(copy.getParent());
        try (InputStream content = jar.open()) {
            Files.copy(content, copy, StandardCopyOption.REPLACE_EXISTING);
        }
        return copy;
    }
}
