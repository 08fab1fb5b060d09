package io.serval.connector.coding.spi;

/**
 * A content coding (RFC 9110 §8.4.1) that responses can be sent in, found by {@link java.util.ServiceLoader} when a
 * connector starts. Safe for any thread; the encoders it opens are not.
 */
public interface ContentCoding {
    /** The name in Content-Encoding and Accept-Encoding, in lower case: {@code br}, {@code zstd}. */
    String name();

    /** Which coding to take when a client likes several equally: the highest; gzip has 0. */
    int preference();

    /** An encoder for one response. Called once a response, so what is costly to make should be kept for the next. */
    ContentEncoder open();
}
