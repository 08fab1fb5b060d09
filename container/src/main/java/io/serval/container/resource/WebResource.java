package io.serval.container.resource;

import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.nio.channels.FileChannel;
import java.nio.file.Path;

/** A file or directory of a web application, or a name where neither is. Facts are those of the time of the lookup. */
public interface WebResource {
    /** The path it was asked for by, starting with {@code /}. */
    String path();

    /** The last segment of the path. */
    String name();

    boolean exists();

    boolean isDirectory();

    /** Whether it exists and is no directory. */
    boolean isFile();

    /** Length in bytes; -1 if it is not a file. */
    long length();

    /** Milliseconds since the epoch; 0 if not known. */
    long lastModified();

    /** A strong or weak entity tag (RFC 9110 §8.8.3), quotes included; {@code null} if it is not a file. */
    String etag();

    /** Opens the content; the caller closes it. */
    InputStream open() throws IOException;

    /**
     * Opens the file itself for zero-copy sending, or {@code null} if it is inside an archive; the caller closes it.
     */
    FileChannel openChannel() throws IOException;

    /** The file on disk, or {@code null} if it is inside an archive. */
    Path file();

    /** A URL that reads it, or {@code null} if it does not exist. */
    URL url();
}
