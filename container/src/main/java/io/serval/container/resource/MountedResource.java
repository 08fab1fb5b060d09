package io.serval.container.resource;

import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.nio.channels.FileChannel;
import java.nio.file.Path;

/** A resource under another path. */
record MountedResource(String path, WebResource resource) implements WebResource {
    @Override public String name() {
        return ResourcePath.name(path);
    }

    @Override public boolean exists() {
        return resource.exists();
    }

    @Override public boolean isDirectory() {
        return resource.isDirectory();
    }

    @Override public boolean isFile() {
        return resource.isFile();
    }

    @Override public long length() {
        return resource.length();
    }

    @Override public long lastModified() {
        return resource.lastModified();
    }

    @Override public String etag() {
        return resource.etag();
    }

    @Override public InputStream open() throws IOException {
        return resource.open();
    }

    @Override public FileChannel openChannel() throws IOException {
        return resource.openChannel();
    }

    @Override public Path file() {
        return resource.file();
    }

    @Override public URL url() {
        return resource.url();
    }
}
