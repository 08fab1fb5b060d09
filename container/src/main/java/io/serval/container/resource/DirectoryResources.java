package io.serval.container.resource;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Collection;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A directory on disk. A path finds what is inside the directory only, in the very case it is asked for, also where the
 * file system knows no cases; links out of the directory find nothing unless they are allowed.
 */
final class DirectoryResources implements ResourceRoot {
    private static final Logger log = LoggerFactory.getLogger(DirectoryResources.class);

    private final Path base;
    private final Path realBase;
    private final boolean allowLinking;

    /** @param allowLinking whether links may lead out of the directory */
    DirectoryResources(Path base, boolean allowLinking) throws IOException {
        this.base = base.toAbsolutePath().normalize();
        this.realBase = base.toRealPath();
        this.allowLinking = allowLinking;
        if (!Files.isDirectory(base)) {
            throw new NotDirectoryException(base.toString());
        }
    }

    @Override public WebResource find(String path) {
        try {
            Path file = resolve(path);
            if (!file.startsWith(base)) {
                // On Windows a path such as /C:/x resolves to another drive.
                return null;
            }
            BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
            boolean usable = attributes.isDirectory() || attributes.isRegularFile();
            return usable && isInside(path) ? new FileResource(path, file, attributes) : null;
        } catch (IOException | InvalidPathException e) {
            return null;
        }
    }

    Path resolve(String path) {
        return path.isEmpty() ? base : base.resolve(path.substring(1));
    }

    /** On disk it has exactly this name, or is a link (somewhere on the way) to something inside. */
    private boolean isInside(String path) throws IOException {
        if (allowLinking || path.isEmpty()) {
            return true;
        }
        Path expected = realBase.resolve(path.substring(1));
        Path real = expected.toRealPath();
        if (real.toString().equals(expected.toString())) {
            return true;
        }
        boolean inside = real.startsWith(realBase) && hasLink(expected);
        if (!inside) {
            log.debug("{} is not served: on disk it is {}", expected, real);
        }
        return inside;
    }

    private boolean hasLink(Path expected) {
        for (Path p = expected; !p.equals(realBase); p = p.getParent()) {
            if (Files.isSymbolicLink(p)) {
                return true;
            }
        }
        return false;
    }

    @Override public void list(String path, Collection<String> names) {
        WebResource directory = find(path);
        if (directory == null || !directory.isDirectory()) {
            return;
        }
        try (DirectoryStream<Path> children = Files.newDirectoryStream(directory.file())) {
            for (Path child : children) {
                String name = child.getFileName().toString();
                WebResource resource = find(path + '/' + name);
                if (resource != null) {
                    names.add(resource.isDirectory() ? name + '/' : name);
                }
            }
        } catch (IOException e) {
            log.debug("{} cannot be listed", directory.file(), e);
        }
    }

    @Override public void close() {
        // Nothing is open between calls.
    }

    @Override public String toString() {
        return base.toString();
    }
}
