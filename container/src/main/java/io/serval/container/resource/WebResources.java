package io.serval.container.resource;

import java.io.Closeable;
import java.util.List;

/**
 * The resource tree of one web application. Lookups never leave it: a path with {@code ..} or a link that points
 * outside
 * finds nothing. Earlier roots win over later ones.
 */
public interface WebResources extends Closeable {
    /** What is at that path; a resource that does not exist where nothing is. */
    WebResource get(String path);

    /**
     * The paths directly below a directory (as {@code ServletContext.getResourcePaths}): full paths, directories with a
     * trailing {@code /}, of all roots together, sorted. Empty if it is no directory.
     */
    List<String> list(String directory);

    /** The jars of {@code /WEB-INF/lib}, sorted by name. */
    List<WebResource> libraries();

    /** Gives back open archives. Streams that are open stay readable. */
    @Override void close();
}
