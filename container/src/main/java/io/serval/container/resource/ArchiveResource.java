package io.serval.container.resource;

import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.nio.channels.FileChannel;
import java.nio.file.Path;

/** A file in an archive, or a directory ({@code length} -1, {@code content} null). */
record ArchiveResource(String path, long length, long lastModified, Content content, URL url)
        implements WebResource {
    /** Opens the bytes of a file. */
    @FunctionalInterface
    interface Content {
        InputStream open() throws IOException;
    }

    @Override public String name() {
        return ResourcePath.name(path);
    }

    @Override public boolean exists() {
        return true;
    }

    @Override public boolean isDirectory() {
        return content == null;
    }

    @Override public boolean isFile() {
        return content != null;
    }

    @Override public String etag() {
        return content == null ? null : ETags.of(length, lastModified);
    }

    @Override public InputStream open() throws IOException {
        if (content == null) {
            throw new IOException(path + " is a directory");
        }
        return content.open();
    }

    @Override public FileChannel openChannel() {
        return null;
    }

    @Override public Path file() {
        return null;
    }
}
