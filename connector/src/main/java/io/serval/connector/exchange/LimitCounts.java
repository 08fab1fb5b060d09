package io.serval.connector.exchange;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLongArray;

/**
 * How often requests met a limit, by the attribute that would raise it. The messages of refusals end with that
 * attribute in parentheses; only known ones count, so that nothing a client sends becomes a name. Safe for any thread.
 */
final class LimitCounts {
    private static final List<String> ATTRIBUTES = List.of("connectionTimeout", "connectionUploadTimeout",
            "maxBufferedContent", "maxConcurrentStreams", "maxExtensionSize", "maxHeaderCount",
            "maxHttpRequestHeaderSize", "maxHttpResponseHeaderSize", "maxSwallowSize", "maxTrailerSize",
            "minRequestDataRate", "minResponseDataRate");

    private final AtomicLongArray counts = new AtomicLongArray(ATTRIBUTES.size());

    /** A request was refused. @param why may be {@code null} */
    void refused(String why) {
        for (int i = 0; why != null && i < ATTRIBUTES.size(); i++) {
            if (why.endsWith('(' + ATTRIBUTES.get(i) + ')')) {
                counts.incrementAndGet(i);
            }
        }
    }

    /** By attribute; those that were never met are absent. */
    Map<String, Long> byAttribute() {
        Map<String, Long> met = new TreeMap<>();
        for (int i = 0; i < ATTRIBUTES.size(); i++) {
            if (counts.get(i) > 0) {
                met.put(ATTRIBUTES.get(i), counts.get(i));
            }
        }
        return met;
    }
}
