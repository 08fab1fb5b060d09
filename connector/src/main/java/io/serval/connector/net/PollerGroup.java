package io.serval.connector.net;

import java.io.IOException;
import java.nio.channels.ServerSocketChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

import io.serval.connector.metrics.ConnectionMetrics;
import io.serval.connector.metrics.LoopMetrics;
import io.serval.connector.metrics.LoopStall;
import io.serval.connector.observe.Events;
import io.serval.connector.time.Ticker;

/** The loops of a connector. A new connection goes to the loop that has the fewest. Safe for any thread. */
public final class PollerGroup {
    /** How long loops may take to count their connections. */
    private static final long COUNT_NANOS = TimeUnit.MILLISECONDS.toNanos(50);

    private final List<Poller> pollers = new ArrayList<>();
    private final AtomicInteger open = new AtomicInteger();
    private final AtomicLong accepted = new AtomicLong();
    private final AtomicLong refused = new AtomicLong();
    private final String name;
    private volatile Acceptor acceptor;
    private LoopWatchdog watchdog;
    private Events events = Events.NONE;

    /**
     * Makes the loops; {@link #start} starts them.
     *
     * @param name        of the connector; the loops' threads are called {@code <name>-Poller-<n>}
     * @param completions run by each loop at the end of each tick
     * @param track       keeps track of lent buffers; for tests
     */
    public PollerGroup(String name, int loops, Ticker ticker, SelectorSource source, Runnable completions,
            boolean track) throws IOException {
        this.name = name;
        LoopMemory memory = LoopMemory.share(loops, track);
        for (int i = 0; i < loops; i++) {
            pollers.add(new Poller(name + "-Poller-" + (i + 1), ticker, source, completions, memory));
        }
    }

    /**
     * Lets events be recorded, and a watchdog look for loops that do not go on; before {@link #start}.
     *
     * @param stallNanos how long a pass of a loop may last; 0 for any time, then there is no watchdog
     */
    public void observe(long stallNanos, Events recorder) {
        events = recorder;
        if (stallNanos > 0) {
            watchdog = new LoopWatchdog(name, pollers, stallNanos, recorder);
        }
    }

    public void start() {
        pollers.forEach(Poller::start);
        if (watchdog != null) {
            watchdog.start();
        }
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

    /** A connection was not taken. @param remote an empty string if that is not known */
    public void refused(String remote, String cause) {
        refused.incrementAndGet();
        events.connectionRefused(name, remote, cause);
    }

    /** No connection is taken for now. */
    void fullOfConnections() {
        events.connectionRefused(name, "", "maxConnections");
    }

    /** Connections that were not taken since the start. */
    public long refused() {
        return refused.get();
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
        if (watchdog != null) {
            watchdog.stop();
        }
        pollers.forEach(Poller::stop);
        long end = System.nanoTime() + timeout.toNanos();
        boolean ended = true;
        try {
            for (Poller poller : pollers) {
                ended &= poller.join(TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime()));
            }
            if (watchdog != null) {
                ended &= watchdog.join(TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime()));
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

    /** The last stalls of loops, the newest first. */
    public List<LoopStall> stalls() {
        return watchdog == null ? List.of() : watchdog.stalls();
    }

    /**
     * The connections by their states, as the loops count them when they get to it.
     *
     * @param most connections at the same time
     */
    public ConnectionMetrics connectionMetrics(int most) {
        List<CompletableFuture<ConnectionStates>> counted = pollers.stream().map(PollerGroup::count).toList();
        long end = System.nanoTime() + COUNT_NANOS;
        ConnectionStates all = ConnectionStates.NONE;
        for (CompletableFuture<ConnectionStates> each : counted) {
            all = all.plus(await(each, end - System.nanoTime()));
        }
        return new ConnectionMetrics(connections(), most, accepted(), refused(), all.idle(), all.receiving(),
                all.serving(), all.waiting(), all.upgraded(), all.closing());
    }

    private static CompletableFuture<ConnectionStates> count(Poller poller) {
        CompletableFuture<ConnectionStates> counted = new CompletableFuture<>();
        try {
            poller.execute(() -> counted.complete(ConnectionStates.of(poller.openConnections())));
        } catch (RejectedExecutionException e) {
            counted.complete(ConnectionStates.NONE); // stopped meanwhile
        }
        return counted;
    }

    private static ConnectionStates await(CompletableFuture<ConnectionStates> counted, long nanos) {
        try {
            return counted.get(Math.max(0, nanos), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return ConnectionStates.NONE;
        } catch (ExecutionException | TimeoutException e) {
            return ConnectionStates.NONE;
        }
    }
}
