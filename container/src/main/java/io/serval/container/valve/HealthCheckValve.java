package io.serval.container.valve;

import java.io.IOException;
import java.nio.charset.StandardCharsets;

import io.serval.container.spi.Valve;
import io.serval.http.FieldName;
import io.serval.http.HttpExchange;
import io.serval.http.HttpHandler;

/** Answers a path of its own, for load balancers that ask whether the server is up. */
public final class HealthCheckValve implements Valve {
    private static final byte[] UP = "{\"status\":\"UP\",\"checks\":[]}".getBytes(StandardCharsets.US_ASCII);

    private String path = "/health";

    /** The whole path, that of the application included ({@code /health}). */
    public void setPath(String value) {
        if (!value.startsWith("/")) {
            throw new IllegalArgumentException("it must start with /");
        }
        path = value;
    }

    @Override public void invoke(HttpExchange exchange, HttpHandler next) throws IOException {
        if (!exchange.head().target().path().equals(path)) {
            next.handle(exchange);
            return;
        }
        exchange.response().fields().set(FieldName.CONTENT_TYPE, "application/json");
        exchange.response().fields().set(FieldName.CACHE_CONTROL, "no-store");
        exchange.response().write(UP, 0, UP.length);
    }
}
