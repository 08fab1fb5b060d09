package io.serval.container.resource;

import java.util.Collection;

/** One layer of the tree. Safe for any thread. */
interface ResourceRoot extends AutoCloseable {
    /**
     * What is at a path, or {@code null} if nothing is.
     *
     * @param path canonical, without {@code /} at its end; empty for the root
     */
    WebResource find(String path);

    /** Adds the names of what is directly in a directory, directories with a {@code /} behind. */
    void list(String path, Collection<String> names);

    /** Gives back what is open; streams that are being read stay readable. */
    @Override void close();
}
