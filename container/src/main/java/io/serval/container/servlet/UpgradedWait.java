package io.serval.container.servlet;

import java.util.EventListener;
import java.util.function.Consumer;

import io.serval.container.servlet.UpgradeStart.Callback;
import io.serval.http.HttpExchange.ExchangeTask;

/**
 * The half of an upgraded connection's stream that waits: knows its listener, asks the connection to tell when the
 * stream can go on, and calls the listener then, one call at a time. The state is guarded by the monitor, which is held
 * during no call.
 *
 * @param <L> the kind of listener
 */
final class UpgradedWait<L extends EventListener> {
    private final WebConnectionImpl connection;
    private final Consumer<ExchangeTask> whenReady;
    private L listener;
    private Callback call;
    private boolean started;
    private boolean awaiting;

    /** @param whenReady has a task called once, when the stream can go on */
    UpgradedWait(WebConnectionImpl connection, Consumer<ExchangeTask> whenReady) {
        this.connection = connection;
        this.whenReady = whenReady;
    }

    /**
     * Calls a listener from now on.
     *
     * @param tell how it is called
     * @throws IllegalStateException if there is one already
     */
    void listen(L value, Callback tell) {
        Checks.notNull(value, "listener");
        synchronized (this) {
            if (listener != null) {
                throw new IllegalStateException("a listener was set already for this stream of the connection");
            }
            listener = value;
            call = tell;
        }
        await();
    }

    /** The handler's {@code init} has returned: listeners may be called. */
    void started() {
        synchronized (this) {
            started = true;
        }
        await();
    }

    /** Whether the listener will be called, and nothing must be done until then. */
    synchronized boolean isAwaiting() {
        return awaiting;
    }

    /** @throws IllegalStateException if the listener will be called */
    void checkNotAwaiting(String what, String callback) {
        if (isAwaiting()) {
            throw new IllegalStateException("nothing can be " + what + " now without waiting: isReady() said no, and "
                    + callback + "() will be called");
        }
    }

    /** Has the listener called when the stream can go on; does nothing without one. */
    void await() {
        synchronized (this) {
            if (listener == null || !started || awaiting || connection.isClosed()) {
                return;
            }
            awaiting = true;
        }
        whenReady.accept(this::ready);
    }

    private void ready() {
        synchronized (this) {
            awaiting = false;
        }
        if (!connection.isClosed() && !connection.owner().call(call)) {
            connection.closeQuietly();
        }
    }
}
