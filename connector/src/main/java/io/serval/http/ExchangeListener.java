package io.serval.http;

/**
 * Is told of every exchange that ended, answered by a handler or refused by the connector itself: an access log.
 * Called by whoever finished the exchange, a worker or a Poller, so it must not block. Safe for any thread.
 */
@FunctionalInterface
public interface ExchangeListener {
    /** Hears nothing. */
    ExchangeListener NONE = exchange -> { };

    /**
     * An exchange ended. Its head, response status, fields, counts, times and attachment can still be read during the
     * call.
     * Of a request that could not be parsed, the head holds what was understood, empty strings elsewhere.
     */
    void completed(HttpExchange exchange);
}
