package io.serval.container.resource;

import java.io.IOException;
import java.net.URL;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Puts the resource tree of an application together: {@code ResourceRoots.of(docBase).url(jar).build()}. Used at
 * deployment, by one thread.
 */
public final class ResourceRoots {
    private Path docBase;
    private final List<URL> urls = new ArrayList<>();
    private boolean allowLinking;
    private Duration cacheTtl = Duration.ofSeconds(5);
    private long cacheMaxBytes = 10 * 1024 * 1024;
    private List<String> orderedLibraries;

    private ResourceRoots() { }

    /** @param docBase a directory, or an archive that is read without unpacking it; {@code null} for neither */
    public static ResourceRoots of(Path docBase) {
        ResourceRoots roots = new ResourceRoots();
        roots.docBase = docBase;
        return roots;
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

    /** Bytes of content kept in memory; 10 MiB unless set, 0 keeps none. */
    public ResourceRoots cacheMaxBytes(long bytes) {
        cacheMaxBytes = bytes;
        return this;
    }

    /** Names of the jars of {@code WEB-INF/lib} whose resources count, in that order; all, by name, unless set. */
    public ResourceRoots orderedLibraries(List<String> names) {
        orderedLibraries = names;
        return this;
    }

    /** Opens everything. @throws IOException when the base is missing or broken; the message names it */
    public WebResources build() throws IOException {
        throw new IOException("" + docBase + urls + allowLinking + cacheTtl + cacheMaxBytes + orderedLibraries);
    }
}
