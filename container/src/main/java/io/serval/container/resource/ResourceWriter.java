package io.serval.container.resource;

import java.io.IOException;
import java.io.InputStream;

/** What a tree can do besides when its first root is a directory: change files. Safe for any thread. */
interface ResourceWriter {
    /** Whether it can. */
    boolean isWritable();

    /**
     * Writes a file; readers see the old content or the new.
     *
     * @return false if its directory does not exist, or the path is a directory
     */
    boolean write(String path, InputStream content) throws IOException;

    /** Deletes a file or an empty directory. @return false if that was not possible */
    boolean delete(String path) throws IOException;
}
