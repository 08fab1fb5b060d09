package io.serval.connector.net;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.SelectableChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;

import io.serval.connector.time.Ticker;

/** Connections without sockets, of a loop that nobody turns: a stress test calls what the loop would. */
final class Loops {
    private static final Poller POLLER = poller();

    private Loops() { }

    private static Poller poller() {
        try {
            return new Poller("stressed", Ticker.SYSTEM, SelectorSource.SYSTEM, () -> { }, LoopMemory.share(1, false));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Connection connection() {
        Connection connection = new Connection(POLLER, null, 1, () -> { });
        connection.registered(new Key());
        connection.protocol(new Silent());
        return connection;
    }

    /** What is spoken does not matter. */
    private static final class Silent implements Protocol {
        @Override public void onReadable() { }

        @Override public void onWritable() { }

        @Override public void onHandedBack() { }

        @Override public void onDeadline(long now) { }

        @Override public void onAwaited(boolean ready) { }

        @Override public void onClosed() { }

        @Override public boolean isIdle() {
            return false;
        }
    }

    private static final class Key extends SelectionKey {
        private int operations = OP_READ;

        @Override public SelectableChannel channel() {
            return null;
        }

        @Override public Selector selector() {
            return null;
        }

        @Override public boolean isValid() {
            return true;
        }

        @Override public void cancel() { }

        @Override public int interestOps() {
            return operations;
        }

        @Override public SelectionKey interestOps(int wanted) {
            operations = wanted;
            return this;
        }

        @Override public int readyOps() {
            return operations;
        }
    }
}
