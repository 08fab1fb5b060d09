package io.serval.container.servlet;

import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;

import io.serval.container.resource.WebResource;
import io.serval.container.resource.WebResources;

/** Where on disk a path of an application is, or would be (Servlet 6.1 §3.6). */
final class RealPath {
    private RealPath() { }

    /**
     * The file of a resource; of one that is not there, its place in the directory where its parent is or would be.
     *
     * @param path starts with a slash
     * @return {@code null} if it is inside an archive, leads out of the application, or nothing of it is on disk
     */
    static Path of(WebResources resources, String path) {
        String name = path.length() > 1 && path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
        WebResource resource = resources.get(name);
        int slash = name.lastIndexOf('/');
        String last = name.substring(slash + 1);
        if (resource.exists() || name.equals("/")) {
            return resource.file();
        }
        if (last.isEmpty() || last.equals(".") || last.equals("..")) {
            return null;
        }
        Path parent = of(resources, slash == 0 ? "/" : name.substring(0, slash));
        return parent == null ? null : below(parent, last);
    }

    private static Path below(Path parent, String name) {
        try {
            Path file = parent.resolve(name);
            boolean inside = parent.equals(file.getParent()) && !Files.isSymbolicLink(file);
            return inside ? file : null;
        } catch (InvalidPathException e) {
            return null;
        }
    }
}
