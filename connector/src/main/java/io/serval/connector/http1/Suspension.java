package io.serval.connector.http1;

import java.nio.channels.SelectionKey;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;

import io.serval.connector.net.Connection;
import io.serval.http.HttpExchange.ExchangeTask;

/**
 * The life of an exchange after its handler returned: it sleeps without a thread until a task is submitted, the socket
 * is ready for a waiting task, or it is completed, and then runs what there is on a worker, one thing at a time.
 *
 * <p>{@link #submit}, {@link #complete} and {@link #wake} are for any thread. A count of signals decides who runs:
 * whoever raises it from zero sends the exchange to the workers, and the worker goes to sleep by taking away what it
 * has seen, unless more came. The object is for one exchange, so what comes after the end finds it ended.
 */
final class Suspension {
    private final Http1Exchange exchange;
    private final Connection connection;
    private final Queue<ExchangeTask> tasks = new ConcurrentLinkedQueue<>();
    private final AtomicInteger signals = new AtomicInteger(1);
    private volatile boolean completed;
    private volatile boolean ended;
    private volatile boolean timedOut;

    /** Begins with the running handler as the one who runs. */
    Suspension(Http1Exchange exchange, Connection connection) {
        this.exchange = exchange;
        this.connection = connection;
    }

    void submit(ExchangeTask task) {
        if (!ended) {
            tasks.add(task);
            wake();
        }
    }

    void complete() {
        completed = true;
        wake();
    }

    boolean isCompleted() {
        return completed;
    }

    /** Something has happened that the exchange has to look at. */
    void wake() {
        if (signals.getAndIncrement() == 0 && !ended) {
            exchange.schedule();
        }
    }

    /** The wait for the socket is over; in the loop. */
    void awaited(boolean ready) {
        if (!ready) {
            timedOut = true;
        }
        wake();
    }

    /**
     * Runs what there is to run. Only for the one who runs.
     *
     * @return true when the exchange was completed; false when it sleeps, and may already be another thread's
     */
    boolean run() {
        int seen = signals.get();
        while (true) {
            connection.leaveWait();
            runTasks();
            if (completed || exchange.isAborted()) {
                ended = true;
                tasks.clear();
                return true;
            }
            awaitSocket();
            seen = signals.addAndGet(-seen);
            if (seen == 0) {
                return false;
            }
        }
    }

    private void runTasks() {
        if (timedOut) {
            timedOut = false;
            exchange.waitTimedOut();
        }
        for (ExchangeTask task = next(); task != null && !exchange.isAborted(); task = next()) {
            exchange.runTask(task);
        }
    }

    private ExchangeTask next() {
        ExchangeTask task = tasks.poll();
        return task != null || completed ? task : exchange.takeReadyTask();
    }

    /** The last thing before sleep: what comes from now on may already run on another thread. */
    private void awaitSocket() {
        exchange.sendBeforeSleep();
        int operations = exchange.awaitedOperations();
        if (operations != 0) {
            long timeout = (operations & SelectionKey.OP_READ) != 0 ? exchange.service().settings().contentNanos()
                    : exchange.service().settings().writeNanos();
            connection.awaitLater(operations, timeout);
        }
    }
}
