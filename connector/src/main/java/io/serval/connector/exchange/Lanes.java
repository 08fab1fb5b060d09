package io.serval.connector.exchange;

import java.time.Duration;
import java.util.Set;

import io.serval.connector.work.Workers;
import io.serval.http.RequestHead;

/**
 * Which workers serve a request. A request for a reserved path, that of a health check for one, goes by a lane of its
 * own, so that it is answered while all other workers are busy and their queue is full. Safe for any thread.
 */
public final class Lanes {
    private final Workers workers;
    private final Workers reserved;
    private final Set<String> reservedPaths;

    /** One lane for all. */
    public Lanes(Workers workers) {
        this(workers, null, Set.of());
    }

    /**
     * @param reserved      for the reserved paths; {@code null} if there are none
     * @param reservedPaths as clients send them
     */
    public Lanes(Workers workers, Workers reserved, Set<String> reservedPaths) {
        this.workers = workers;
        this.reserved = reserved;
        this.reservedPaths = reservedPaths;
    }

    /** The workers for a request whose head is complete. */
    Workers of(RequestHead head) {
        return reserved != null && reservedPaths.contains(head.target().path()) ? reserved : workers;
    }

    /** The workers for everything that has no reserved path. */
    public Workers workers() {
        return workers;
    }

    /** Signals that jobs are queued. */
    public void flush() {
        workers.flush();
        if (reserved != null) {
            reserved.flush();
        }
    }

    /** Ends both lanes. @return whether all threads ended in time */
    public boolean stop(Duration timeout) {
        long end = System.nanoTime() + timeout.toNanos();
        boolean ended = workers.stop(timeout);
        return (reserved == null || reserved.stop(Duration.ofNanos(Math.max(0, end - System.nanoTime())))) && ended;
    }
}
