package io.serval.container.resource;

import java.io.IOException;
import java.nio.channels.FileChannel;

/**
 * What the output stream of a response may be able to do besides: send a part of a file by the shortest way the
 * connection has. The default servlet uses it where nobody wrapped the response.
 */
public interface FileSender {
    /**
     * Sends bytes of a file as if they were written to the stream. The caller closes the channel after this returns.
     *
     * @param count how many bytes, all of which are in the file
     */
    void transferFrom(FileChannel file, long position, long count) throws IOException;
}
