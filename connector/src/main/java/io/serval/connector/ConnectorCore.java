package io.serval.connector;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.StandardSocketOptions;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Set;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.serval.connector.coding.CodingRules;
import io.serval.connector.coding.ContentCodings;
import io.serval.connector.exchange.Exchanges;
import io.serval.connector.exchange.Lanes;
import io.serval.connector.http1.Http1Protocol;
import io.serval.connector.http1.Http1Service;
import io.serval.connector.http1.Http1Settings;
import io.serval.connector.http2.AbuseGuard;
import io.serval.connector.http2.Http2Protocol;
import io.serval.connector.http2.Http2Service;
import io.serval.connector.http2.Http2Settings;
import io.serval.connector.metrics.LoopStall;
import io.serval.connector.metrics.SlowRequest;
import io.serval.connector.metrics.WorkerMetrics;
import io.serval.connector.net.ClientConnections;
import io.serval.connector.net.Connection;
import io.serval.connector.net.CountedTransport;
import io.serval.connector.net.Opening;
import io.serval.connector.net.PlainTransport;
import io.serval.connector.net.Poller;
import io.serval.connector.net.PollerGroup;
import io.serval.connector.net.Protocol;
import io.serval.connector.net.Transport;
import io.serval.connector.observe.Events;
import io.serval.connector.observe.RequestWatch;
import io.serval.connector.proxy.ProxiedTransport;
import io.serval.connector.time.Ticker;
import io.serval.connector.tls.TlsService;
import io.serval.connector.work.WorkLimits;
import io.serval.connector.work.Workers;
import io.serval.http.ConnectionInfo;
import io.serval.http.ExchangeListener;
import io.serval.http.HttpException;
import io.serval.http.HttpHandler;
import io.serval.http.Networks;
import io.serval.http.RequestHead;
import io.serval.http.RequestTarget;
import io.serval.http.TlsInfo;

/** The running parts of a connector, between one start and the stop after it. Safe for any thread. */
final class ConnectorCore implements Opening {
    private static final Logger log = LoggerFactory.getLogger(HttpConnector.class);
    private static final int MOST_LOOPS = 4;
    private static final int CONNECTION_WINDOW = 1 << 20;
    /** Header blocks up to this size, or this many times what is allowed, are read to be answered with 431. */
    private static final int LEAST_BLOCK = 64 << 10;
    private static final int BLOCK_FACTOR = 4;
    private static final int RESERVED_QUEUE = 64;

    private final ConnectorConfig config;
    private final Surroundings surroundings;
    private final Workers workers;
    private final Lanes lanes;
    private final RequestWatch watch;
    private final Exchanges exchanges;
    /** {@code null} where nothing is encoded. */
    private final ContentCodings codings;
    private final Http1Service http1;
    private final Http2Service http2;
    /** {@code null} on clear text. */
    private final TlsService tls;
    /** Who may tell of others in a PROXY header; {@code null} where none is expected. */
    private final Networks trusted;
    /** Connections by client; {@code null} where any number is allowed. */
    private final ClientConnections clients;
    private final PollerGroup pollers;

    ConnectorCore(ConnectorConfig config, String name, HttpHandler handler, ExchangeListener listener,
                  Surroundings surroundings) throws IOException {
        this.config = config;
        this.surroundings = surroundings;
        workers = workers(config.workers(), name);
        ObservationConfig observation = config.observation();
        Events events = Events.ofThisJvm();
        lanes = lanes(workers, config, name);
        watch = new RequestWatch(observation.slowRequestThreshold().toNanos(), observation.slowRequests(), events);
        exchanges = new Exchanges(handler, listener, lanes, watch, observation.serverTiming(),
                config.tls() == null ? null : config.tls().strictTransport());
        codings = codings(config.compression());
        if (codings != null) {
            log.info("Connector {} encodes responses with {}", name, String.join(", ", codings.names()));
        }
        http1 = new Http1Service(exchanges, settings(config), codings);
        http2 = new Http2Service(exchanges, http2Settings(config), new Targets(), codings);
        if (config.http2().enabled()) {
            http1.http2(new ClearTextHttp2(), config.http2().upgrade());
        }
        tls = config.tls() == null ? null : new TlsService(config.tls(), applications(config), workers, this::agreed);
        trusted = config.endpoint().proxy() == Endpoint.Proxy.OFF ? null
                : new Networks(config.endpoint().trusted());
        int most = config.endpoint().clientConnections();
        clients = most < 0 ? null : new ClientConnections(most);
        pollers = new PollerGroup(name, loops(config), Ticker.SYSTEM, surroundings.selectors(), lanes::flush,
                surroundings.trackBuffers());
        pollers.observe(observation.loopStallThreshold().toNanos(), events);
    }

