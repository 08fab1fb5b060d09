package io.serval.container.management;

import java.util.List;

import io.serval.connector.ConnectorConfig;
import io.serval.connector.ConnectorMetrics;
import io.serval.connector.HttpConnector;
import io.serval.connector.metrics.CacheMetrics;
import io.serval.connector.metrics.Histogram;
import io.serval.connector.metrics.LoopMetrics;
import io.serval.container.session.SessionCounters;

/** The attributes of each kind of MBean: Tomcat's names, and below them some of our own. */
final class BeanFigures {
    private static final AppFigures GONE = new AppFigures("", "", "", "STOPPED", 0,
            new SessionCounters(0, 0, 0, 0, 0, 0, 0, 0), List.of());

    private BeanFigures() {
    }

    static Figures<ServerView> server(ServerView server) {
        return new Figures<>("The server", () -> server)
                .text("serverInfo", "Product", of -> "Serval")
                .text("stateName", "Where it is in its life", BeanFigures::state)
                .flag("ready", "Whether requests should be sent here", of -> of.phase() == ServerView.Phase.READY);
    }

    private static String state(ServerView server) {
        return switch (server.phase()) {
            case STARTING -> "STARTING";
            case READY -> "STARTED";
            case DRAINING -> "STOPPING";
            case STOPPED -> "STOPPED";
        };
    }

    static Figures<ServerView> engine(ServerView server) {
        return new Figures<>("Connectors and the hosts behind them", () -> server)
                .text("name", "Name", ServerView::name)
                .text("stateName", "Where it is in its life", BeanFigures::state)
                .texts("hosts", "Names of the virtual hosts", of -> of.hosts().toArray(String[]::new));
    }

    static Figures<ServerView> host(ServerView server, String host) {
        return new Figures<>("A virtual host", () -> server)
                .text("name", "Name", of -> host)
                .text("stateName", "Where it is in its life", BeanFigures::state)
                .texts("contexts", "Paths of its applications", of -> of.applications().stream()
                        .filter(each -> each.host().equals(host)).map(AppFigures::name).sorted()
                        .toArray(String[]::new));
    }

    static Figures<ConnectorMetrics> threadPool(HttpConnector connector) {
        ConnectorConfig config = connector.config();
        return new Figures<>("Connections and workers of a connector", connector::metrics)
                .text("name", "Name of the connector", of -> connector.name())
                .count("port", "Port as configured", of -> config.port())
                .count("localPort", "Port listened on", of -> connector.localPort())
                .flag("running", "Whether it serves", of -> connector.localPort() != -1)
                .count("maxThreads", "Most workers", of -> of.workerMetrics().max())
                .count("minSpareThreads", "Workers that stay", of -> config.workers().minThreads())
                .count("currentThreadCount", "Workers that exist", ConnectorMetrics::threads)
                .count("currentThreadsBusy", "Workers that run a handler", ConnectorMetrics::busyThreads)
                .number("connectionCount", "Open connections", ConnectorMetrics::connections)
                .count("maxConnections", "Most connections, -1 for any number", of -> config.maxConnections())
                .count("keepAliveCount", "Connections that wait for a request", of -> of.connectionMetrics().idle())
                .count("acceptCount", "Connections that may wait to be accepted", of -> config.socket().backlog())
                .count("pollerThreadCount", "Loops", of -> of.loops().size())
                .count("acceptorThreadCount", "Threads that only accept; a loop does it", of -> 0)
                .number("connectionTimeout", "ms for the head of a request", of -> config.timeouts().head().toMillis())
                .number("keepAliveTimeout", "ms between requests", of -> config.timeouts().keepAlive().toMillis())
                .flag("tcpNoDelay", "Whether small segments are sent at once", of -> config.socket().tcpNoDelay())
                .count("queueSize", "Requests that wait for a worker", ConnectorMetrics::queued)
                .count("maxQueueSize", "Most requests that may wait", of -> of.workerMetrics().maxQueue())
                .number("connectionsAccepted", "Connections accepted", ConnectorMetrics::accepted)
                .number("connectionsRefused", "Connections that ended before they began",
                        of -> of.connectionMetrics().refused())
                .number("buffersOutstanding", "Buffers lent and not given back", ConnectorMetrics::buffersOutstanding);
    }

    static Figures<ConnectorMetrics> requests(HttpConnector connector) {
        return new Figures<>("Requests of a connector", connector::metrics)
                .number("requestCount", "Requests that ended", ConnectorMetrics::requests)
                .number("errorCount", "Requests answered with 400 or above", of -> of.requestMetrics().errors())
                .number("bytesReceived", "Bytes read from clients", ConnectorMetrics::bytesIn)
                .number("bytesSent", "Bytes written to clients", ConnectorMetrics::bytesOut)
                .number("processingTime", "ms that all requests took",
                        of -> of.requestMetrics().duration().sumNanos() / 1_000_000)
                .number("maxTime", "ms of the longest request", of -> millis(of.requestMetrics().duration().maxNanos()))
                .number("activeRequests", "Requests being served", ConnectorMetrics::activeExchanges)
                .number("slowRequests", "Requests slower than slowRequestThreshold", of -> of.requestMetrics().slow())
                .real("p50", "ms that half of the requests did not exceed", of -> quantile(of, 0.5))
                .real("p99", "ms that 99 % of the requests did not exceed", of -> quantile(of, 0.99))
                .real("queueWaitP99", "ms that 99 % of the requests did not wait for a worker",
                        of -> of.requestMetrics().queueWait().quantileNanos(0.99) / 1e6)
                .number("rejectedCount", "Requests no worker took",
                        of -> of.requestMetrics().rejected().values().stream()
                        .mapToLong(Long::longValue).sum())
                .texts("lastSlowRequests", "The last slow requests, newest first", of -> connector.slowRequests()
                        .stream().map(Object::toString).toArray(String[]::new));
    }

