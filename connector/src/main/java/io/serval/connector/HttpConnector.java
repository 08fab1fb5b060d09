package io.serval.connector;

import java.io.IOException;
import java.nio.channels.ServerSocketChannel;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.serval.connector.metrics.LoopStall;
import io.serval.connector.metrics.SlowRequest;
import io.serval.http.ExchangeListener;
import io.serval.http.HttpHandler;

/**
 * Listens on a port and lets an {@link HttpHandler} answer: loops that read and write, workers that run the handler.
 *
 * <p>Life: {@link #bind} takes the port, {@link #start} begins to serve; {@link #pause} stops accepting and
 * {@link #resume} goes on; {@link #drain} lets what is under way come to its end; {@link #stop} ends everything, leaves
 * no thread and no descriptor, and allows to begin anew. There may be any number of connectors in a JVM; they share
 * nothing.
 *
 * <p>Workers are daemon threads; the loops are not, so a JVM lives as long as a connector is started.
 *
 * <p>Safe for any thread. Methods that change the state wait for each other.
 */
public final class HttpConnector {
    private enum State { NEW, BOUND, STARTED, PAUSED }

    private static final Logger log = LoggerFactory.getLogger(HttpConnector.class);
    private static final Duration DEFAULT_STOP = Duration.ofSeconds(5);
    private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(5);

    private final ConnectorConfig config;
    private final HttpHandler handler;
    private final ExchangeListener listener;
    private final Surroundings surroundings;
    private final ReentrantLock lock = new ReentrantLock();
    private State state = State.NEW;
    private ServerSocketChannel server;
    private volatile int localPort = -1;
    private volatile ConnectorCore core;

    /** A connector that tells nobody of finished exchanges. */
    public HttpConnector(ConnectorConfig config, HttpHandler handler) {
        this(config, handler, ExchangeListener.NONE);
    }

    /** @param listener is told of every exchange that ended, refused ones included */
    public HttpConnector(ConnectorConfig config, HttpHandler handler, ExchangeListener listener) {
        this(config, handler, listener, Surroundings.SYSTEM);
    }

    HttpConnector(ConnectorConfig config, HttpHandler handler, ExchangeListener listener, Surroundings surroundings) {
        this.surroundings = surroundings;
        this.config = Objects.requireNonNull(config, "config");
        this.handler = Objects.requireNonNull(handler, "handler");
        this.listener = Objects.requireNonNull(listener, "listener");
    }

    /** What the connector was made with. */
    public ConnectorConfig config() {
        return config;
    }

    /** The configured name, or {@code http-<port>} with the port listened on, or else configured, or the socket's. */
    public String name() {
        if (config.name() != null) {
            return config.name();
        }
        if (config.endpoint().unixPath() != null) {
            return "unix-" + config.endpoint().unixPath().getFileName();
        }
        int port = localPort;
        return "http-" + (port > 0 ? port : config.port());
    }

    /** The port listened on; -1 while there is none, and on a Unix domain socket. */
    public int localPort() {
        return localPort;
    }

    /**
     * Takes the port, so that clients can connect, though nobody answers before {@link #start}. Does nothing when that
     * is done.
     *
     * @throws java.net.BindException when the port is taken or may not be used; the message names address and port
     * @throws IOException            when the address is not known or the system gives no socket
     */
    public void bind() throws IOException {
        lock.lock();
        try {
            if (state == State.NEW) {
                listen(config.port());
                state = State.BOUND;
            }
        } finally {
            lock.unlock();
        }
    }

    private void listen(int port) throws IOException {
        server = Listener.bind(config, port);
        localPort = Listener.port(server);
    }

    /** Begins to serve; binds before, if that is not done. Does nothing when it serves already. */
    public void start() throws IOException {
        lock.lock();
        try {
            bind();
            if (state == State.BOUND) {
                ConnectorCore started = new ConnectorCore(config, name(), handler, listener, surroundings);
                started.start();
                started.listen(server);
                core = started;
                state = State.STARTED;
                log.info("Connector {} listens on {}", name(), Listener.describe(server));
            }
        } finally {
            lock.unlock();
        }
    }

