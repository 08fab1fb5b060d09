package io.serval.container;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.serval.connector.ConnectorConfig;
import io.serval.connector.ConnectorMetrics;
import io.serval.connector.HttpConnector;
import io.serval.container.accesslog.ContextAccessLogs;
import io.serval.container.management.ServerBeans;
import io.serval.container.management.SlowRequestsPage;
import io.serval.container.spi.LifecycleListener;
import io.serval.container.spi.LifecycleListener.Event;

/**
 * A servlet container inside a program.
 *
 * <pre>{@code
 * try (Serval server = Serval.builder().port(0).context("/app", app -> app.servlet("/hello", new Hello())).start()) {
 *     System.out.println("http://localhost:" + server.port() + "/app/hello");
 *     server.await();
 * }
 * }</pre>
 *
 * <p>{@link #start()} brings the applications up, then opens the ports; {@link #startContexts()} and
 * {@link #startConnectors()} do it in two steps. {@link #stop()} lets running requests finish and ends everything: no
 * thread, port, temporary file or static state is left. There may be any number of servers in a JVM.
 *
 * <p>Safe for any thread; methods that change the state wait for each other.
 */
public final class Serval implements AutoCloseable {
    /** Where a server is in its life. */
    public enum State {
        /** Built, not started. */
        NEW,
        /** The applications are up, the ports are closed. */
        CONTEXTS_STARTED,
        /** Clients are served. */
        RUNNING,
        /** All is over; a stopped server does not start again. */
        STOPPED
    }

    private static final Logger log = LoggerFactory.getLogger(Serval.class);

    private final ReentrantLock lock = new ReentrantLock();
    private final CountDownLatch stopped = new CountDownLatch(1);
    private final KeeperThread keeper = new KeeperThread();
    private final Duration drainDelay;
    private final Duration gracefulStop;
    private final boolean keepsJvmAlive;
    private final List<LifecycleListener> listeners;
    private final String defaultHost;
    private final Hosts hosts;
    private final Observers observers;
    private final Connectors connectors;
    /** {@code null} without JMX. */
    private final ServerBeans beans;
    private volatile boolean draining;
    private volatile State state = State.NEW;

    Serval(ServalBuilder builder) {
        drainDelay = builder.drainDelay();
        gracefulStop = builder.gracefulStop();
        keepsJvmAlive = builder.keepsJvmAlive();
        listeners = builder.lifecycleListeners();
        defaultHost = builder.defaultHost();
        ContextAccessLogs contextLogs = new ContextAccessLogs();
        hosts = new Hosts(builder, contextLogs);
        observers = new Observers(builder, contextLogs);
        connectors = new Connectors(builder.connectors().stream()
                .map(each -> new HttpConnector(reserving(builder, each.config()), hosts.handler(each.requests()),
                        observers)).toList());
        ServerFacts facts = new ServerFacts(builder.name(), this, hosts);
        builder.serverAware().forEach(each -> each.server(facts));
        beans = builder.jmxDomain() == null ? null : new ServerBeans(facts, builder.jmxDomain());
        if (beans != null) {
            hosts.table().onChange(beans::applicationsChanged);
        }
    }

    /** Paths that are answered whatever the load: those configured, and those of health checks and figures. */
    private static ConnectorConfig reserving(ServalBuilder builder, ConnectorConfig config) {
        Set<String> paths = new HashSet<>(config.observation().reservedPaths());
        builder.serverAware().forEach(each -> paths.addAll(each.reservedPaths()));
        return config.withObservation(config.observation().withReservedPaths(paths));
    }

    /** Begins to put a server together. */
    public static ServalBuilder builder() {
        return new ServalBuilder();
    }

    /**
     * Brings the applications up and opens the ports; does nothing when that is done.
     *
     * @throws PortException   if a port cannot be had
     * @throws ServalException if an application does not start; in both cases nothing of the server is left
     */
    public void start() {
        startContexts();
        try {
            startConnectors();
        } catch (RuntimeException failure) {
            stop();
            throw failure;
        }
    }

    /**
     * Brings the applications up; the ports stay closed. Does nothing when that is done.
     *
     * @throws ServalException if an application does not start; nothing of the server is left then
     */
    public void startContexts() {
        lock.lock();
        try {
            if (state != State.NEW) {
                checkNotStopped();
                return;
            }
            tell(Event.STARTING, null);
            bringUp();
            state = State.CONTEXTS_STARTED;
        } finally {
            lock.unlock();
        }
    }

    private void bringUp() {
        try {
            observers.open();
            hosts.start();
        } catch (IOException | RuntimeException | LinkageError failure) {
            end();
            tell(Event.FAILED, failure);
            throw failure instanceof RuntimeException known ? known
                    : new ServalException("the server does not start: " + failure, failure);
        }
    }

    /**
     * Opens the ports; does nothing when they are open. After {@link #stopConnectors()} they open again, a port that
     * the system chose may then be another one.
     *
     * @throws PortException if a port cannot be had; all are closed then, and the applications stay up
     */
    public void startConnectors() {
        lock.lock();
        try {
            checkNotStopped();
            if (state == State.NEW) {
                throw new IllegalStateException("the applications must be started before the connectors");
            }
            if (state == State.CONTEXTS_STARTED) {
                connectors.start();
                if (keepsJvmAlive) {
                    keeper.start();
                }
                draining = false;
                state = State.RUNNING;
                if (beans != null) {
                    beans.open();
                }
                tell(Event.STARTED, null);
            }
        } finally {
            lock.unlock();
        }
    }

