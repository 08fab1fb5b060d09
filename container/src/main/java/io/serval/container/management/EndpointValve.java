package io.serval.container.management;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;

import io.serval.container.spi.Valve;
import io.serval.http.FieldName;
import io.serval.http.HttpExchange;
import io.serval.http.HttpHandler;
import io.serval.http.Networks;
import io.serval.http.Status;

/**
 * A valve that answers GET and HEAD of its own paths and lets everything else pass. Clients it is not for get 403.
 * Configured by {@code path}, {@code allow} (addresses and ranges; {@code *} for all clients) and {@code reserved}
 * (whether it is answered when all workers are busy, which it is unless said).
 */
public abstract class EndpointValve implements Valve, ServerAware {
    /** Clients on this machine. */
    static final String LOOPBACK = "127.0.0.0/8, ::1";
    private static final String EVERYBODY = "0.0.0.0/0, ::/0";

    private String path;
    private Networks allowed;
    private boolean reserved = true;
    private volatile ServerView server;

    /** @param path of the endpoint unless set @param allow who may ask unless set */
    EndpointValve(String path, String allow) {
        this.path = path;
        setAllow(allow);
    }

    /** Where it answers, starting with a slash and without one at the end. */
    public final void setPath(String path) {
        if (!path.startsWith("/") || path.length() < 2 || path.endsWith("/")) {
            throw new IllegalArgumentException("a path must start with / and not end with it, was \"" + path + '"');
        }
        this.path = path;
    }

    /** Addresses and ranges of clients it is for, separated by commas; {@code *} for all. */
    public final void setAllow(String addresses) {
        String networks = addresses.strip().equals("*") ? EVERYBODY : addresses;
        allowed = new Networks(List.of(networks.split(",")));
    }

    /** Whether connectors keep a thread for it. */
    public final void setReserved(boolean reserved) {
        this.reserved = reserved;
    }

    final String path() {
        return path;
    }

    /** All paths it answers. */
    abstract Set<String> paths();

    /** What a path says of a server. */
    abstract Page page(String path, ServerView server) throws IOException;

    /**
     * What is answered.
     *
     * @param status of the response
     * @param type   of its content
     * @param text   its content
     */
    record Page(Status status, String type, String text) { }

    @Override public final void server(ServerView view) {
        server = view;
    }

    @Override public final Set<String> reservedPaths() {
        return reserved ? paths() : Set.of();
    }

    @Override public final void invoke(HttpExchange exchange, HttpHandler next) throws IOException {
        String asked = exchange.head().target().path();
        if (server == null || !asked.startsWith(path) || !paths().contains(asked)) {
            next.handle(exchange);
        } else if (!allowed.contains(exchange.connection().remote())) {
            answer(exchange, text(Status.FORBIDDEN));
        } else if (!exchange.head().method().equals("GET") && !exchange.head().method().equals("HEAD")) {
            exchange.response().fields().set(FieldName.ALLOW, "GET, HEAD");
            answer(exchange, text(Status.METHOD_NOT_ALLOWED));
        } else {
            answer(exchange, page(asked, server));
        }
    }

    private static Page text(Status status) {
        return new Page(status, "text/plain;charset=utf-8", status.reason() + '\n');
    }

    private static void answer(HttpExchange exchange, Page page) throws IOException {
        exchange.response().status(page.status().code());
        exchange.response().fields().set(FieldName.CONTENT_TYPE, page.type());
        exchange.response().fields().set(FieldName.CACHE_CONTROL, "no-store");
        byte[] bytes = page.text().getBytes(StandardCharsets.UTF_8);
        exchange.response().write(bytes, 0, bytes.length);
    }
}
