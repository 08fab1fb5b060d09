package io.serval.connector.http1;

/**
 * What HTTP/1.x is told by the connector's configuration, where the components are explained. Sizes in bytes, times in
 * nanoseconds, where 0 means no limit.
 */
public record Http1Settings(int maxRequestLine, int maxFieldSection, int maxFields, int maxTrailerSection,
                            int maxChunkExtensions, long maxSwallow, int maxKeepAlive, int assembledContent,
                            int maxResponseHead, String serverField, long firstByteNanos, long headNanos,
                            long contentNanos, long writeNanos, long keepAliveNanos, String relaxedPath,
                            String relaxedQuery, long minRequestRate, long minResponseRate, long rateGraceNanos) { }
