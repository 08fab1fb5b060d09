package io.serval.http;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.function.Supplier;

/**
 * The response: status and header section until it is committed, then content, then trailers.
 *
 * <p>Content collects in a buffer; the response is committed when that overflows, at {@link #flush}, or at {@link
 * #finish}.
 * A response that is finished before it was committed goes out with its Content-Length, head and content in one write.
 * Otherwise the protocol frames it: chunked in HTTP/1.1, DATA frames in HTTP/2, until close in HTTP/1.0. Where the
 * status or
 * the method allows no content (HEAD, 204, 304) content is counted and dropped. Used by the owner of the exchange.
 */
public interface ResponseContent {
    /** What is copied at a time where content cannot be passed on as it is. */
    int COPY_BYTES = 64 * 1024;

    /** The status code; 200 unless set. */
    int status();

    /** @throws IllegalStateException when committed */
    void status(int code);

    /**
     * The header section, to be filled in; changing it after the commit has no effect. The connector itself adds what
     * the
     * protocol needs (Date, Content-Length or Transfer-Encoding, Connection) and drops connection-specific fields that
     * a handler must not set.
     */
    HeaderFields fields();

    /** Whether status and header section were sent, or are being sent. */
    boolean isCommitted();

    /** Whether the response was finished, and nothing more can be written. */
    boolean isFinished();

    /** Size of the buffer in bytes. */
    int bufferSize();

    /**
     * Sets at least that many bytes as the size of the buffer. @throws IllegalStateException once content was written
     */
    void bufferSize(int bytes);

    /** Drops what is in the buffer. @throws IllegalStateException when committed */
    void resetBuffer();

    /** How many bytes of content were written, whether sent, buffered or dropped. */
    long written();

    /** Writes content, waiting when the client is slow and the bound for unsent bytes is reached. */
    void write(byte[] source, int offset, int length) throws IOException;

    /** Writes what is between position and limit. */
    default void write(ByteBuffer source) throws IOException {
        if (source.hasArray()) {
            write(source.array(), source.arrayOffset() + source.position(), source.remaining());
            source.position(source.limit());
            return;
        }
        byte[] copy = new byte[Math.min(source.remaining(), COPY_BYTES)];
        while (source.hasRemaining()) {
            int count = Math.min(copy.length, source.remaining());
            source.get(copy, 0, count);
            write(copy, 0, count);
        }
    }

    /**
     * Writes a part of a file, by the shortest way the transport has; by copies where it has none. The caller closes
     * the channel after this returns.
     *
     * @param count how many bytes, all of which must be in the file
     */
    default void transferFrom(FileChannel file, long position, long count) throws IOException {
        ByteBuffer part = ByteBuffer.allocate((int) Math.min(count, COPY_BYTES));
        for (long done = 0; done < count; ) {
            part.clear().limit((int) Math.min(part.capacity(), count - done));
            int read = file.read(part, position + done);
            if (read < 0) {
                throw new IOException("the file ended at " + (position + done)
                        + ", before the part that was to be sent");
            }
            write(part.array(), 0, read);
            done += read;
        }
    }

    /** Commits and sends what is buffered. */
    void flush() throws IOException;

    /** Ends the response and sends what is left, trailers included. Further calls do nothing. */
    void finish() throws IOException;

    /**
     * Sets whence the trailer section comes when the content is finished. @throws IllegalStateException if it is too
     * late
     */
    void trailers(Supplier<Fields> trailers);

    /** Whether the response as it stands could carry a trailer section (HTTP/1.1 chunked, HTTP/2). */
    boolean canHaveTrailers();

    /** Whether a write would not wait. */
    boolean isReady();

    /**
     * Runs a task of the exchange once, as soon as {@link #isReady}; for suspended exchanges. Replaces an earlier task
     * that
     * has not run yet.
     */
    void whenReady(HttpExchange.ExchangeTask task);
}
