package io.serval.connector.http1;

import java.util.concurrent.TimeUnit;

import io.serval.connector.net.Connection;
import io.serval.connector.time.Timer;

/**
 * Looks every few milliseconds at an output that is lent to a worker, and sends what is held there: finished responses
 * that wait for the next, and what a full socket did not take. Looks no more when nothing is. Confined to the loop.
 */
final class OutputWatch extends Timer {
    private static final long NANOS = TimeUnit.MILLISECONDS.toNanos(5);

    private final Connection connection;
    private final SocketOutput output;

    OutputWatch(Connection connection, SocketOutput output) {
        this.connection = connection;
        this.output = output;
    }

    void begin() {
        connection.poller().watch(this, connection.poller().now() + NANOS);
    }

    @Override protected long due(long now) {
        boolean again = connection.isLent() && output.sendHeld(connection.isAwaitingWrite());
        return again ? now + NANOS : NEVER;
    }
}
