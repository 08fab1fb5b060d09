package io.serval.container.accesslog;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.serval.container.engine.RequestLogView;
import io.serval.http.ExchangeListener;
import io.serval.http.HttpExchange;

/**
 * The access logs of single applications. Those of one path share theirs while one version takes the place of another.
 * Opened and closed by the threads that start and stop applications, under {@code lock}; requests read a map that never
 * changes.
 */
public final class ContextAccessLogs implements ExchangeListener {
    private static final Logger log = LoggerFactory.getLogger(ContextAccessLogs.class);

    private final ReentrantLock lock = new ReentrantLock();
    private volatile Map<Place, Shared> open = Map.of();

    /** An application's host and path. */
    private record Place(String host, String path) { }

    /** Logs with all who use them. */
    private static final class Shared {
        private final List<AccessLogSettings> settings;
        private final List<AccessLog> logs;
        private int users;

        Shared(List<AccessLogSettings> settings, List<AccessLog> logs) {
            this.settings = settings;
            this.logs = logs;
        }
    }

    /** Without any log. */
    public ContextAccessLogs() {
    }

    /**
     * Opens the logs of an application; one that cannot be opened keeps no application from starting.
     *
     * @return closes them; call it once
     */
    public Runnable open(String host, String path, List<AccessLogSettings> wanted) {
        if (wanted.isEmpty()) {
            return () -> { };
        }
        Place place = new Place(host, path);
        lock.lock();
        try {
            Shared known = open.get(place);
            Shared used = known != null && known.settings.equals(wanted) ? known : new Shared(wanted, open(wanted));
            used.users++;
            Map<Place, Shared> changed = new HashMap<>(open);
            changed.put(place, used);
            open = Map.copyOf(changed);
            return () -> close(place, used);
        } finally {
            lock.unlock();
        }
    }

    private void close(Place place, Shared used) {
        lock.lock();
        try {
            if (--used.users > 0) {
                return;
            }
            Map<Place, Shared> changed = new HashMap<>(open);
            changed.remove(place, used);
            open = Map.copyOf(changed);
        } finally {
            lock.unlock();
        }
        used.logs.forEach(AccessLog::close);
    }

    /** Opens logs; those that cannot be opened are left out, and reported. */
    public static List<AccessLog> open(List<AccessLogSettings> wanted) {
        List<AccessLog> logs = new ArrayList<>();
        for (AccessLogSettings each : wanted) {
            try {
                logs.add(AccessLog.open(each));
            } catch (IOException e) {
                log.error("The access log in {} cannot be opened, requests are not logged there: {}", each.directory(),
                        e.toString());
            }
        }
        return logs;
    }

    @Override public void completed(HttpExchange exchange) {
        Map<Place, Shared> now = open;
        if (now.isEmpty() || !(exchange.attachment() instanceof RequestLogView view) || view.contextPath() == null) {
            return;
        }
        Shared found = now.get(new Place(view.hostName(), view.contextPath()));
        if (found != null) {
            for (int i = 0; i < found.logs.size(); i++) {
                found.logs.get(i).completed(exchange);
            }
        }
    }
}
