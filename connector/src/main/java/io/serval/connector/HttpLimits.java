package io.serval.connector;

/**
 * What a client may send. Sizes in bytes. Names in parentheses are those of the {@code Connector} element.
 *
 * @param maxRequestLine      longest request line, answered with 414 (8192)
 * @param maxFieldSection     largest head, request line included, answered with 431 ({@code maxHttpRequestHeaderSize},
 *                            8192)
 * @param maxFields           most field lines, answered with 431 ({@code maxHeaderCount}, 100)
 * @param maxTrailerSection   largest trailer section, answered with 431 ({@code maxTrailerSize}, 8192)
 * @param maxChunkExtensions  most bytes of chunk extensions of a message, answered with 400 ({@code maxExtensionSize},
 *                            8192)
 * @param maxSwallow          how much unread content is read away so that the connection can go on; -1 for no limit
 *                            ({@code maxSwallowSize}, 2 MiB)
 * @param maxKeepAlive        most requests a connection serves; 1 turns keep-alive off, -1 for no limit
 *                            ({@code maxKeepAliveRequests}, 100)
 * @param assembledContent    content up to this size is assembled by the loop before a worker is taken
 *                            ({@code assembledBodySize}, 65536)
 * @param maxResponseHead     largest response head; a larger one becomes a 500 ({@code maxHttpResponseHeaderSize},
 *                            8192)
 */
public record HttpLimits(int maxRequestLine, int maxFieldSection, int maxFields, int maxTrailerSection,
                         int maxChunkExtensions, long maxSwallow, int maxKeepAlive, int assembledContent,
                         int maxResponseHead) {
    public static final HttpLimits DEFAULT =
            new HttpLimits(8_192, 8_192, 100, 8_192, 8_192, 2 << 20, 100, 65_536, 8_192);

    public HttpLimits {
        atLeast("maxRequestLine", maxRequestLine, 64);
        atLeast("maxFieldSection", maxFieldSection, 128);
        atLeast("maxFields", maxFields, 1);
        atLeast("maxTrailerSection", maxTrailerSection, 0);
        atLeast("maxChunkExtensions", maxChunkExtensions, 0);
        atLeast("maxSwallow", maxSwallow, -1);
        atLeast("maxKeepAlive", maxKeepAlive, -1);
        atLeast("assembledContent", assembledContent, 0);
        atLeast("maxResponseHead", maxResponseHead, 1_024);
    }

    private static void atLeast(String name, long value, long least) {
        if (value < least) {
            throw new IllegalArgumentException(name + " must be at least " + least + ", was " + value);
        }
    }

    public HttpLimits withMaxRequestLine(int bytes) {
        return new HttpLimits(bytes, maxFieldSection, maxFields, maxTrailerSection, maxChunkExtensions, maxSwallow,
                maxKeepAlive, assembledContent, maxResponseHead);
    }

    public HttpLimits withMaxFieldSection(int bytes) {
        return new HttpLimits(maxRequestLine, bytes, maxFields, maxTrailerSection, maxChunkExtensions, maxSwallow,
                maxKeepAlive, assembledContent, maxResponseHead);
    }

    public HttpLimits withMaxFields(int count) {
        return new HttpLimits(maxRequestLine, maxFieldSection, count, maxTrailerSection, maxChunkExtensions, maxSwallow,
                maxKeepAlive, assembledContent, maxResponseHead);
    }

    public HttpLimits withMaxTrailerSection(int bytes) {
        return new HttpLimits(maxRequestLine, maxFieldSection, maxFields, bytes, maxChunkExtensions, maxSwallow,
                maxKeepAlive, assembledContent, maxResponseHead);
    }

    public HttpLimits withMaxChunkExtensions(int bytes) {
        return new HttpLimits(maxRequestLine, maxFieldSection, maxFields, maxTrailerSection, bytes, maxSwallow,
                maxKeepAlive, assembledContent, maxResponseHead);
    }

    public HttpLimits withMaxSwallow(long bytes) {
        return new HttpLimits(maxRequestLine, maxFieldSection, maxFields, maxTrailerSection, maxChunkExtensions, bytes,
                maxKeepAlive, assembledContent, maxResponseHead);
    }

    public HttpLimits withMaxKeepAlive(int requests) {
        return new HttpLimits(maxRequestLine, maxFieldSection, maxFields, maxTrailerSection, maxChunkExtensions,
                maxSwallow,
                requests, assembledContent, maxResponseHead);
    }

    public HttpLimits withAssembledContent(int bytes) {
        return new HttpLimits(maxRequestLine, maxFieldSection, maxFields, maxTrailerSection, maxChunkExtensions,
                maxSwallow,
                maxKeepAlive, bytes, maxResponseHead);
    }

    public HttpLimits withMaxResponseHead(int bytes) {
        return new HttpLimits(maxRequestLine, maxFieldSection, maxFields, maxTrailerSection, maxChunkExtensions,
                maxSwallow,
                maxKeepAlive, assembledContent, bytes);
    }
}
