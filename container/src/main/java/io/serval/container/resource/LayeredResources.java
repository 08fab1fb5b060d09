package io.serval.container.resource;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicBoolean;

/** Several roots as one tree, the earlier ones in front, behind a cache. Safe for any thread. */
final class LayeredResources implements WebResources, ResourceWriter {
    private static final String LIBRARIES = "/WEB-INF/lib";

    private final ResourceRoot[] roots;
    private final ResourceRoot main;
    private final ResourceCache cache;
    private final AtomicBoolean closed = new AtomicBoolean();

    /** @param main the application's own root, which can be written, or {@code null} */
    LayeredResources(ResourceRoot main, List<ResourceRoot> roots, ResourceCache.Limits cache) {
        this.roots = roots.toArray(ResourceRoot[]::new);
        this.main = main;
        this.cache = new ResourceCache(this::find, cache, System::nanoTime);
    }

    @Override public WebResource get(String path) {
        return cache.get(path);
    }

    private WebResource find(String path) {
        if (!ResourcePath.isCanonical(path)) {
            return new AbsentResource(path);
        }
        String plain = ResourcePath.withoutSlash(path);
        for (ResourceRoot root : roots) {
            WebResource found = root.find(plain);
            if (found != null) {
                // A file is not to be had by the name of a directory.
                return found.isFile() && plain.length() < path.length() ? new AbsentResource(path) : found;
            }
        }
        return new AbsentResource(path);
    }

    @Override public List<String> list(String directory) {
        if (!ResourcePath.isCanonical(directory)) {
            return List.of();
        }
        String plain = ResourcePath.withoutSlash(directory);
        TreeSet<String> names = new TreeSet<>();
        for (ResourceRoot root : roots) {
            root.list(plain, names);
        }
        List<String> paths = new ArrayList<>(names.size());
        names.forEach(name -> paths.add(plain + '/' + name));
        return paths;
    }

    @Override public List<WebResource> libraries() {
        TreeMap<String, WebResource> libraries = new TreeMap<>();
        for (ResourceRoot root : roots) {
            if (root == main || root instanceof MountedRoot) {
                addLibraries(root, libraries);
            }
        }
        return new ArrayList<>(libraries.values());
    }

    private static void addLibraries(ResourceRoot root, Map<String, WebResource> libraries) {
        List<String> names = new ArrayList<>();
        root.list(LIBRARIES, names);
        for (String name : names) {
            if (name.endsWith(".jar")) {
                libraries.computeIfAbsent(name, each -> root.find(LIBRARIES + '/' + each));
            }
        }
    }

    @Override public boolean isWritable() {
        return main instanceof DirectoryResources;
    }

    @Override public boolean write(String path, InputStream content) throws IOException {
        Path directory = writableDirectory(path);
        WebResource present = get(path);
        if (directory == null || present.isDirectory()) {
            return false;
        }
        Path fresh = Files.createTempFile(directory, ".upload-", null);
        try {
            Files.copy(content, fresh, StandardCopyOption.REPLACE_EXISTING);
            Files.move(fresh, directory.resolve(ResourcePath.name(path)), StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(fresh);
        }
        cache.forget(path);
        return true;
    }

    @Override public boolean delete(String path) throws IOException {
        Path directory = writableDirectory(path);
        if (directory == null) {
            return false;
        }
        try {
            return Files.deleteIfExists(directory.resolve(ResourcePath.name(path)));
        } catch (DirectoryNotEmptyException e) {
            return false;
        } finally {
            cache.forget(path);
        }
    }

    /** The directory on disk that a path is in, or {@code null} if it is not in the application's own. */
    private Path writableDirectory(String path) {
        boolean named = ResourcePath.isCanonical(path) && !ResourcePath.name(path).isEmpty();
        WebResource directory = named && isWritable() ? main.find(ResourcePath.parent(path)) : null;
        return directory != null && directory.isDirectory() ? directory.file() : null;
    }

    @Override public void close() {
        if (closed.compareAndSet(false, true)) {
            for (ResourceRoot root : roots) {
                root.close();
            }
        }
    }
}
