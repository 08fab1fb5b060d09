package io.serval.connector.exchange;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;

import io.serval.http.HttpExchange.ExchangeTask;

/**
 * The life of an exchange after its handler returned: it sleeps without a thread until a task is submitted, something
 * is
 * ready that a task waits for, or it is completed, and then runs what there is on a worker, one thing at a time.
 *
 * <p>{@link #submit}, {@link #complete} and {@link #wake} are for any thread. A count of signals decides who runs:
 * whoever raises it from zero sends the exchange to the workers, and the worker goes to sleep by taking away what it
 * has seen, unless more came. The object is for one exchange, so what comes after the end finds it ended.
 */
public final class Suspension {
    /** The exchange that sleeps. Called by the one who runs, except {@link #schedule}. */
    public interface Sleeper {
        /** Sends the exchange to the workers; any thread. */
        void schedule();

        /** Whether nothing more shall run. */
        boolean isAborted();

        /** A task that waited for bytes, or for room, and need not wait any more; or {@code null}. */
        ExchangeTask takeReadyTask();

        /** Runs a task and deals with its failure. */
        void runTask(ExchangeTask task);

        /** It runs again. */
        void wakes();

        /** The last thing before sleep: what comes from now on may already run on another thread. */
        void sleeps();
    }

    private final Sleeper sleeper;
    private final Queue<ExchangeTask> tasks = new ConcurrentLinkedQueue<>();
    private final AtomicInteger signals = new AtomicInteger(1);
    private volatile boolean completed;
    private volatile boolean ended;

    /** Begins with the running handler as the one who runs. */
    public Suspension(Sleeper sleeper) {
        this.sleeper = sleeper;
    }

    public void submit(ExchangeTask task) {
        if (!ended) {
            tasks.add(task);
            wake();
        }
    }

    public void complete() {
        completed = true;
        wake();
    }

    public boolean isCompleted() {
        return completed;
    }

    /** Something has happened that the exchange has to look at. */
    public void wake() {
        if (signals.getAndIncrement() == 0 && !ended) {
            sleeper.schedule();
        }
    }

    /**
     * Runs what there is to run. Only for the one who runs.
     *
     * @return true when the exchange was completed; false when it sleeps, and may already be another thread's
     */
    public boolean run() {
        int seen = signals.get();
        while (true) {
            sleeper.wakes();
            for (ExchangeTask task = next(); task != null && !sleeper.isAborted(); task = next()) {
                sleeper.runTask(task);
            }
            if (completed || sleeper.isAborted()) {
                ended = true;
                tasks.clear();
                return true;
            }
            sleeper.sleeps();
            seen = signals.addAndGet(-seen);
            if (seen == 0) {
                return false;
            }
        }
    }

    private ExchangeTask next() {
        ExchangeTask task = tasks.poll();
        return task != null || completed ? task : sleeper.takeReadyTask();
    }
}
