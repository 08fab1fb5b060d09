package io.serval.container;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.serval.connector.ConnectorConfig;
import io.serval.connector.HttpConnector;

/** The connectors of a server, started and stopped together. Guarded by the lock of {@link Serval}. */
final class Connectors {
    private static final Logger log = LoggerFactory.getLogger(Serval.class);

    private final List<HttpConnector> all;

    Connectors(List<HttpConnector> all) {
        this.all = List.copyOf(all);
    }

    List<HttpConnector> all() {
        return all;
    }

    /** Opens every port or none. @throws PortException if one cannot be had */
    void start() {
        List<HttpConnector> bound = new ArrayList<>();
        for (HttpConnector each : all) {
            try {
                each.bind();
                bound.add(each);
            } catch (IOException e) {
                bound.forEach(HttpConnector::stop);
                throw new PortException(each.config().address(), each.config().port(), e);
            }
        }
        startBound();
    }

    private void startBound() {
        for (HttpConnector each : all) {
            try {
                log.info("Starting ProtocolHandler [\"{}\"]", each.name());
                each.start();
            } catch (IOException e) {
                stop();
                throw new PortException(each.config().address(), each.config().port(), e);
            }
        }
    }

    /** Closes the ports and keeps the connections. */
    void pause() {
        for (HttpConnector each : all) {
            if (each.localPort() != -1) {
                log.info("Pausing ProtocolHandler [\"{}\"]", each.name());
                each.pause();
            }
        }
    }

    /** @return whether all requests came to their end in that time */
    boolean drain(Duration timeout) {
        long end = System.nanoTime() + timeout.toNanos();
        boolean idle = true;
        for (HttpConnector each : all) {
            idle &= each.drain(Duration.ofNanos(Math.max(0, end - System.nanoTime())));
        }
        return idle;
    }

    /** Ends connections, handlers and threads, the last connector first. */
    void stop() {
        List<HttpConnector> reversed = new ArrayList<>(all);
        Collections.reverse(reversed);
        for (HttpConnector each : reversed) {
            if (each.localPort() != -1) {
                log.info("Stopping ProtocolHandler [\"{}\"]", each.name());
            }
            each.stop();
        }
    }

    long activeRequests() {
        return all.stream().mapToLong(HttpConnector::activeExchanges).sum();
    }

    /** The port of the first connector, or -1. */
    int port() {
        return all.isEmpty() ? -1 : all.get(0).localPort();
    }

    /** The open ports, in the order of configuration. */
    List<Integer> ports() {
        return all.stream().map(HttpConnector::localPort).filter(each -> each != -1).toList();
    }

    /** Addresses a person can open, of the open ports. */
    List<String> urls() {
        return all.stream().filter(each -> each.localPort() != -1).map(Connectors::url).toList();
    }

    private static String url(HttpConnector connector) {
        ConnectorConfig config = connector.config();
        String address = config.address();
        boolean any = address == null || address.equals("0.0.0.0") || address.equals("::");
        String host = any ? "localhost" : address.indexOf(':') < 0 ? address : '[' + address + ']';
        return (config.tls() == null ? "http://" : "https://") + host + ':' + connector.localPort() + '/';
    }
}
