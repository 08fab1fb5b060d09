package io.serval.container.deploy;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.Enumeration;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

import io.serval.container.descriptor.DeploymentException;
import io.serval.container.descriptor.SourceLocation;

/**
 * Unpacks WARs. A directory appears under its name only when it is complete; entries that would lie outside of it are
 * refused. Stateless.
 */
final class WarExpander {
    /** Holds the time stamp of the WAR that a directory was unpacked from, as Tomcat does it. */
    static final String MARK = "META-INF/war-tracker";

    private WarExpander() {
    }

    /** Whether a directory holds what the WAR holds. One that was made by hand is left alone, and taken to do so. */
    static boolean isCurrent(Path war, Path directory) throws IOException {
        Path mark = directory.resolve(MARK);
        if (!Files.isRegularFile(mark)) {
            return Files.isDirectory(directory);
        }
        return Files.getLastModifiedTime(mark).toMillis() == Files.getLastModifiedTime(war).toMillis();
    }

    /**
     * Unpacks a WAR, unless that was done before and it has not changed since. What is in the directory is replaced.
     *
     * @throws DeploymentException if the WAR is broken or would write outside the directory
     */
    static void expand(Path war, Path directory) throws IOException {
        if (isCurrent(war, directory)) {
            return;
        }
        Files.createDirectories(directory.getParent());
        Path unfinished = directory.resolveSibling('.' + directory.getFileName().toString() + ".unpacking");
        delete(unfinished);
        try {
            unpack(war, unfinished);
            delete(directory);
            Files.move(unfinished, directory, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            delete(unfinished);
        }
    }

    private static void unpack(Path war, Path into) throws IOException {
        FileTime stamp = Files.getLastModifiedTime(war);
        Files.createDirectories(into);
        try (ZipFile zip = new ZipFile(war.toFile())) {
            for (Enumeration<? extends ZipEntry> all = zip.entries(); all.hasMoreElements();) {
                unpack(zip, all.nextElement(), war, into);
            }
        }
        Path mark = into.resolve(MARK);
        Files.createDirectories(mark.getParent());
        Files.write(mark, new byte[0]);
        Files.setLastModifiedTime(mark, stamp);
    }

    private static void unpack(ZipFile zip, ZipEntry entry, Path war, Path into) throws IOException {
        Path file = inside(into, entry, war);
        if (entry.isDirectory()) {
            Files.createDirectories(file);
            return;
        }
        Files.createDirectories(file.getParent());
        try (InputStream content = zip.getInputStream(entry)) {
            Files.copy(content, file, StandardCopyOption.REPLACE_EXISTING);
        }
        if (entry.getLastModifiedTime() != null) {
            Files.setLastModifiedTime(file, entry.getLastModifiedTime());
        }
    }

    private static Path inside(Path directory, ZipEntry entry, Path war) {
        Path file = directory.resolve(entry.getName().replace('\\', '/').replaceFirst("^/+", "")).normalize();
        if (!file.startsWith(directory.normalize())) {
            throw new DeploymentException(new SourceLocation(war.toString(), 0, 0), "entry \"" + entry.getName()
                    + "\" would be written outside of the application; the archive is damaged or malicious");
        }
        return file;
    }

    /** Deletes a file or directory with all in it, without following links; without effect if there is none. */
    static void delete(Path path) throws IOException {
        if (!Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
            return;
        }
        Files.walkFileTree(path, new SimpleFileVisitor<>() {
            @Override public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Files.delete(file);
                return FileVisitResult.CONTINUE;
            }

            @Override public FileVisitResult postVisitDirectory(Path directory, IOException failed)
                    throws IOException {
                if (failed != null) {
                    throw failed;
                }
                Files.delete(directory);
                return FileVisitResult.CONTINUE;
            }
        });
    }
}
