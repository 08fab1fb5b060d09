package io.serval.http;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;

/**
 * A connection, or a stream, after an upgrade: bytes both ways. One thread may read while another writes. Tasks given
 * to
 * {@code whenReadable} and {@code whenWritable} run on workers; those of each kind never overlap each other.
 */
public interface UpgradedStream extends Closeable {
    ConnectionInfo connection();

    /** Reads at least one byte, waiting for it. @return the number of bytes, or -1 when the peer has ended its side */
    int read(ByteBuffer target) throws IOException;

    /** Whether a read would not wait. */
    boolean isReadable();

    /** Runs a task once, as soon as a read would not wait. */
    void whenReadable(HttpExchange.ExchangeTask task);

    /** Writes what is between position and limit, waiting when the peer is slow. */
    void write(ByteBuffer source) throws IOException;

    /** Sends what is buffered. */
    void flush() throws IOException;

    /** Whether a write would not wait. */
    boolean isWritable();

    /** Runs a task once, as soon as a write would not wait. */
    void whenWritable(HttpExchange.ExchangeTask task);

    /** Time without a byte after which a read, waiting or not, fails with a timeout; zero (the default) means none. */
    void readTimeout(Duration timeout);

    /** Ends both sides; bytes written before are sent first. Further calls do nothing. */
    @Override void close() throws IOException;
}
