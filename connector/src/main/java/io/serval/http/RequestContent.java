package io.serval.http;

import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * The content of a request (RFC 9110 §6.4), read as a stream by the owner of the exchange.
 *
 * <p>A client that sent {@code Expect: 100-continue} is told to continue when the content is first asked for. Reading
 * fails
 * with {@link HttpException} when the client breaks a limit or the protocol (400, 408, 413) and with another
 * {@link IOException} when the connection broke.
 */
public interface RequestContent {
    /** The declared length in bytes, or -1 when it is only known at the end. */
    long length();

    /**
     * Reads at least one byte, waiting until one is there.
     *
     * @return the number of bytes read; 0 only when {@code length} is 0; -1 at the end of the content
     */
    int read(byte[] target, int offset, int length) throws IOException;

    /** As {@link #read(byte[], int, int)}, into the space between position and limit of a buffer. */
    int read(ByteBuffer target) throws IOException;

    /** How many bytes can be read now without waiting; 0 when none, or at the end. */
    int available() throws IOException;

    /** Whether the end was reached: every further read gives -1. */
    boolean isFinished();

    /** Whether a read would not wait: bytes are there, or the end, or a failure to be thrown. */
    boolean isReady();

    /**
     * Runs a task of the exchange once, as soon as {@link #isReady}; for suspended exchanges. Replaces an earlier task
     * that
     * has not run yet.
     */
    void whenReady(HttpExchange.ExchangeTask task);

    /** The trailer section; empty before the content is finished, and where the client sent none. */
    Fields trailers();
}
