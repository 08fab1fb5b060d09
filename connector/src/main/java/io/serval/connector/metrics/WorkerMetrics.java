package io.serval.connector.metrics;

/**
 * The threads that run handlers, at one moment.
 *
 * @param threads  that exist; virtual ones while they run a handler
 * @param busy     that run a handler
 * @param max      most that run a handler at the same time ({@code maxThreads})
 * @param queued   requests that wait for one
 * @param maxQueue most requests that may wait ({@code maxQueueSize})
 */
public record WorkerMetrics(int threads, int busy, int max, int queued, int maxQueue) {
    /** What a connector that was never bound has to tell. */
    public static final WorkerMetrics NONE = new WorkerMetrics(0, 0, 0, 0, 0);
}
