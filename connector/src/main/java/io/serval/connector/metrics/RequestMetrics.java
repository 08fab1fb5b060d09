package io.serval.connector.metrics;

import java.util.Collections;
import java.util.List;
import java.util.Map;

/**
 * The requests of a connector since its start. Immutable.
 *
 * @param active      being served, suspended ones included
 * @param byClass     that ended, by the hundreds of their status: index 2 is 200 to 299; index 0 is what had none
 * @param duration    from the first byte of a request to the last byte of its response, or to the failure
 * @param queueWait   from the queueing of a request to its worker; only of those that got one
 * @param slow        that took longer than {@code slowRequestThreshold}
 * @param bytesIn     bytes read from clients
 * @param bytesOut    bytes written to clients
 * @param refused     that the connector answered itself, by status code; codes that never occurred are absent
 * @param rejected    that no worker took, by cause: {@code queue_full}, {@code queue_too_old}, {@code stopped}; causes
 *                    that never occurred are absent
 * @param limited     that met a limit of the connector, by the attribute that would raise it; limits that were never
 *                    met are absent
 */
public record RequestMetrics(long active, List<Long> byClass, Histogram duration, Histogram queueWait, long slow,
                             long bytesIn, long bytesOut, Map<Integer, Long> refused, Map<String, Long> rejected,
                             Map<String, Long> limited) {
    /** Classes of status codes, and the one of those without. */
    public static final int CLASSES = 6;
    /** What a connector that was never bound has to tell. */
    public static final RequestMetrics NONE = new RequestMetrics(0, Collections.nCopies(CLASSES, 0L), Histogram.EMPTY,
            Histogram.EMPTY, 0, 0, 0, Map.of(), Map.of(), Map.of());

    public RequestMetrics {
        byClass = List.copyOf(byClass);
        refused = Map.copyOf(refused);
        rejected = Map.copyOf(rejected);
        limited = Map.copyOf(limited);
    }

    /** Requests that ended, refused ones included. */
    public long completed() {
        return byClass.stream().mapToLong(Long::longValue).sum();
    }

    /** Requests answered with 400 or above. */
    public long errors() {
        return byClass.get(4) + byClass.get(5);
    }
}
