package io.serval.container.servlet;

import java.io.IOException;
import java.io.InputStream;
import java.net.MalformedURLException;
import java.net.URL;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

import org.slf4j.Logger;

import io.serval.container.config.ContextSwitch;
import io.serval.container.resource.WebResource;
import io.serval.container.resource.WebResources;

/**
 * The files of an application as its code sees them, and their types (Servlet 6.1 §4.6). Paths start with a slash; the
 * administrator may let them do without. Safe for any thread.
 */
final class ContextResources {
    private final ContextFacts facts;
    private final WebResources files;
    private final boolean slashRequired;
    private final Logger log;

    ContextResources(ContextFacts facts, Logger log) {
        this.facts = facts;
        this.files = facts.resources();
        this.slashRequired = facts.settings().is(ContextSwitch.CONTEXT_GET_RESOURCE_REQUIRES_SLASH);
        this.log = log;
    }

    /** @return {@code null} for what is no path */
    private String path(String given) {
        boolean valid = given != null && (given.startsWith("/") || !slashRequired);
        return !valid ? null : given.startsWith("/") ? given : '/' + given;
    }

    /** @return {@code null} if there is nothing below it */
    Set<String> paths(String given) {
        if (given == null || !given.startsWith("/")) {
            throw new IllegalArgumentException("a resource path starts with /, was " + given);
        }
        List<String> paths = files.list(given);
        return paths.isEmpty() ? null : new LinkedHashSet<>(paths);
    }

    /** @return {@code null} if it is not there */
    URL url(String given) throws MalformedURLException {
        String path = path(given);
        if (path == null) {
            throw new MalformedURLException("a resource path starts with /, was " + given);
        }
        return files.get(path).url();
    }

    /** @return {@code null} if there is no such file */
    InputStream open(String given) {
        String path = path(given);
        WebResource resource = path == null ? null : files.get(path);
        try {
            return resource != null && resource.isFile() ? resource.open() : null;
        } catch (IOException e) {
            log.debug("Resource {} cannot be opened", path, e);
            return null;
        }
    }

    /** Where a path is, or would be, in the file system; {@code null} if nowhere. */
    String realPath(String path) {
        if (path == null) {
            return null;
        }
        Path file = files.get(path.startsWith("/") ? path : '/' + path).file();
        return file == null ? null : file.toString();
    }

    /** @return {@code null} if nobody knows the extension */
    String mimeType(String file) {
        int dot = file == null ? -1 : file.lastIndexOf('.');
        if (dot < 0) {
            return null;
        }
        String extension = file.substring(dot + 1);
        Map<String, String> declared = facts.descriptor().mimeMappings();
        String type = declared.get(extension);
        if (type == null) {
            type = declared.get(extension.toLowerCase(Locale.ROOT));
        }
        return type != null ? type : facts.mimeTypes().apply(extension);
    }
}
