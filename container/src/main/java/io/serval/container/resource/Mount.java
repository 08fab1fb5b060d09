package io.serval.container.resource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/**
 * A further root of resources and where it appears.
 *
 * @param kind        what {@code base} is
 * @param base        a directory, an archive or a file
 * @param inside      path in the base where the root begins, without {@code /} at its ends; empty for all of it
 * @param path        where it appears in the application, starting with {@code /}
 * @param classesOnly it is for class loading: nothing outside of {@code /WEB-INF/classes} and {@code /WEB-INF/lib} is
 *                    found
 */
public record Mount(Kind kind, Path base, String inside, String path, boolean classesOnly) {
    /** What a root is made of. */
    public enum Kind { DIRECTORY, ARCHIVE, FILE }

    ResourceRoot open(boolean allowLinking) throws IOException {
        if (!Files.exists(base)) {
            throw new NoSuchFileException(base.toString(), null, "the base of further resources does not exist");
        }
        ResourceRoot root = switch (kind) {
            case DIRECTORY -> new DirectoryResources(base.resolve(inside), allowLinking);
            case ARCHIVE -> ArchiveResources.open(base, inside.isEmpty() ? "" : inside + '/');
            case FILE -> new SingleFile(base);
        };
        return new MountedRoot(root, ResourcePath.withoutSlash(path), classesOnly);
    }
}
