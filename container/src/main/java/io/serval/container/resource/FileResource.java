package io.serval.container.resource;

import java.io.IOException;
import java.io.InputStream;
import java.net.MalformedURLException;
import java.net.URL;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;

/** A file or directory on disk, as it was when it was looked up. */
final class FileResource implements WebResource {
    private final String path;
    private final Path file;
    private final boolean isDirectory;
    private final long length;
    private final long lastModified;

    FileResource(String path, Path file, BasicFileAttributes attributes) {
        this.path = path.isEmpty() ? "/" : path;
        this.file = file;
        this.isDirectory = attributes.isDirectory();
        this.length = isDirectory ? -1 : attributes.size();
        this.lastModified = attributes.lastModifiedTime().toMillis();
    }

    @Override public String path() {
        return path;
    }

    @Override public String name() {
        return ResourcePath.name(path);
    }

    @Override public boolean exists() {
        return true;
    }

    @Override public boolean isDirectory() {
        return isDirectory;
    }

    @Override public boolean isFile() {
        return !isDirectory;
    }

    @Override public long length() {
        return length;
    }

    @Override public long lastModified() {
        return lastModified;
    }

    @Override public String etag() {
        return isDirectory ? null : ETags.of(length, lastModified);
    }

    @Override public InputStream open() throws IOException {
        return Files.newInputStream(file);
    }

    @Override public FileChannel openChannel() throws IOException {
        return isDirectory ? null : FileChannel.open(file, StandardOpenOption.READ);
    }

    @Override public Path file() {
        return file;
    }

    @Override public URL url() {
        try {
            return file.toUri().toURL();
        } catch (MalformedURLException e) {
            throw new IllegalStateException(file + " has no URL", e);
        }
    }
}