    /** What HTTP/2 asks of its surroundings. */
    private final class Targets implements Http2Service.Targets {
        @Override public RequestTarget parse(String method, String path, String authority) throws HttpException {
            return http1.target(method, path, authority);
        }

        @Override public boolean servesHere(TlsInfo session, String authority) {
            return tls == null || tls.isSameHost(session.requestedHost(), hostOf(authority));
        }

        private static String hostOf(String authority) {
            int colon = authority.endsWith("]") ? -1 : authority.lastIndexOf(':');
            return (colon < 0 ? authority : authority.substring(0, colon)).toLowerCase(Locale.ROOT);
        }
    }

    private static Workers workers(WorkerConfig config, String name) {
        WorkLimits limits = new WorkLimits(config.maxThreads(), config.maxWaiting(), config.minThreads(),
                config.maxQueue(), config.maxQueueAge().toNanos(), config.idleTime().toNanos());
        if (config.executor() != null) {
            return Workers.of(config.executor());
        }
        return switch (config.threads()) {
            case AUTO -> Workers.automatic(limits, name);
            case PLATFORM -> Workers.platform(limits, name);
            case VIRTUAL -> Workers.virtual(limits, name);
        };
    }

    /** Requests for reserved paths have a thread, that is there from the start, and a short queue of their own. */
    private static Lanes lanes(Workers workers, ConnectorConfig config, String name) {
        Set<String> paths = config.observation().reservedPaths();
        if (paths.isEmpty()) {
            return new Lanes(workers);
        }
        WorkLimits limits = new WorkLimits(1, 0, 1, RESERVED_QUEUE, 0, config.workers().idleTime().toNanos());
        return new Lanes(workers, Workers.platform(limits, name + "-reserved"), paths);
    }

    private static Http1Settings settings(ConnectorConfig config) {
        HttpLimits limits = config.limits();
        Timeouts times = config.timeouts();
        return new Http1Settings(limits.maxRequestLine(), limits.maxFieldSection(), limits.maxFields(),
                limits.maxTrailerSection(), limits.maxChunkExtensions(), limits.maxSwallow(), limits.maxKeepAlive(),
                limits.assembledContent(), limits.maxResponseHead(), config.serverField(),
                times.firstByte().toNanos(), times.head().toNanos(), times.content().toNanos(),
                times.write().toNanos(), times.keepAlive().toNanos(), config.leniency().pathChars(),
                config.leniency().queryChars(), times.rates().request(), times.rates().response(),
                times.rates().grace().toNanos());
    }

    private static ContentCodings codings(Compression config) {
        if (config.mode() == Compression.Mode.OFF) {
            return null;
        }
        return ContentCodings.installed(new CodingRules(config.mode() == Compression.Mode.FORCE, config.minSize(),
                config.types(), config.noUserAgents(), config.noEncodings()), config.levels());
    }

    private static Http2Settings http2Settings(ConnectorConfig config) {
        HttpLimits limits = config.limits();
        Timeouts times = config.timeouts();
        Http2Config http2 = config.http2();
        return new Http2Settings(http2.maxConcurrentStreams(), http2.maxExecution(), http2.initialWindow(),
                http2.maxWindow(), Math.max(CONNECTION_WINDOW, http2.maxWindow()), http2.maxBufferedContent(),
                limits.maxFieldSection(), limits.maxFields(), http2.headerTableSize(),
                limits.assembledContent(), limits.maxResponseHead(),
                config.serverField(), Math.max(LEAST_BLOCK, BLOCK_FACTOR * limits.maxFieldSection()),
                abuseLimits(http2.floods()), times.head().toNanos(), times.content().toNanos(),
                times.write().toNanos(), times.keepAlive().toNanos(), new Http2Settings.Rates(
                times.rates().request(), times.rates().response(), times.rates().grace().toNanos()));
    }

    private static AbuseGuard.Limits abuseLimits(FloodLimits floods) {
        return new AbuseGuard.Limits(floods.resets(), floods.settings(), floods.pings(), floods.priorities(),
                floods.idleFrames(), floods.windowUpdates(), floods.faults(), floods.continuations());
    }

    private static String[] applications(ConnectorConfig config) {
        return config.http2().enabled() ? new String[] {"h2", "http/1.1"} : new String[] {"http/1.1"};
    }

    private static int loops(ConnectorConfig config) {
        int processors = Runtime.getRuntime().availableProcessors();
        return config.pollerThreads() > 0 ? config.pollerThreads()
                : Math.max(1, Math.min(MOST_LOOPS, processors / 2));
    }

    void start() {
        pollers.start();
        watchCertificates();
    }

    void listen(ServerSocketChannel server) {
        pollers.listen(server, config.maxConnections(), this);
    }

    void stopListening() {
        pollers.stopListening();
    }

    void drain(boolean value) {
        exchanges.drain(value);
    }

