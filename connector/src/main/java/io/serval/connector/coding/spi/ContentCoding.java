package io.serval.connector.coding.spi;

/**
 * A content coding (RFC 9110 §8.4.1) that responses can be sent in, found by {@link java.util.ServiceLoader} when a
 * connector starts. One that cannot work here, say for want of a library of this system, throws in its constructor; it
 * is then told of in the log and left out. Safe for any thread; the encoders it opens are not.
 */
public interface ContentCoding {
    /** The name in Content-Encoding and Accept-Encoding, in lower case: {@code br}, {@code zstd}. */
    String name();

    /** Which coding to take when a client likes several equally: the highest; gzip has 0. */
    int preference();

    /**
     * The same coding at another level: the higher, the smaller and slower.
     *
     * @throws IllegalArgumentException if there is no such level; the message tells which there are
     */
    default ContentCoding atLevel(int level) {
        throw new IllegalArgumentException(name() + " has no levels");
    }

    /** An encoder for one response. Called once a response, so what is costly to make should be kept for the next. */
    ContentEncoder open();

    /**
     * The connector has stopped: what was kept for later responses is let go. Encoders that are still open may be used
     * and closed after it.
     */
    default void close() { }
}
