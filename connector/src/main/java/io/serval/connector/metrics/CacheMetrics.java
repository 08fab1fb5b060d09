package io.serval.connector.metrics;

/**
 * The cache of frequent request targets of a connector, since its start.
 *
 * @param lookups targets looked for, one a request
 * @param hits    that were there: they were not parsed, and made no garbage
 */
public record CacheMetrics(long lookups, long hits) {
    /** What a connector that was never bound has to tell. */
    public static final CacheMetrics NONE = new CacheMetrics(0, 0);
}
