package io.serval.container.loader;

import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.util.jar.Manifest;

import io.serval.container.resource.WebResource;
import io.serval.container.resource.WebResources;

/** {@code WEB-INF/classes}, in whatever root of the application it lies. */
final class ResourceSource implements ClassSource {
    private static final String ROOT = "/WEB-INF/classes/";

    private final WebResources resources;

    ResourceSource(WebResources resources) {
        this.resources = resources;
    }

    @Override public URL location() {
        return resources.get(ROOT).url();
    }

    @Override public byte[] read(String name) throws IOException {
        InputStream opened = open(name);
        if (opened == null) {
            return null;
        }
        try (opened) {
            return opened.readAllBytes();
        }
    }

    @Override public InputStream open(String name) throws IOException {
        WebResource found = find(name);
        return found != null && found.isFile() ? found.open() : null;
    }

    @Override public URL url(String name) {
        WebResource found = find(name);
        return found != null && found.exists() ? found.url() : null;
    }

    @Override public Manifest manifest() {
        return null;
    }

    private WebResource find(String name) {
        return name.startsWith("/") || name.contains("..") || name.contains("\\") ? null : resources.get(ROOT + name);
    }
}
