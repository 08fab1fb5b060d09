package io.serval.container.accesslog;

import io.serval.container.engine.RequestLogView;
import io.serval.http.HttpExchange;

/** Writes one part of a line. Safe for any thread. */
@FunctionalInterface
interface LogElement {
    void write(LineBuffer out, HttpExchange exchange, RequestLogView view);
}