    /** Stops accepting: closes the port and keeps the connections. Does nothing unless it serves. */
    public void pause() {
        lock.lock();
        try {
            if (state == State.STARTED) {
                core.stopListening();
                Listener.cleanUp(config);
                state = State.PAUSED;
                log.info("Connector {} is paused", name());
            }
        } finally {
            lock.unlock();
        }
    }

    /** Whether {@link #pause} or {@link #drain} holds. */
    public boolean isPaused() {
        lock.lock();
        try {
            return state == State.PAUSED;
        } finally {
            lock.unlock();
        }
    }

    /**
     * Accepts again, on the same port, after {@link #pause} or {@link #drain}. Does nothing otherwise.
     *
     * @throws java.net.BindException when somebody else took the port meanwhile
     */
    public void resume() throws IOException {
        lock.lock();
        try {
            if (state == State.PAUSED) {
                listen(localPort);
                core.drain(false);
                core.listen(server);
                state = State.STARTED;
                log.info("Connector {} accepts again on {}", name(), Listener.describe(server));
            }
        } finally {
            lock.unlock();
        }
    }

    /**
     * Lets what is under way come to its end: accepts nothing more, closes idle connections, ends the others with the
     * response they are about to give, and waits.
     *
     * @param timeout how long to wait
     * @return whether everything was finished in time
     */
    public boolean drain(Duration timeout) {
        pause();
        ConnectorCore running = core;
        if (running == null) {
            return true;
        }
        running.drain(true);
        long end = System.nanoTime() + timeout.toNanos();
        while (!running.isQuiet()) {
            if (System.nanoTime() - end >= 0 || Thread.currentThread().isInterrupted()) {
                return false;
            }
            running.closeIdle();
            LockSupport.parkNanos(LOOK_NANOS);
        }
        return true;
    }

    /** As {@link #stop(Duration)}, waiting for 5 seconds at most. */
    public void stop() {
        stop(DEFAULT_STOP);
    }

    /**
     * Ends at once: closes the port and all connections, interrupts the handlers, and waits for all threads to end.
     * {@link #bind} and {@link #start} begin anew. Does nothing when nothing was begun.
     *
     * @param timeout how long to wait for handlers that do not end when they are interrupted
     */
    public void stop(Duration timeout) {
        lock.lock();
        try {
            pause();
            if (core != null && !core.stop(timeout)) {
                log.warn("Connector {} stopped, but handlers still run after {} ms; they ignore their interruption",
                        name(), timeout.toMillis());
            }
            if (state != State.NEW) {
                closeServer();
                log.info("Connector {} is stopped", name());
            }
            core = null;
            localPort = -1;
            state = State.NEW;
        } finally {
            lock.unlock();
        }
    }

    private void closeServer() {
        try {
            if (server.isOpen()) {
                server.close();
                Listener.cleanUp(config);
            }
        } catch (IOException e) {
            log.warn("The listening socket of connector {} could not be closed: {}", name(), e.toString());
        }
    }

    /** Requests being served, suspended ones included. */
    public long activeExchanges() {
        ConnectorCore running = core;
        return running == null ? 0 : running.activeExchanges();
    }

    /**
     * The figures of this moment. Asks the loops to count their connections, and waits up to 50 ms for them; not to be
     * called by a thread that must not wait.
     */
    public ConnectorMetrics metrics() {
        ConnectorCore running = core;
        return running == null ? ConnectorMetrics.NONE : running.metrics();
    }

    /** The last requests that took longer than {@code slowRequestThreshold}, the newest first. */
    public List<SlowRequest> slowRequests() {
        ConnectorCore running = core;
        return running == null ? List.of() : running.slowRequests();
    }

    /** The last times that a loop did not go on for longer than {@code loopStallThreshold}, the newest first. */
    public List<LoopStall> stalls() {
        ConnectorCore running = core;
        return running == null ? List.of() : running.stalls();
    }
}
