package io.serval.container.resource;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.nio.channels.FileChannel;
import java.nio.file.Path;

/** A name where nothing is. */
record AbsentResource(String path) implements WebResource {
    @Override public String name() {
        return ResourcePath.name(path);
    }

    @Override public boolean exists() {
        return false;
    }

    @Override public boolean isDirectory() {
        return false;
    }

    @Override public boolean isFile() {
        return false;
    }

    @Override public long length() {
        return -1;
    }

    @Override public long lastModified() {
        return 0;
    }

    @Override public String etag() {
        return null;
    }

    @Override public InputStream open() throws IOException {
        throw new FileNotFoundException(path);
    }

    @Override public FileChannel openChannel() {
        return null;
    }

    @Override public Path file() {
        return null;
    }

    @Override public URL url() {
        return null;
    }
}
