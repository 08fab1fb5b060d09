package io.serval.connector.work;

import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/** The embedder's own threads. Their number, queue and end are the embedder's business. */
final class ExecutorWorkers implements Workers {
    private final Executor executor;
    private final AtomicInteger waiting = new AtomicInteger();
    private final AtomicInteger busy = new AtomicInteger();
    private volatile boolean stopped;

    ExecutorWorkers(Executor executor) {
        this.executor = executor;
    }

    @Override public Rejection execute(Runnable job, long now) {
        if (stopped) {
            return Rejection.STOPPED;
        }
        waiting.incrementAndGet();
        try {
            executor.execute(() -> run(job));
            return null;
        } catch (RejectedExecutionException e) {
            waiting.decrementAndGet();
            return Rejection.QUEUE_FULL;
        }
    }

    private void run(Runnable job) {
        waiting.decrementAndGet();
        busy.incrementAndGet();
        try {
            job.run();
        } finally {
            busy.decrementAndGet();
        }
    }

    /** An executor starts its jobs by itself. */
    @Override public void flush() { }

    @Override public boolean stop(Duration timeout) {
        stopped = true;
        long end = System.nanoTime() + timeout.toNanos();
        while (busy.get() > 0 && System.nanoTime() - end < 0 && !Thread.currentThread().isInterrupted()) {
            LockSupport.parkNanos(1_000_000);
        }
        return busy.get() == 0;
    }

    @Override public int threads() {
        return busy.get();
    }

    @Override public int busy() {
        return busy.get();
    }

    @Override public int queued() {
        return waiting.get();
    }
}
