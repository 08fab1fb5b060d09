package io.serval.benchmarks.client;

import java.io.Closeable;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Open connections to a server, driven for a while by the thread that calls {@link #run}. */
public final class Load implements Closeable {
    private static final int READ_BUFFER = 256 << 10;
    private static final long NANOS_PER_SECOND = 1_000_000_000L;

    private final InetSocketAddress server;
    private final LoadSpec spec;
    private final Selector selector;
    private final List<LoadConnection> connections = new ArrayList<>();
    private final ByteBuffer shared = ByteBuffer.allocateDirect(READ_BUFFER);
    private Latencies latencies = new Latencies();
    private long answers;
    private long lost;
    private long now;
    private int next;

    public Load(InetSocketAddress server, LoadSpec spec) throws IOException {
        this.server = server;
        this.spec = spec;
        this.selector = Selector.open();
        ByteBuffer batch = batch(spec);
        for (int i = 0; i < spec.connections(); i++) {
            connections.add(new LoadConnection(server, spec, batch, selector));
        }
    }

    private static ByteBuffer batch(LoadSpec spec) {
        ByteBuffer batch = ByteBuffer.allocateDirect(spec.request().length * spec.pipeline());
        for (int i = 0; i < spec.pipeline(); i++) {
            batch.put(spec.request());
        }
        return batch;
    }

    /** Sends for that long. Answers that are under way at the end are not counted, and end with {@link #close}. */
    public LoadResult run(Duration time) throws IOException {
        latencies = new Latencies();
        answers = 0;
        long inTimeBefore = inTime();
        long start = System.nanoTime();
        long end = start + time.toNanos();
        now = start;
        if (spec.ratePerSecond() == 0) {
            startAll();
        }
        for (long sent = 0; now < end && !isAllLost(); now = System.nanoTime()) {
            if (spec.ratePerSecond() > 0) {
                sent += sendDue(now - start, sent);
            }
            selector.select(this::serve, 1);
        }
        return new LoadResult(answers, now - start, inTime() - inTimeBefore, failures(), latencies);
    }

    private boolean isAllLost() {
        return spec.ratePerSecond() == 0 && lost == connections.size();
    }

    /** One request on each connection, one after the other, so that all of them have been used. */
    public void touchAll() throws IOException {
        for (LoadConnection connection : connections) {
            long before = answers;
            connection.send(System.nanoTime());
            long end = System.nanoTime() + 5 * NANOS_PER_SECOND;
            while (answers == before && System.nanoTime() < end) {
                selector.select(this::read, 100);
            }
        }
    }

    @Override
    public void close() throws IOException {
        for (LoadConnection connection : connections) {
            connection.close();
        }
        selector.close();
    }

    private void startAll() throws IOException {
        for (LoadConnection connection : connections) {
            if (connection.idle()) {
                connection.send(now);
            }
        }
    }

    /** Sends what the rate asks for by now, over the connections in turn; busy ones are passed over. */
    private long sendDue(long elapsedNanos, long sent) throws IOException {
        long due = elapsedNanos * spec.ratePerSecond() / NANOS_PER_SECOND - sent;
        long done = 0;
        for (int tried = 0; done < due && tried < connections.size(); tried++) {
            LoadConnection connection = connections.get(next);
            next = (next + 1) % connections.size();
            if (connection.idle()) {
                connection.send(System.nanoTime());
                done++;
            }
        }
        return done;
    }

    private void serve(SelectionKey key) {
        LoadConnection connection = (LoadConnection) key.attachment();
        read(key);
        if (connection.idle() && spec.ratePerSecond() == 0) {
            send(connection, key);
        }
    }

    private void read(SelectionKey key) {
        LoadConnection connection = (LoadConnection) key.attachment();
        try {
            if (key.isWritable()) {
                connection.write();
            }
            if (key.isReadable()) {
                answers += connection.read(shared, latencies);
            }
        } catch (IOException closedByServer) {
            lose(key);
        }
    }

    private void send(LoadConnection connection, SelectionKey key) {
        try {
            connection.send(System.nanoTime());
        } catch (IOException closedByServer) {
            lose(key);
        }
    }

    /** A paced load is that of clients who come again: they connect anew. */
    private void lose(SelectionKey key) {
        key.cancel();
        lost++;
        LoadConnection connection = (LoadConnection) key.attachment();
        try {
            connection.close();
            if (spec.ratePerSecond() > 0) {
                connection.open(server);
            }
        } catch (IOException refused) {
            // stays lost
        }
    }

    private long inTime() {
        return connections.stream().mapToLong(LoadConnection::inTime).sum();
    }

    private long failures() {
        return lost + connections.stream().mapToLong(LoadConnection::failures).sum();
    }
}
