package io.serval.connector;

import java.io.IOException;
import java.net.StandardSocketOptions;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;

import io.serval.connector.http1.Http1Protocol;
import io.serval.connector.http1.Http1Service;
import io.serval.connector.http1.Http1Settings;
import io.serval.connector.net.Connection;
import io.serval.connector.net.Opening;
import io.serval.connector.net.PlainTransport;
import io.serval.connector.net.PollerGroup;
import io.serval.connector.net.Protocol;
import io.serval.connector.net.SelectorSource;
import io.serval.connector.net.Transport;
import io.serval.connector.time.Ticker;
import io.serval.connector.work.WorkLimits;
import io.serval.connector.work.Workers;
import io.serval.http.ExchangeListener;
import io.serval.http.HttpHandler;
import io.serval.http.Status;

/** The running parts of a connector, between one start and the stop after it. Safe for any thread. */
final class ConnectorCore implements Opening {
    private static final int MOST_LOOPS = 4;

    private final ConnectorConfig config;
    private final Workers workers;
    private final Http1Service http1;
    private final PollerGroup pollers;

    ConnectorCore(ConnectorConfig config, String name, HttpHandler handler, ExchangeListener listener)
            throws IOException {
        this.config = config;
        workers = workers(config.workers(), name);
        http1 = new Http1Service(handler, listener, settings(config), workers);
        pollers = new PollerGroup(name, loops(config), Ticker.SYSTEM, SelectorSource.SYSTEM, workers::flush, false);
    }

    private static Workers workers(WorkerConfig config, String name) {
        WorkLimits limits = new WorkLimits(config.maxThreads(), config.minThreads(), config.maxQueue(),
                config.maxQueueAge().toNanos(), config.idleTime().toNanos());
        if (config.executor() != null) {
            return Workers.of(config.executor());
        }
        return switch (config.threads()) {
            case AUTO -> Workers.automatic(limits, name);
            case PLATFORM -> Workers.platform(limits, name);
            case VIRTUAL -> Workers.virtual(limits, name);
        };
    }

    private static Http1Settings settings(ConnectorConfig config) {
        HttpLimits limits = config.limits();
        Timeouts times = config.timeouts();
        return new Http1Settings(limits.maxRequestLine(), limits.maxFieldSection(), limits.maxFields(),
                limits.maxTrailerSection(), limits.maxChunkExtensions(), limits.maxSwallow(), limits.maxKeepAlive(),
                limits.assembledContent(), limits.maxResponseHead(), config.serverField(),
                times.firstByte().toNanos(), times.head().toNanos(), times.content().toNanos(),
                times.write().toNanos(), times.keepAlive().toNanos());
    }

    private static int loops(ConnectorConfig config) {
        int processors = Runtime.getRuntime().availableProcessors();
        return config.pollerThreads() > 0 ? config.pollerThreads()
                : Math.max(1, Math.min(MOST_LOOPS, processors / 2));
    }

    void start() {
        pollers.start();
    }

    void listen(ServerSocketChannel server) {
        pollers.listen(server, config.maxConnections(), this);
    }

    void stopListening() {
        pollers.stopListening();
    }

    void drain(boolean value) {
        http1.drain(value);
    }

    void closeIdle() {
        pollers.closeIdle();
    }

    /** Whether nothing is under way and no connection is left. */
    boolean isQuiet() {
        return http1.active() == 0 && pollers.connections() == 0;
    }

    /** Workers first: what they leave to the loops is still done. @return whether all threads ended in time */
    boolean stop(Duration timeout) {
        long end = System.nanoTime() + timeout.toNanos();
        boolean ended = workers.stop(timeout);
        Duration left = Duration.ofNanos(Math.max(1_000_000_000L, end - System.nanoTime()));
        return pollers.stop(left) && ended;
    }

    @Override public Transport transport(SocketChannel channel) throws IOException {
        SocketOptions options = config.socket();
        if (options.tcpNoDelay()) {
            channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
        }
        if (options.keepAlive()) {
            channel.setOption(StandardSocketOptions.SO_KEEPALIVE, true);
        }
        if (options.sendBuffer() > 0) {
            channel.setOption(StandardSocketOptions.SO_SNDBUF, options.sendBuffer());
        }
        return new PlainTransport(channel);
    }

    @Override public Protocol protocol(Connection connection) {
        return new Http1Protocol(http1, connection);
    }

    long activeExchanges() {
        return http1.active();
    }

    ConnectorMetrics metrics() {
        return new ConnectorMetrics(pollers.connections(), pollers.accepted(), http1.active(), http1.requests(),
                refusals(), http1.bytesIn(), http1.bytesOut(), workers.busy(), workers.threads(), workers.queued(),
                pollers.metrics());
    }

    private Map<Integer, Long> refusals() {
        Map<Integer, Long> refused = new TreeMap<>();
        for (Status status : Status.values()) {
            long count = http1.refusedWith(status);
            if (count > 0) {
                refused.put(status.code(), count);
            }
        }
        return refused;
    }
}
