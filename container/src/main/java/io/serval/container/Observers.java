package io.serval.container;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

import io.serval.container.accesslog.AccessLog;
import io.serval.container.accesslog.AccessLogSettings;
import io.serval.container.accesslog.ContextAccessLogs;
import io.serval.container.accesslog.HostAccessLogs;
import io.serval.http.ExchangeListener;
import io.serval.http.HttpExchange;

/**
 * All who are told of exchanges that ended: access logs and listeners of the program. One for all connectors. The
 * logs are open while the server lives.
 */
final class Observers implements ExchangeListener {
    private final List<AccessLogSettings> logsOfAll;
    private final Map<String, List<AccessLogSettings>> logsByHost = new HashMap<>();
    private final String defaultHost;
    private final ContextAccessLogs ofContexts;
    private final ExchangeListener[] listeners;
    private volatile HostAccessLogs logs;

    Observers(ServalBuilder builder, ContextAccessLogs ofContexts) {
        this.ofContexts = ofContexts;
        logsOfAll = builder.accessLogs();
        builder.hosts().forEach(each -> logsByHost.put(each.name(), each.accessLogs()));
        defaultHost = builder.defaultHost();
        listeners = builder.exchangeListeners().toArray(ExchangeListener[]::new);
    }

    /** Opens the access logs; one that cannot be opened keeps no server from starting. */
    void open() {
        Map<String, List<AccessLog>> byHost = new HashMap<>();
        logsByHost.forEach((host, wanted) -> byHost.put(host, ContextAccessLogs.open(wanted)));
        List<AccessLog> ofAll = ContextAccessLogs.open(logsOfAll);
        boolean any = !ofAll.isEmpty() || byHost.values().stream().anyMatch(each -> !each.isEmpty());
        logs = any ? new HostAccessLogs(ofAll, byHost, defaultHost) : null;
    }

    @Override public void completed(HttpExchange exchange) {
        HostAccessLogs open = logs;
        if (open != null) {
            open.completed(exchange);
        }
        ofContexts.completed(exchange);
        for (ExchangeListener each : listeners) {
            each.completed(exchange);
        }
    }

    void close() {
        if (logs != null) {
            logs.close();
            logs = null;
        }
    }
}
