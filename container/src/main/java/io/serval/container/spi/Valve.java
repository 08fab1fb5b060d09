package io.serval.container.spi;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;

import io.serval.http.HttpExchange;
import io.serval.http.HttpHandler;

/**
 * Stands in the way of every request of a server, a host or a web application, before any filter: refuses, counts,
 * rewrites, logs. Where none is configured none costs anything.
 *
 * <p>One instance serves all requests at once. It runs on workers, and on none while an exchange is suspended: an
 * asynchronous request has left the valve when it completes.
 */
@FunctionalInterface
public interface Valve {
    /**
     * Handles a request, or lets it pass.
     *
     * @param exchange the request and its response
     * @param next     what comes after this valve; called at most once, with the exchange or another in front of it
     * @throws IOException as {@link HttpHandler#handle}
     */
    void invoke(HttpExchange exchange, HttpHandler next) throws IOException;

    /** A handler that goes through the valves in their order before it gets to {@code last}. */
    static HttpHandler chain(Iterable<? extends Valve> valves, HttpHandler last) {
        Deque<Valve> reversed = new ArrayDeque<>();
        valves.forEach(reversed::push);
        HttpHandler handler = last;
        for (Valve valve : reversed) {
            HttpHandler next = handler;
            handler = exchange -> valve.invoke(exchange, next);
        }
        return handler;
    }
}
