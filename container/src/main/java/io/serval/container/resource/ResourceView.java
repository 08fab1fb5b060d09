package io.serval.container.resource;

import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.nio.channels.FileChannel;
import java.nio.file.Path;

/** A resource with something about it said otherwise. */
abstract class ResourceView implements WebResource {
    final WebResource resource;

    ResourceView(WebResource resource) {
        this.resource = resource;
    }

    @Override public String path() {
        return resource.path();
    }

    @Override public String name() {
        return resource.name();
    }

    @Override public final boolean exists() {
        return resource.exists();
    }

    @Override public final boolean isDirectory() {
        return resource.isDirectory();
    }

    @Override public final boolean isFile() {
        return resource.isFile();
    }

    @Override public final long length() {
        return resource.length();
    }

    @Override public final long lastModified() {
        return resource.lastModified();
    }

    @Override public String etag() {
        return resource.etag();
    }

    @Override public InputStream open() throws IOException {
        return resource.open();
    }

    @Override public final FileChannel openChannel() throws IOException {
        return resource.openChannel();
    }

    @Override public final Path file() {
        return resource.file();
    }

    @Override public final URL url() {
        return resource.url();
    }
}
