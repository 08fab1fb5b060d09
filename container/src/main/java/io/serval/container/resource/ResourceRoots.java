package io.serval.container.resource;

import java.io.IOException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * Puts the resource tree of an application together: {@code ResourceRoots.of(docBase).url(jar).build()}. Used at
 * deployment, by one thread.
 */
public final class ResourceRoots {
    private static final String LIBRARIES = "/WEB-INF/lib";

    private final Path docBase;
    private final List<URL> urls = new ArrayList<>();
    private final List<Mount> front = new ArrayList<>();
    private final List<Mount> libraries = new ArrayList<>();
    private final List<Mount> back = new ArrayList<>();
    private boolean allowLinking;
    private Duration cacheTtl = Duration.ofSeconds(5);
    private long cacheMaxBytes = 10 * 1024 * 1024;
    private long cacheObjectMaxBytes = 512 * 1024;
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

    /** Adds a root in front of the application's own files. */
    public ResourceRoots before(Mount mount) {
        front.add(mount);
        return this;
    }

    /** Adds a root behind the application's own files, and in front of the resources of its libraries. */
    public ResourceRoots among(Mount mount) {
        libraries.add(mount);
        return this;
    }

    /** Adds a root behind all others. */
    public ResourceRoots after(Mount mount) {
        back.add(mount);
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

    /** Largest file whose content is kept, but never more than 1/20 of the cache; 512 KiB unless set. */
    public ResourceRoots cacheObjectMaxBytes(long bytes) {
        cacheObjectMaxBytes = bytes;
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
            ResourceRoot main = addAll(roots);
            complete = true;
            return new LayeredResources(main, roots,
                    new ResourceCache.Limits(cacheTtl, cacheMaxBytes, cacheObjectMaxBytes));
        } finally {
            if (!complete) {
                roots.forEach(ResourceRoot::close);
            }
        }
    }

    /** @return the application's own, or {@code null} */
    private ResourceRoot addAll(List<ResourceRoot> roots) throws IOException {
        addMounts(front, roots);
        ResourceRoot main = docBase == null ? null : openDocBase();
        addIfPresent(main, roots, roots.size());
        addMounts(libraries, roots);
        int behind = roots.size();
        addMounts(back, roots);
        if (main instanceof ArchiveResources archive) {
            roots.addAll(behind, archive.nestedLibraries(order));
        }
        addLibraries(roots, behind);
        for (URL url : urls) {
            addIfPresent(UrlRoots.open(url, allowLinking), roots, roots.size());
        }
        return main;
    }

    /** Adds, at a position, the resources of the jars of {@code WEB-INF/lib} that lie on disk, in whatever root. */
    private void addLibraries(List<ResourceRoot> roots, int position) throws IOException {
        Set<String> names = new TreeSet<>();
        roots.forEach(each -> each.list(LIBRARIES, names));
        int at = position;
        for (String name : order.select(names)) {
            Path jar = find(roots, LIBRARIES + '/' + name);
            if (jar != null && addIfPresent(UrlRoots.open(jar.toUri().toURL(), allowLinking), roots, at)) {
                at++;
            }
        }
    }

    private static Path find(List<ResourceRoot> roots, String path) {
        for (ResourceRoot each : roots) {
            WebResource found = each.find(path);
            if (found != null) {
                return found.file();
            }
        }
        return null;
    }

    private void addMounts(List<Mount> mounts, List<ResourceRoot> roots) throws IOException {
        for (Mount each : mounts) {
            roots.add(each.open(allowLinking));
        }
    }

    private ResourceRoot openDocBase() throws IOException {
        if (!Files.exists(docBase)) {
            throw new NoSuchFileException(docBase.toString(), null, "the document base does not exist");
        }
        return Files.isDirectory(docBase) ? new DirectoryResources(docBase, allowLinking)
                : ArchiveResources.open(docBase, "");
    }

    private static boolean addIfPresent(ResourceRoot root, List<ResourceRoot> roots, int position) {
        if (root == null) {
            return false;
        }
        roots.add(position, root);
        return true;
    }
}
