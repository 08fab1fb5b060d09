package io.serval.container.resource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Collection;

/** A root that is one file on disk. Safe for any thread. */
record SingleFile(Path file) implements ResourceRoot {
    @Override public WebResource find(String path) {
        try {
            BasicFileAttributes facts = Files.readAttributes(file, BasicFileAttributes.class);
            return path.isEmpty() && facts.isRegularFile() ? new FileResource(path, file, facts) : null;
        } catch (IOException gone) {
            return null;
        }
    }

    @Override public void list(String path, Collection<String> names) {
        // There is nothing below a file.
    }

    @Override public void close() {
        // Nothing is open between calls.
    }
}
