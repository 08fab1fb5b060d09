package io.serval.connector.net;

import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.SelectionKey;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Accepts connections; a key of the first loop. At the connection limit it stops accepting, and clients wait in the
 * backlog of the system until a connection ends. When the process has no descriptors left it pauses for a moment.
 * Confined to its Poller, except {@link #connectionGone}.
 */
final class Acceptor implements KeyListener {
    private static final Logger log = LoggerFactory.getLogger(Acceptor.class);
    private static final int ACCEPTS_A_TICK = 32;
    private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(200);

    private final PollerGroup group;
    private final Poller poller;
    private final ServerSocketChannel server;
    private final int maxConnections;
    private final Opening opening;
    private volatile boolean atLimit;
    private boolean limitTold;
    private boolean failing;
    private SelectionKey key;

    /** @param maxConnections -1 for no limit */
    Acceptor(PollerGroup group, Poller poller, ServerSocketChannel server, int maxConnections, Opening opening) {
        this.group = group;
        this.poller = poller;
        this.server = server;
        this.maxConnections = maxConnections < 0 ? Integer.MAX_VALUE : maxConnections;
        this.opening = opening;
    }

    void begin() {
        try {
            server.configureBlocking(false);
            poller.register(server, SelectionKey.OP_ACCEPT, this);
        } catch (IOException e) {
            log.error("The listening socket cannot be used", e);
        }
    }

    void end() {
        try {
            server.close();
            poller.letGoOfClosed();
        } catch (IOException e) {
            log.warn("The listening socket could not be closed: {}", e.toString());
        }
    }

    @Override public void registered(SelectionKey fresh) {
        key = fresh;
    }

    @Override public void onReady(int operations) throws IOException {
        for (int i = 0; i < ACCEPTS_A_TICK; i++) {
            if (group.connections() >= maxConnections) {
                pauseAtLimit();
                return;
            }
            SocketChannel channel = server.accept();
            if (channel == null) {
                return;
            }
            failing = false;
            limitTold &= group.connections() > maxConnections / 10 * 9;
            adopt(channel);
        }
    }

    private void pauseAtLimit() {
        if (!limitTold) {
            limitTold = true;
            log.warn("{} connections are open, as many as maxConnections allows; more wait in the backlog",
                    maxConnections);
        }
        atLimit = true;
        group.fullOfConnections();
        key.interestOps(0);
        if (group.connections() < maxConnections) {
            resume(); // one ended between the look and the pause
        }
    }

    /** A connection ended. Any thread. */
    void connectionGone() {
        if (atLimit) {
            poller.execute(this::resume);
        }
    }

    private void resume() {
        if (key.isValid()) {
            atLimit = false;
            key.interestOps(SelectionKey.OP_ACCEPT);
        }
    }

    private void adopt(SocketChannel channel) {
        group.opened();
        Poller home = group.leastLoaded();
        home.connectionComes();
        try {
            home.execute(() -> open(home, channel));
        } catch (RejectedExecutionException e) {
            discard(home, channel, channel, e);
        }
    }

    private void open(Poller home, SocketChannel channel) {
        Closeable socket = channel;
        try {
            channel.configureBlocking(false);
            Transport transport = opening.transport(channel, home);
            socket = transport;
            Connection connection = new Connection(home, transport, group.nextId(), group::connectionGone);
            connection.open(opening.protocol(connection));
        } catch (IOException e) {
            discard(home, channel, socket, e);
        } catch (RuntimeException | Error e) {
            home.countFailure();
            log.error("A connection could not be set up by a fault of the server", e);
            discard(home, channel, socket, e);
        }
    }

    private void discard(Poller home, SocketChannel channel, Closeable socket, Throwable cause) {
        log.debug("A connection ended before it began: {}", cause.toString());
        group.refused(remote(channel), cause.toString());
        try {
            socket.close();
        } catch (IOException e) {
            log.debug("and could not be closed: {}", e.toString());
        }
        home.connectionGone();
        group.connectionGone();
    }

    private static String remote(SocketChannel channel) {
        try {
            return String.valueOf(channel.getRemoteAddress());
        } catch (IOException e) {
            return "";
        }
    }

    /** Most likely the process, or the system, has no descriptors left: trying again at once would only burn time. */
    @Override public void onFailure(Throwable cause) {
        if (!server.isOpen()) {
            return;
        }
        if (!failing) {
            failing = true;
            group.refused("", cause.toString());
            log.warn("Accepting failed and is tried again every {} ms: {}. If it says too many open files, raise the"
                    + " limit (ulimit -n) or lower maxConnections.", PAUSE_NANOS / 1_000_000, cause.toString());
        }
        key.interestOps(0);
        poller.schedule(this::resume, PAUSE_NANOS);
    }
}
