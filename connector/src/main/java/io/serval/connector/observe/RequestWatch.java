package io.serval.connector.observe;

import java.time.Instant;
import java.util.List;

import io.serval.connector.metrics.SlowRequest;
import io.serval.http.ExchangeTimes;
import io.serval.http.HttpExchange;

/**
 * Looks at every exchange that ends: counts it, remembers it when it was slow, and shows it to the flight recorder when
 * that listens. Allocates only for the latter two. Safe for any thread.
 */
public final class RequestWatch {
    private final RequestCounts counts = new RequestCounts();
    private final Ring<SlowRequest> slow;
    private final long thresholdNanos;
    private final Events events;

    /**
     * @param thresholdNanos from which on a request is slow; 0 for never
     * @param kept           how many slow ones are remembered
     */
    public RequestWatch(long thresholdNanos, int kept, Events events) {
        this.thresholdNanos = thresholdNanos > 0 ? thresholdNanos : Long.MAX_VALUE;
        this.events = events;
        slow = new Ring<>(kept);
    }

    /** A worker has begun with an exchange. */
    public void dispatched(HttpExchange exchange) {
        events.queueWait(exchange);
    }

    /** An exchange is over. */
    public void ended(HttpExchange exchange) {
        ExchangeTimes times = exchange.times();
        long end = times.lastByteOut() != 0 ? times.lastByteOut() : System.nanoTime();
        long duration = Math.max(0, end - beginning(times));
        counts.add(exchange.response().status(), duration, queueWait(times));
        if (duration >= thresholdNanos) {
            slow.add(slowRequest(exchange, times, duration));
        }
        events.request(exchange, duration);
    }

    /** When a request began: with its first byte. */
    static long beginning(ExchangeTimes times) {
        return times.firstByte() != 0 ? times.firstByte() : times.headComplete();
    }

    /** How long a request waited for a worker; -1 if none had it. */
    static long queueWait(ExchangeTimes times) {
        return times.dispatched() == 0 ? -1 : Math.max(0, times.dispatched() - times.queued());
    }

    /** A stage in nanoseconds after the beginning; -1 if it did not happen. */
    static long after(long beginning, long stage) {
        return stage == 0 ? -1 : Math.max(0, stage - beginning);
    }

    private static SlowRequest slowRequest(HttpExchange exchange, ExchangeTimes times, long duration) {
        long zero = beginning(times);
        return new SlowRequest(Instant.now(), exchange.id(), exchange.connection().id(),
                String.valueOf(exchange.connection().remote()), exchange.connection().protocol(),
                exchange.head().method(), path(exchange), exchange.response().status(),
                after(zero, times.headComplete()), after(zero, times.queued()), after(zero, times.dispatched()),
                after(zero, times.firstByteOut()), after(zero, times.lastByteOut()), duration);
    }

    /** Without the query, which may hold secrets; empty if the target could not be read. */
    static String path(HttpExchange exchange) {
        return exchange.head().target() == null ? "" : exchange.head().target().path();
    }

    public RequestCounts counts() {
        return counts;
    }

    /** How many requests were slow. */
    public long slowOnes() {
        return slow.added();
    }

    /** The last slow requests, the newest first. */
    public List<SlowRequest> slowRequests() {
        return slow.newestFirst();
    }
}
