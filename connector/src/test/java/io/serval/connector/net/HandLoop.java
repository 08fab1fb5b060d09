package io.serval.connector.net;

import java.io.IOException;
import java.nio.channels.SelectionKey;
import java.time.Duration;
import java.util.function.Function;

import io.serval.connector.time.FakeTicker;

/** A loop that a test turns by hand, in its own thread and by a clock of its own. */
public final class HandLoop implements AutoCloseable {
    private final FakeTicker ticker = new FakeTicker();
    private final Poller poller;
    private long ids;

    /** @param completions as in {@link Poller} */
    public HandLoop(Runnable completions) throws IOException {
        this(completions, 1 << 24, 1 << 24);
    }

    /** With that much memory for buffers. */
    public HandLoop(Runnable completions, long heapBytes, long directBytes) throws IOException {
        LoopMemory memory = new LoopMemory(directBytes, heapBytes, true);
        poller = new Poller("hand", ticker, SelectorSource.SYSTEM, completions, memory);
        poller.enter();
        poller.newTick();
    }

    public Poller poller() {
        return poller;
    }

    public FakeTicker ticker() {
        return ticker;
    }

    public Connection connect(FakeTransport transport, Function<Connection, Protocol> protocol) throws IOException {
        Connection connection = new Connection(poller, transport, ++ids, () -> { });
        poller.connectionComes();
        connection.open(protocol.apply(connection));
        return connection;
    }

    /** Turns until nothing is left that the connection is watched for and ready for. */
    public void turn(Connection connection, FakeTransport transport) {
        poller.runDue();
        for (int i = 0; i < 1_000; i++) {
            int ready = readyOf(connection, transport);
            poller.newTick();
            if (ready != 0) {
                deliver(connection, ready);
            }
            poller.finishTick();
            poller.runDue();
            poller.finishTick();
            if (ready == 0) {
                return;
            }
        }
        throw new AssertionError("the loop spins: ready " + readyOf(connection, transport));
    }

    private static int readyOf(Connection connection, FakeTransport transport) {
        if (!transport.isOpen()) {
            return 0;
        }
        int ready = (transport.hasInput() ? SelectionKey.OP_READ : 0)
                | (transport.hasRoom() ? SelectionKey.OP_WRITE : 0);
        return ready & connection.watched();
    }

    private static void deliver(Connection connection, int ready) {
        try {
            connection.onReady(ready);
        } catch (Throwable t) {
            connection.onFailure(t);
        }
    }

    /** What the selector watches for a connection. */
    public int watched(Connection connection) {
        return connection.watched();
    }

    /** How often what the selector watches has changed. */
    public long interestChanges() {
        return poller.interestChanges();
    }

    /** Lets time pass, in steps, as a loop would see it. */
    public void pass(Duration time) {
        for (int i = 0; i < 20; i++) {
            ticker.advance(time.dividedBy(20));
            poller.newTick();
            poller.runDue();
            poller.finishTick();
        }
    }

    @Override public void close() {
        poller.stop();
        poller.run();
    }
}
