package io.serval.connector;

import java.util.List;
import java.util.Map;

import io.serval.connector.metrics.LoopMetrics;

/**
 * A connector at one moment. Counts are since the connector was bound last; immutable.
 *
 * @param connections     open connections
 * @param accepted        connections accepted
 * @param activeExchanges requests being served, suspended ones included
 * @param requests        exchanges that ended, refused ones included
 * @param refused         requests the connector answered itself, by status code; codes that never occurred are absent
 * @param bytesIn         bytes read from clients
 * @param bytesOut        bytes written to clients
 * @param busyThreads     workers that run a handler
 * @param threads         workers that exist
 * @param queued          requests that wait for a worker
 * @param loops           the loops, in the order of their numbers
 */
public record ConnectorMetrics(int connections, long accepted, long activeExchanges, long requests,
                               Map<Integer, Long> refused, long bytesIn, long bytesOut, int busyThreads, int threads,
                               int queued, List<LoopMetrics> loops) {
    /** What a connector that was never bound has to tell. */
    public static final ConnectorMetrics NONE = new ConnectorMetrics(0, 0, 0, 0, Map.of(), 0, 0, 0, 0, 0, List.of());

    public ConnectorMetrics {
        refused = Map.copyOf(refused);
        loops = List.copyOf(loops);
    }

    /** Buffers lent and not given back, over all loops. */
    public long buffersOutstanding() {
        return loops.stream().mapToLong(LoopMetrics::buffersOutstanding).sum();
    }
}
