package io.serval.connector;

import io.serval.connector.tls.config.TlsConfig;

/**
 * Everything a connector is told before it starts. Immutable; changed copies come from the {@code with…} methods.
 *
 * @param name           appears in thread names, logs and metrics; {@code null} means {@code http-<port>}
 * @param address        the host name or address to listen on, or {@code null} for all
 * @param port           0 to 65535; 0 lets the system choose
 * @param pollerThreads  number of loops ({@code pollerThreadCount}); 0 means max(1, min(4, processors / 2))
 * @param maxConnections most connections at the same time ({@code maxConnections}, 8192); -1 means any number
 * @param serverField    the value of the Server field of every response, or {@code null} for none ({@code server})
 * @param http2          HTTP/2 beside HTTP/1.1
 * @param tls            keys and rules, or {@code null} for clear text
 * @param observation    how the connector watches itself, and what it answers whatever its load
 * @param compression    encoding of responses on the fly
 * @param leniency       what request targets may hold beyond their grammar
 * @param endpoint       what is listened on, and who stands before it
 */
public record ConnectorConfig(String name, String address, int port, int pollerThreads, int maxConnections,
                              String serverField, HttpLimits limits, Timeouts timeouts, SocketOptions socket,
                              WorkerConfig workers, Http2Config http2, TlsConfig tls,
                              ObservationConfig observation, Compression compression, Leniency leniency,
                              Endpoint endpoint) {
    /** A connector on a port the system chooses, with the defaults of every part. */
    public static final ConnectorConfig DEFAULT = new ConnectorConfig(null, null, 0, 0, 8_192, null, HttpLimits.DEFAULT,
            Timeouts.DEFAULT, SocketOptions.DEFAULT, WorkerConfig.DEFAULT, Http2Config.DEFAULT, null,
            ObservationConfig.DEFAULT, Compression.OFF, Leniency.STRICT, Endpoint.TCP);

    public ConnectorConfig {
        if (port < 0 || port > 65_535) {
            throw new IllegalArgumentException("port must be between 0 and 65535, was " + port);
        }
        if (pollerThreads < 0) {
            throw new IllegalArgumentException("pollerThreads must not be negative, was " + pollerThreads);
        }
        if (maxConnections < -1 || maxConnections == 0) {
            throw new IllegalArgumentException("maxConnections must be at least 1, or -1, was " + maxConnections);
        }
    }

    public ConnectorConfig withName(String name) {
        return new ConnectorConfig(name, address, port, pollerThreads, maxConnections, serverField, limits, timeouts,
                socket, workers, http2, tls, observation, compression,
                leniency, endpoint);
    }

    public ConnectorConfig withAddress(String address) {
        return new ConnectorConfig(name, address, port, pollerThreads, maxConnections, serverField, limits, timeouts,
                socket, workers, http2, tls, observation, compression,
                leniency, endpoint);
    }

    public ConnectorConfig withPort(int port) {
        return new ConnectorConfig(name, address, port, pollerThreads, maxConnections, serverField, limits, timeouts,
                socket, workers, http2, tls, observation, compression,
                leniency, endpoint);
    }

    public ConnectorConfig withPollerThreads(int loops) {
        return new ConnectorConfig(name, address, port, loops, maxConnections, serverField, limits, timeouts,
                socket, workers, http2, tls, observation, compression,
                leniency, endpoint);
    }

    public ConnectorConfig withMaxConnections(int connections) {
        return new ConnectorConfig(name, address, port, pollerThreads, connections, serverField, limits, timeouts,
                socket, workers, http2, tls, observation, compression,
                leniency, endpoint);
    }

    public ConnectorConfig withServerField(String value) {
        return new ConnectorConfig(name, address, port, pollerThreads, maxConnections, value, limits, timeouts,
                socket, workers, http2, tls, observation, compression,
                leniency, endpoint);
    }

    public ConnectorConfig withLimits(HttpLimits limits) {
        return new ConnectorConfig(name, address, port, pollerThreads, maxConnections, serverField, limits, timeouts,
                socket, workers, http2, tls, observation, compression,
                leniency, endpoint);
    }

    public ConnectorConfig withTimeouts(Timeouts timeouts) {
        return new ConnectorConfig(name, address, port, pollerThreads, maxConnections, serverField, limits, timeouts,
                socket, workers, http2, tls, observation, compression,
                leniency, endpoint);
    }

    public ConnectorConfig withSocket(SocketOptions socket) {
        return new ConnectorConfig(name, address, port, pollerThreads, maxConnections, serverField, limits, timeouts,
                socket, workers, http2, tls, observation, compression,
                leniency, endpoint);
    }

    public ConnectorConfig withWorkers(WorkerConfig workers) {
        return new ConnectorConfig(name, address, port, pollerThreads, maxConnections, serverField, limits, timeouts,
                socket, workers, http2, tls, observation, compression,
                leniency, endpoint);
    }

    public ConnectorConfig withHttp2(Http2Config http2) {
        return new ConnectorConfig(name, address, port, pollerThreads, maxConnections, serverField, limits, timeouts,
                socket, workers, http2, tls, observation, compression,
                leniency, endpoint);
    }

    public ConnectorConfig withTls(TlsConfig tls) {
        return new ConnectorConfig(name, address, port, pollerThreads, maxConnections, serverField, limits, timeouts,
                socket, workers, http2, tls, observation, compression,
                leniency, endpoint);
    }

    public ConnectorConfig withObservation(ObservationConfig observation) {
        return new ConnectorConfig(name, address, port, pollerThreads, maxConnections, serverField, limits, timeouts,
                socket, workers, http2, tls, observation, compression,
                leniency, endpoint);
    }

    public ConnectorConfig withCompression(Compression compression) {
        return new ConnectorConfig(name, address, port, pollerThreads, maxConnections, serverField, limits, timeouts,
                socket, workers, http2, tls, observation, compression,
                leniency, endpoint);
    }

    public ConnectorConfig withLeniency(Leniency leniency) {
        return new ConnectorConfig(name, address, port, pollerThreads, maxConnections, serverField, limits, timeouts,
                socket, workers, http2, tls, observation, compression,
                leniency, endpoint);
    }

    public ConnectorConfig withEndpoint(Endpoint endpoint) {
        return new ConnectorConfig(name, address, port, pollerThreads, maxConnections, serverField, limits, timeouts,
                socket, workers, http2, tls, observation, compression,
                leniency, endpoint);
    }
}
