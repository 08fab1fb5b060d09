package io.serval.container.config;

import java.time.Duration;
import java.util.List;

import io.serval.container.descriptor.SourceLocation;

/**
 * A {@code Resources} element: the files of an application and how long facts about them are kept. Sizes in bytes,
 * where the attributes count in KiB.
 *
 * @param allowLinking   symbolic links may lead out of the application ({@code allowLinking}, false)
 * @param caching        facts and small files are kept in memory ({@code cachingAllowed}, true)
 * @param cacheMaxBytes  most memory for them ({@code cacheMaxSize}, 10 MiB)
 * @param objectMaxBytes largest file kept ({@code cacheObjectMaxSize}, 1/20 of the cache)
 * @param cacheTtl       after which a fact is checked again ({@code cacheTtl}, 5 s)
 * @param roots          further roots, in declared order
 */
public record ResourceSettings(boolean allowLinking, boolean caching, long cacheMaxBytes, long objectMaxBytes,
                               Duration cacheTtl, List<Root> roots) {
    public static final ResourceSettings DEFAULT =
            new ResourceSettings(false, true, 10 << 20, 512 << 10, Duration.ofSeconds(5), List.of());

    public ResourceSettings {
        if (cacheMaxBytes < 0) {
            throw new IllegalArgumentException("cacheMaxSize must not be negative, was " + cacheMaxBytes);
        }
        if (cacheTtl.isNegative()) {
            throw new IllegalArgumentException("cacheTtl must not be negative, was " + cacheTtl);
        }
        roots = List.copyOf(roots);
    }

    public ResourceSettings withRoots(List<Root> roots) {
        return new ResourceSettings(allowLinking, caching, cacheMaxBytes, objectMaxBytes, cacheTtl, roots);
    }

    /** When a root is asked: before the application's own files, among its jars, or after all. */
    public enum Place { PRE, JAR, POST }

    /**
     * A {@code PreResources}, {@code JarResources} or {@code PostResources} element.
     *
     * @param place         when it is asked
     * @param kind          what {@code base} is
     * @param base          a directory, an archive or a file; relative to the base of the server
     * @param internalPath  path inside an archive where the root begins, empty or starting with {@code /}
     * @param webAppMount   path in the application where it appears, starting with {@code /}
     * @param classLoaderOnly it is for class loading only, not for clients
     * @param location      where the element stands
     */
    public record Root(Place place, Kind kind, String base, String internalPath, String webAppMount,
                       boolean classLoaderOnly, SourceLocation location) { }

    /** What a further root is made of. */
    public enum Kind { DIRECTORY, ARCHIVE, FILE, EMPTY }
}
