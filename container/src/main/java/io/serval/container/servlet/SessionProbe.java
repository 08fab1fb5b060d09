package io.serval.container.servlet;

import io.serval.http.HttpExchange;

/** Finds out whether a request belongs to a session, before it belongs to an application. */
public final class SessionProbe {
    private SessionProbe() { }

    /** Whether the client names a session that lives in that application. */
    public static boolean names(HttpExchange exchange, ServletContextImpl context) {
        SessionTracking tracking = context.tracking();
        return tracking != null
                && tracking.sentIds(exchange).stream().anyMatch(id -> context.sessions().find(id) != null);
    }
}
