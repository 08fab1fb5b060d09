package io.serval.connector.net;

import java.io.Closeable;
import java.io.IOException;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.SelectableChannel;

import io.serval.http.TlsInfo;

/** Bytes in and out of a socket, encrypted or not, never waiting. For the owner of the connection. */
public interface Transport extends Closeable {
    /** Reads what is there. @return the number of bytes, 0 when nothing is there, -1 at the end of input */
    int read(ByteBuffer target) throws IOException;

    /** Writes what the socket takes. @return the number of bytes */
    int write(ByteBuffer source) throws IOException;

    /**
     * Passes on what {@link #write} has taken and the system has not.
     *
     * @return whether nothing is left; always true where nothing is kept
     */
    boolean flush() throws IOException;

    /** Writes a part of a file, as much as the socket takes. @return the number of bytes */
    long transferFrom(FileChannel file, long position, long count) throws IOException;

    /** Whether bytes wait in the transport itself, of which the selector knows nothing. */
    boolean hasBufferedInput();

    /** Tells the peer that nothing more will be written. */
    void shutdownOutput() throws IOException;

    /** What the selector watches. */
    SelectableChannel channel();

    SocketAddress remoteAddress();

    SocketAddress localAddress();

    /** Facts of the TLS session, or {@code null} when the transport does not encrypt. */
    TlsInfo tls();
}
