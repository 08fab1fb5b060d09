package io.serval.container.resource;

import java.io.IOException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Puts the resource tree of an application together: {@code ResourceRoots.of(docBase).url(jar).build()}. Used at
 * deployment, by one thread.
 */
public final class ResourceRoots {
    private static final String LIBRARIES = "/WEB-INF/lib";

    private final Path docBase;
    private final List<URL> urls = new ArrayList<>();
    private boolean allowLinking;
    private Duration cacheTtl = Duration.ofSeconds(5);
    private long cacheMaxBytes = 10 * 1024 * 1024;
    private LibraryOrder order = new LibraryOrder(null);

    private ResourceRoots(Path docBase) {
        this.docBase = docBase;
    }

    /** @param docBase a directory, or an archive that is read without unpacking it; {@code null} for neither */
    public static ResourceRoots of(Path docBase) {
        return new ResourceRoots(docBase);
    }

    /**
     * Adds the {@code META-INF/resources} of a jar or directory of the class path, behind those of the application:
     * {@code file:} of a jar or a directory, or whatever a {@code JarURLConnection} reads, such as {@code jar:nested:}.
     */
    public ResourceRoots url(URL url) {
        urls.add(url);
        return this;
    }

    /** Whether links may lead out of the directory; {@code false} unless set. */
    public ResourceRoots allowLinking(boolean allow) {
        allowLinking = allow;
        return this;
    }

    /** How long a looked-up resource is believed; 5 s unless set, zero turns the cache off. */
    public ResourceRoots cacheTtl(Duration ttl) {
        cacheTtl = ttl;
        return this;
    }

    /** Bytes kept in memory, names and contents together; 10 MiB unless set, 0 turns the cache off. */
    public ResourceRoots cacheMaxBytes(long bytes) {
        cacheMaxBytes = bytes;
        return this;
    }

    /**
     * Names of the jars of {@code WEB-INF/lib} whose resources count, in that order; {@code null}, as unless set, for
     * all of them by name.
     */
    public ResourceRoots orderedLibraries(List<String> names) {
        order = new LibraryOrder(names);
        return this;
    }

    /** Opens everything. @throws IOException when the base or a URL is missing or broken; the message names it */
    public WebResources build() throws IOException {
        List<ResourceRoot> roots = new ArrayList<>();
        boolean complete = false;
        try {
            addDocBase(roots);
            for (URL url : urls) {
                addIfPresent(UrlRoots.open(url, allowLinking), roots);
            }
            complete = true;
        } finally {
            if (!complete) {
                roots.forEach(ResourceRoot::close);
            }
        }
        return new LayeredResources(docBase != null, roots, cacheTtl, cacheMaxBytes);
    }

    private void addDocBase(List<ResourceRoot> roots) throws IOException {
        if (docBase == null) {
            return;
        }
        if (!Files.exists(docBase)) {
            throw new NoSuchFileException(docBase.toString(), null, "the document base does not exist");
        }
        if (Files.isDirectory(docBase)) {
            DirectoryResources directory = new DirectoryResources(docBase, allowLinking);
            roots.add(directory);
            addLibraries(directory, roots);
        } else {
            ArchiveResources archive = ArchiveResources.open(docBase, "");
            roots.add(archive);
            roots.addAll(archive.nestedLibraries(order));
        }
    }

    private void addLibraries(DirectoryResources directory, List<ResourceRoot> roots) throws IOException {
        List<String> names = new ArrayList<>();
        directory.list(LIBRARIES, names);
        for (String name : order.select(names)) {
            Path jar = directory.resolve(LIBRARIES + '/' + name);
            addIfPresent(UrlRoots.open(jar.toUri().toURL(), allowLinking), roots);
        }
    }

    private static void addIfPresent(ResourceRoot root, List<ResourceRoot> roots) {
        if (root != null) {
            roots.add(root);
        }
    }
}