    void closeIdle() {
        pollers.closeIdle();
    }

    /** Whether nothing is under way and no connection is left. */
    boolean isQuiet() {
        return exchanges.active() == 0 && pollers.connections() == 0;
    }

    /** Workers first: what they leave to the loops is still done. @return whether all threads ended in time */
    boolean stop(Duration timeout) {
        long end = System.nanoTime() + timeout.toNanos();
        boolean ended = lanes.stop(timeout);
        Duration left = Duration.ofNanos(Math.max(1_000_000_000L, end - System.nanoTime()));
        ended &= pollers.stop(left);
        if (codings != null) {
            codings.close(ended);
        }
        return ended;
    }

    @Override public Transport transport(SocketChannel channel, Poller home) throws IOException {
        Transport plain = surroundings.sockets().apply(new PlainTransport(channel));
        if (plain.localAddress() instanceof InetSocketAddress) {
            setOptions(channel);
        }
        Transport socket = counted(trusted == null ? plain : proxied(plain), plain);
        return tls == null ? socket : tls.transport(socket, home.direct());
    }

    private Transport counted(Transport socket, Transport plain) throws IOException {
        if (clients == null) {
            return socket;
        }
        return socket == plain ? CountedTransport.of(socket, clients, false, exchanges.peers()::refused)
                : CountedTransport.of(socket, clients, true, this::refusedBehindProxy);
    }

    /** What is refused when it is accepted is counted there. */
    private void refusedBehindProxy(SocketAddress client, String why) {
        pollers.refused(String.valueOf(client), why);
        exchanges.peers().refused(client, why);
    }

    private Transport proxied(Transport socket) throws IOException {
        boolean required = config.endpoint().proxy() == Endpoint.Proxy.REQUIRED;
        return ProxiedTransport.of(socket, trusted, required, exchanges.peers()::refused);
    }

    private void setOptions(SocketChannel channel) throws IOException {
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
    }

    @Override public Protocol protocol(Connection connection) {
        return tls == null ? new Http1Protocol(http1, connection) : tls.handshake(connection);
    }

    /** What ALPN has agreed on (RFC 7301); HTTP/1.1 where it was not used. */
    private Protocol agreed(Connection connection, String application) {
        if (!application.equals("h2")) {
            return new Http1Protocol(http1, connection);
        }
        Http2Protocol protocol = http2(connection, "h2", 0);
        protocol.open();
        return protocol;
    }

    private Http2Protocol http2(Connection connection, String name, int prefaceSeen) {
        Transport transport = connection.transport();
        ConnectionInfo info = new ConnectionInfo(connection.id(), name, transport.remoteAddress(),
                transport.localAddress(), transport.tls());
        return new Http2Protocol(http2, connection, info, prefaceSeen);
    }

    /** How HTTP/2 begins on clear text. */
    private final class ClearTextHttp2 implements Http1Service.Http2Start {
        private static final byte[] SWITCHING = ("HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\n"
                + "Upgrade: h2c\r\n\r\n").getBytes(StandardCharsets.US_ASCII);

        @Override public void takeOver(Connection connection, int seen, byte[] rest) {
            Http2Protocol protocol = http2(connection, "h2c", seen);
            connection.protocol(protocol);
            protocol.open();
            protocol.begin(rest, 0, rest.length);
        }

        @Override public void upgrade(Connection connection, byte[] settings, RequestHead request, long exchange,
                                      byte[] rest) {
            Http2Protocol protocol = http2(connection, "h2c", 0);
            connection.protocol(protocol);
            protocol.upgrade(SWITCHING, settings, request, exchange);
            protocol.begin(rest, 0, rest.length);
        }
    }

    /** Reads the certificates again, where their files have changed or not. */
    void reloadCertificates() {
        if (tls != null) {
            tls.reload();
        }
    }

    /** Looks at the certificates from time to time: the timer is a loop's, the files are read by a worker. */
    private void watchCertificates() {
        if (tls != null && tls.watchNanos() > 0) {
            pollers.schedule(() -> {
                workers.execute(tls::checkCertificates, Ticker.SYSTEM.nanoTime());
                watchCertificates();
            }, tls.watchNanos());
        }
    }

    long activeExchanges() {
        return exchanges.active();
    }

    ConnectorMetrics metrics() {
        WorkerMetrics threads = new WorkerMetrics(workers.threads(), workers.busy(), config.workers().maxThreads(),
                workers.queued(), config.workers().maxQueue());
        return new ConnectorMetrics(pollers.connectionMetrics(config.maxConnections()), exchanges.metrics(), threads,
                pollers.metrics(), http1.targetMetrics());
    }

    List<SlowRequest> slowRequests() {
        return watch.slowRequests();
    }

    List<LoopStall> stalls() {
        return pollers.stalls();
    }
}
