package io.serval.container.accesslog;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import io.serval.container.engine.RequestLogView;
import io.serval.http.ExchangeListener;
import io.serval.http.HttpExchange;

/**
 * Leads every exchange to the access logs it belongs to: those of its host and those of all hosts. What no host was
 * found for, as it was refused before, belongs to the default host. Safe for any thread.
 */
public final class HostAccessLogs implements ExchangeListener, AutoCloseable {
    private final AccessLog[] ofAll;
    private final Map<String, List<AccessLog>> byHost;
    private final String defaultHost;

    /**
     * @param ofAll       logs of the engine
     * @param byHost      host name to its logs
     * @param defaultHost name of the default host
     */
    public HostAccessLogs(List<AccessLog> ofAll, Map<String, List<AccessLog>> byHost, String defaultHost) {
        this.ofAll = ofAll.toArray(AccessLog[]::new);
        this.byHost = Map.copyOf(byHost);
        this.defaultHost = defaultHost;
    }

    @Override public void completed(HttpExchange exchange) {
        String host = exchange.attachment() instanceof RequestLogView view ? view.hostName() : defaultHost;
        List<AccessLog> ofHost = byHost.get(host == null ? defaultHost : host);
        if (ofHost != null) {
            for (int i = 0; i < ofHost.size(); i++) {
                ofHost.get(i).completed(exchange);
            }
        }
        for (AccessLog each : ofAll) {
            each.completed(exchange);
        }
    }

    /** Closes all logs. */
    @Override public void close() {
        List<AccessLog> all = new ArrayList<>(List.of(ofAll));
        byHost.values().forEach(all::addAll);
        all.forEach(AccessLog::close);
    }
}
