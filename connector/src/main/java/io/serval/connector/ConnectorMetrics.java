package io.serval.connector;

import java.util.List;
import java.util.Map;

import io.serval.connector.metrics.CacheMetrics;
import io.serval.connector.metrics.ConnectionMetrics;
import io.serval.connector.metrics.LoopMetrics;
import io.serval.connector.metrics.RequestMetrics;
import io.serval.connector.metrics.WorkerMetrics;

/**
 * A connector at one moment. Counts are since the connector was started last; immutable. The methods beside the
 * components give the figures that are asked for most.
 *
 * @param connectionMetrics its connections, by state
 * @param requestMetrics    its requests, with their times
 * @param workerMetrics     the threads that run handlers
 * @param loops             the loops, in the order of their numbers
 * @param targets           the cache of request targets
 */
public record ConnectorMetrics(ConnectionMetrics connectionMetrics, RequestMetrics requestMetrics,
                               WorkerMetrics workerMetrics, List<LoopMetrics> loops, CacheMetrics targets) {
    /** What a connector that was never bound has to tell. */
    public static final ConnectorMetrics NONE = new ConnectorMetrics(ConnectionMetrics.NONE, RequestMetrics.NONE,
            WorkerMetrics.NONE, List.of(), CacheMetrics.NONE);

    public ConnectorMetrics {
        loops = List.copyOf(loops);
    }

    /** Open connections. */
    public int connections() {
        return connectionMetrics.open();
    }

    /** Connections accepted. */
    public long accepted() {
        return connectionMetrics.accepted();
    }

    /** Requests being served, suspended ones included. */
    public long activeExchanges() {
        return requestMetrics.active();
    }

    /** Exchanges that ended, refused ones included. */
    public long requests() {
        return requestMetrics.completed();
    }

    /** Requests the connector answered itself, by status code; codes that never occurred are absent. */
    public Map<Integer, Long> refused() {
        return requestMetrics.refused();
    }

    /** Bytes read from clients. */
    public long bytesIn() {
        return requestMetrics.bytesIn();
    }

    /** Bytes written to clients. */
    public long bytesOut() {
        return requestMetrics.bytesOut();
    }

    /** Workers that run a handler. */
    public int busyThreads() {
        return workerMetrics.busy();
    }

    /** Workers that exist. */
    public int threads() {
        return workerMetrics.threads();
    }

    /** Requests that wait for a worker. */
    public int queued() {
        return workerMetrics.queued();
    }

    /** Buffers lent and not given back, over all loops. */
    public long buffersOutstanding() {
        return loops.stream().mapToLong(LoopMetrics::buffersOutstanding).sum();
    }
}
