package io.serval.connector;

/**
 * HTTP/2 on a connector: over TLS by ALPN, on clear text by prior knowledge and, where it is wished, by upgrade. Sizes
 * in bytes; names in
 * parentheses are those of the {@code UpgradeProtocol} element.
 *
 * @param enabled              whether it is spoken
 * @param upgrade              whether clients on clear text may also get there from HTTP/1.1 by {@code Upgrade: h2c},
 *                             which
 *                             RFC 9113 has taken away. Off by default, because common clients ask for it on their own
 *                             account and then lose requests when a connection is drained ({@code UpgradeProtocol})
 * @param maxConcurrentStreams most streams a client may have open ({@code maxConcurrentStreams}, 100)
 * @param maxExecution         most requests of a connection that workers serve at the same time; the others wait
 *                             ({@code maxConcurrentStreamExecution}, 20)
 * @param initialWindow        what a client may send on a stream before it is read ({@code initialWindowSize}, 256 KiB)
 * @param maxWindow            to what that may grow on a fast and long way ({@code maxWindowSize}, 16 MiB)
 * @param maxBufferedContent   content of all connections that may wait to be read before clients are held back; at
 *                             twice as much streams are reset ({@code maxBufferedContent}, 128 MiB)
 * @param headerTableSize      dynamic table for the fields of requests ({@code headerTableSize}, 4096)
 * @param floods               how often clients may send what costs them nothing
 */
public record Http2Config(boolean enabled, boolean upgrade, int maxConcurrentStreams, int maxExecution,
                          int initialWindow, int maxWindow, long maxBufferedContent, int headerTableSize,
                          FloodLimits floods) {
    public static final Http2Config DEFAULT =
            new Http2Config(true, false, 100, 20, 256 << 10, 16 << 20, 128L << 20, 4_096, FloodLimits.DEFAULT);
    /** HTTP/1.1 only. */
    public static final Http2Config OFF = DEFAULT.withEnabled(false);

    public Http2Config {
        if (maxConcurrentStreams < 1) {
            throw new IllegalArgumentException("maxConcurrentStreams must be at least 1, was " + maxConcurrentStreams);
        }
        if (maxExecution < 1) {
            throw new IllegalArgumentException("maxConcurrentStreamExecution must be at least 1, was " + maxExecution);
        }
        if (initialWindow < 16_384 || maxWindow < initialWindow) {
            throw new IllegalArgumentException("initialWindowSize must be at least 16384 and not above maxWindowSize ("
                    + maxWindow + "), was " + initialWindow);
        }
        if (maxBufferedContent < 1 << 20) {
            throw new IllegalArgumentException("maxBufferedContent must be at least 1048576, was "
                    + maxBufferedContent);
        }
        if (headerTableSize < 0) {
            throw new IllegalArgumentException("headerTableSize must not be negative, was " + headerTableSize);
        }
    }

    public Http2Config withEnabled(boolean value) {
        return new Http2Config(value, upgrade, maxConcurrentStreams, maxExecution, initialWindow, maxWindow,
                maxBufferedContent, headerTableSize, floods);
    }

    public Http2Config withUpgrade(boolean value) {
        return new Http2Config(enabled, value, maxConcurrentStreams, maxExecution, initialWindow, maxWindow,
                maxBufferedContent, headerTableSize, floods);
    }

    public Http2Config withMaxConcurrentStreams(int streams) {
        return new Http2Config(enabled, upgrade, streams, maxExecution, initialWindow, maxWindow,
                maxBufferedContent, headerTableSize, floods);
    }

    public Http2Config withMaxExecution(int requests) {
        return new Http2Config(enabled, upgrade, maxConcurrentStreams, requests, initialWindow, maxWindow,
                maxBufferedContent, headerTableSize, floods);
    }

    public Http2Config withWindows(int initial, int max) {
        return new Http2Config(enabled, upgrade, maxConcurrentStreams, maxExecution, initial, max,
                maxBufferedContent, headerTableSize, floods);
    }

    public Http2Config withFloods(FloodLimits limits) {
        return new Http2Config(enabled, upgrade, maxConcurrentStreams, maxExecution, initialWindow, maxWindow,
                maxBufferedContent, headerTableSize, limits);
    }
}