    private static long millis(long nanos) {
        return (nanos + 999_999) / 1_000_000;
    }

    private static double quantile(ConnectorMetrics metrics, double share) {
        return metrics.requestMetrics().duration().quantileNanos(share) / 1e6;
    }

    static Figures<ConnectorConfig> connector(HttpConnector connector) {
        return new Figures<>("A connector", connector::config)
                .count("port", "Port as configured", ConnectorConfig::port)
                .count("localPort", "Port listened on", of -> connector.localPort())
                .text("address", "Address listened on, empty for all", of -> of.address() == null ? "" : of.address())
                .text("protocol", "Protocols spoken", of -> of.http2().enabled() ? "HTTP/1.1, HTTP/2" : "HTTP/1.1")
                .flag("secure", "Whether it speaks TLS", of -> of.tls() != null)
                .text("stateName", "Where it is in its life",
                        of -> connector.localPort() == -1 ? "STOPPED" : connector.isPaused() ? "PAUSED" : "STARTED")
                .operation("pause", "Accepts no more connections; those there are go on", connector::pause)
                .operation("resume", "Accepts connections again, on the same port", connector::resume);
    }

    static Figures<LoopMetrics> loop(HttpConnector connector, int index) {
        return new Figures<>("An event loop", () -> loopOf(connector, index))
                .text("name", "Name of its thread", LoopMetrics::name)
                .count("connections", "Open connections", LoopMetrics::connections)
                .number("ticks", "Passes", LoopMetrics::ticks)
                .real("utilisation", "Share of the time it worked since its start", LoopMetrics::utilisation)
                .real("eventsPerTick", "Ready keys a pass", LoopMetrics::eventsPerTick)
                .real("tickP99", "ms that 99 % of the passes did not exceed", of -> p99(of.tickTime()))
                .real("tickMax", "ms of the longest pass", of -> of.tickTime().maxNanos() / 1e6)
                .real("delayP99", "ms that a probe timer was late", of -> p99(of.loopDelay()))
                .real("taskDelayP99", "ms that tasks of other threads waited", of -> p99(of.taskDelay()))
                .count("tasksQueued", "Tasks that wait", LoopMetrics::queuedTasks)
                .number("stalls", "Passes longer than loopStallThreshold", LoopMetrics::stalls)
                .number("buffersOutstanding", "Buffers lent and not given back", LoopMetrics::buffersOutstanding);
    }

    private static double p99(Histogram times) {
        return times.quantileNanos(0.99) / 1e6;
    }

    private static LoopMetrics loopOf(HttpConnector connector, int index) {
        List<LoopMetrics> loops = connector.metrics().loops();
        return index < loops.size() ? loops.get(index) : new LoopMetrics("", 0, 0, 0, 0, Histogram.EMPTY,
                Histogram.EMPTY, Histogram.EMPTY, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0);
    }

    /** Tomcat keeps strings of bytes; what is kept here are targets of requests, for the same reason. */
    static Figures<CacheMetrics> targets(ServerView server) {
        return new Figures<>("The caches of request targets of all connectors", () -> targetsOf(server))
                .number("accessCount", "Targets looked for", CacheMetrics::lookups)
                .number("hitCount", "Targets that were there", CacheMetrics::hits);
    }

    private static CacheMetrics targetsOf(ServerView server) {
        return server.connectors().stream().map(each -> each.metrics().targets()).reduce(CacheMetrics.NONE,
                (one, other) -> new CacheMetrics(one.lookups() + other.lookups(), one.hits() + other.hits()));
    }

    static Figures<ServletFigures> servlet(ServerView server, AppFigures app, String name) {
        return new Figures<>("A servlet", () -> now(server, app).servlets().stream()
                .filter(each -> each.name().equals(name)).findFirst().orElse(new ServletFigures(name, 0, 0, 0, 0)))
                .number("requestCount", "Requests of clients that were served", ServletFigures::requests)
                .number("errorCount", "Requests that failed or were answered with 400 or above",
                        ServletFigures::errors)
                .number("processingTime", "ms that all requests took", of -> of.nanos() / 1_000_000)
                .number("maxTime", "ms of the longest request", of -> millis(of.longestNanos()));
    }

    private static AppFigures now(ServerView server, AppFigures app) {
        return server.applications().stream()
                .filter(each -> each.host().equals(app.host()) && each.name().equals(app.name())).findFirst()
                .orElse(GONE);
    }

    static Figures<SessionCounters> sessions(ServerView server, AppFigures app) {
        return new Figures<>("Sessions of an application", () -> now(server, app).sessions())
                .count("activeSessions", "Sessions that live", SessionCounters::active)
                .count("maxActive", "Most sessions that lived at once", SessionCounters::maxActive)
                .number("sessionCounter", "Sessions created", SessionCounters::created)
                .number("expiredSessions", "Sessions that ended", of -> of.expired() + of.invalidated())
                .number("rejectedSessions", "Sessions not created because of maxActiveSessions",
                        SessionCounters::rejected)
                .count("sessionMaxAliveTime", "s of the longest life", of -> (int) of.maxAliveSeconds())
                .count("sessionAverageAliveTime", "s of the mean life", of -> (int) of.meanAliveSeconds());
    }

    static Figures<AppFigures> application(ServerView server, AppFigures app) {
        return new Figures<>("An application", () -> now(server, app))
                .text("path", "Context path", AppFigures::path)
                .text("webappVersion", "Version of a parallel deployment", AppFigures::version)
                .text("stateName", "Where it is in its life", of -> of.isRunning() ? "STARTED" : of.state())
                .number("activeRequests", "Requests begun and not over", AppFigures::activeRequests);
    }
}