    private void checkNotStopped() {
        if (state == State.STOPPED) {
            throw new IllegalStateException("the server was stopped; build a new one");
        }
    }

    /** Closes the ports and ends all connections; the applications stay up. Does nothing when they are closed. */
    public void stopConnectors() {
        lock.lock();
        try {
            if (state == State.RUNNING) {
                closeBeans();
                connectors.stop();
                state = State.CONTEXTS_STARTED;
            }
        } finally {
            lock.unlock();
        }
    }

    /** Closes the ports, so that nobody new can come; connections and requests go on. */
    public void pause() {
        connectors.pause();
    }

    /**
     * Pauses and lets what is under way come to its end, idle connections being closed. Returns early when the thread
     * is interrupted.
     *
     * @return whether all requests came to their end in that time
     */
    public boolean drain(Duration timeout) {
        draining = true;
        connectors.pause();
        return connectors.drain(timeout);
    }

    /** Requests whose response is not finished, asynchronous ones included. */
    public long activeRequests() {
        return connectors.activeRequests();
    }

    /** Whether the server is about to stop: health checks say that no more requests should be sent here. */
    public boolean isDraining() {
        return draining;
    }

    /**
     * Ends in order: health checks tell that no more requests should be sent, and those that still come are served for
     * the drain delay; then no new connections, running requests finish within the graceful time, applications stop.
     */
    public void stop() {
        awaitDrainDelay();
        if (state == State.RUNNING && !drain(gracefulStop)) {
            log.warn("{} requests still ran after {} ms and are broken off", activeRequests(), gracefulStop.toMillis());
        }
        lock.lock();
        try {
            if (state != State.STOPPED) {
                tell(Event.STOPPING, null);
                end();
                tell(Event.STOPPED, null);
            }
        } finally {
            lock.unlock();
        }
    }

    private void awaitDrainDelay() {
        if (state == State.RUNNING && !drainDelay.isZero()) {
            draining = true;
            log.info("The server is not ready any more and serves on for {} ms (drainDelay)", drainDelay.toMillis());
            try {
                TimeUnit.NANOSECONDS.sleep(drainDelay.toNanos());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private void closeBeans() {
        if (beans != null) {
            beans.close();
        }
    }

    private void end() {
        closeBeans();
        connectors.stop();
        hosts.stop();
        observers.close();
        keeper.end();
        state = State.STOPPED;
        stopped.countDown();
    }

    /** The same as {@link #stop()}. */
    @Override public void close() {
        stop();
    }

    /** Waits until the server is stopped by another thread, or this thread is interrupted. */
    public void await() {
        try {
            stopped.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    public State state() {
        return state;
    }

    /** The port the first connector listens on; -1 while it does not. */
    public int port() {
        return connectors.port();
    }

    /** The ports that are listened on, in the order of the connectors. */
    public List<Integer> ports() {
        return connectors.ports();
    }

    /** Addresses that a person can open, one for each open port. */
    public List<String> urls() {
        return connectors.urls();
    }

    /** The last slow requests and stalls of loops, as {@link SlowRequestsPage} tells them. */
    public String slowRequests() {
        return SlowRequestsPage.of(connectors());
    }

    List<HttpConnector> connectors() {
        return connectors.all();
    }

    /** The figures of the connectors at this moment, in their order. */
    public List<ConnectorMetrics> metrics() {
        return connectors.all().stream().map(HttpConnector::metrics).toList();
    }

    /** The newest version of the application at a path of the default host. */
    public Optional<WebAppHandle> context(String path) {
        return hosts.find(defaultHost, path);
    }

    /** All applications of all hosts. */
    public List<WebAppHandle> contexts() {
        return hosts.all();
    }

    /**
     * Adds an application to the default host of a server that is up; one that is there at that path is replaced,
     * without a moment in which none answers.
     *
     * @throws ServalException if it does not start; the one before it serves on then
     */
    public WebAppHandle deploy(String path, Consumer<WebAppBuilder> app) {
        return deploy(path, new HostBuilder(defaultHost).context(path, app).webApps().get(path));
    }

    /** As {@link #deploy(String, Consumer)}, from a WAR or a directory. */
    public WebAppHandle deploy(String path, Path warOrDirectory) {
        return deploy(path, new HostBuilder(defaultHost).webapp(path, warOrDirectory).webApps().get(path));
    }

    private WebAppHandle deploy(String path, WebAppBuilder app) {
        lock.lock();
        try {
            checkNotStopped();
            if (state == State.NEW) {
                throw new IllegalStateException("the server is not started; tell its builder about the application");
            }
            return hosts.deploy(defaultHost, path, app);
        } finally {
            lock.unlock();
        }
    }

    /** Takes the newest version of an application of the default host out of service. @return whether there was one */
    public boolean undeploy(String path) {
        lock.lock();
        try {
            return hosts.undeploy(defaultHost, path);
        } finally {
            lock.unlock();
        }
    }

    private void tell(Event event, Throwable cause) {
        for (LifecycleListener each : listeners) {
            each.lifecycleEvent(event, "server", cause);
        }
    }
}
