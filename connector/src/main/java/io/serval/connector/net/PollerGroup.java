package io.serval.connector.net;

import java.io.IOException;
import java.nio.channels.ServerSocketChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

import io.serval.connector.metrics.LoopMetrics;
import io.serval.connector.time.Ticker;

/** The loops of a connector. A new connection goes to the loop that has the fewest. Safe for any thread. */
public final class PollerGroup {
    private final List<Poller> pollers = new ArrayList<>();
    private final AtomicInteger open = new AtomicInteger();
    private final AtomicLong accepted = new AtomicLong();
    private volatile Acceptor acceptor;

    /**
     * Makes the loops; {@link #start} starts them.
     *
     * @param name        of the connector; the loops' threads are called {@code <name>-Poller-<n>}
     * @param completions run by each loop at the end of each tick
     * @param track       keeps track of lent buffers; for tests
     */
    public PollerGroup(String name, int loops, Ticker ticker, SelectorSource source, Runnable completions,
            boolean track) throws IOException {
        for (int i = 0; i < loops; i++) {
            pollers.add(new Poller(name + "-Poller-" + (i + 1), ticker, source, completions, track));
        }
    }

    public void start() {
        pollers.forEach(Poller::start);
    }

    /** Begins to accept. The channel is closed by {@link #stopListening}. */
    public void listen(ServerSocketChannel server, int maxConnections, Opening opening) {
        Acceptor listening = new Acceptor(this, pollers.get(0), server, maxConnections, opening);
        acceptor = listening;
        pollers.get(0).execute(listening::begin);
    }

    /** Closes the listening channel, and returns when that is done. */
    public void stopListening() {
        Acceptor listening = acceptor;
        if (listening == null) {
            return;
        }
        acceptor = null;
        CountDownLatch closed = new CountDownLatch(1);
        pollers.get(0).execute(() -> {
            listening.end();
            closed.countDown();
        });
        await(closed);
    }

    private static void await(CountDownLatch closed) {
        try {
            closed.await(5, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Runs a task in a loop after a delay. */
    public void schedule(Runnable task, long delayNanos) {
        pollers.get(0).schedule(task, delayNanos);
    }

    /** The loop with the fewest connections. */
    Poller leastLoaded() {
        Poller least = pollers.get(0);
        for (int i = 1; i < pollers.size(); i++) {
            if (pollers.get(i).connections() < least.connections()) {
                least = pollers.get(i);
            }
        }
        return least;
    }

    long nextId() {
        return accepted.incrementAndGet();
    }

    void opened() {
        open.incrementAndGet();
    }

    /** A connection is gone; one that waits in the backlog may come. */
    void connectionGone() {
        open.decrementAndGet();
        Acceptor listening = acceptor;
        if (listening != null) {
            listening.connectionGone();
        }
    }

    /** Open connections. */
    public int connections() {
        return open.get();
    }

    /** Connections accepted since the start. */
    public long accepted() {
        return accepted.get();
    }

    /** Closes the connections on which nothing is under way. */
    public void closeIdle() {
        pollers.forEach(Poller::closeIdle);
    }

    /** Ends the loops and closes all connections. @return whether the loops' threads ended in time */
    public boolean stop(Duration timeout) {
        pollers.forEach(Poller::stop);
        long end = System.nanoTime() + timeout.toNanos();
        boolean ended = true;
        try {
            for (Poller poller : pollers) {
                ended &= poller.join(TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime()));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
        return ended;
    }

    public List<LoopMetrics> metrics() {
        return pollers.stream().map(Poller::metrics).toList();
    }
}
