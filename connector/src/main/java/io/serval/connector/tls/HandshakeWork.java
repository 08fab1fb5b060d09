package io.serval.connector.tls;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;

import io.serval.connector.work.Rejection;
import io.serval.connector.work.Workers;

/**
 * The mathematics of handshakes on the workers: a few at a time, the others wait their turn here, so that a flood of
 * handshakes leaves workers to the requests. A few more than processors, because checking the certificate of a client
 * may have to wait for somebody else. Safe for any thread.
 */
final class HandshakeWork {
    private static final int LEAST = 8;

    private final Workers workers;
    private final int most;
    private final Queue<Runnable> waiting = new ConcurrentLinkedQueue<>();
    private final AtomicInteger running = new AtomicInteger();

    HandshakeWork(Workers workers) {
        this(workers, Math.max(LEAST, 2 * Runtime.getRuntime().availableProcessors()));
    }

    HandshakeWork(Workers workers, int most) {
        this.workers = workers;
        this.most = most;
    }

    /** @return why the work will not be done, or {@code null} if it will */
    Rejection execute(Runnable work, long now) {
        waiting.add(work);
        if (!takePlace()) {
            return null;
        }
        Rejection rejection = workers.execute(this::runOne, now);
        if (rejection != null) {
            running.decrementAndGet();
            return waiting.remove(work) ? rejection : null;
        }
        return null;
    }

    private boolean takePlace() {
        int taken = running.get();
        while (taken < most) {
            if (running.compareAndSet(taken, taken + 1)) {
                return true;
            }
            taken = running.get();
        }
        return false;
    }

    /** On a worker; then requests that came meanwhile have their turn before the next one. */
    private void runOne() {
        try {
            Runnable work = waiting.poll();
            if (work != null) {
                work.run();
            }
        } finally {
            running.decrementAndGet();
            goOn();
        }
    }

    private void goOn() {
        while (!waiting.isEmpty() && takePlace()) {
            if (workers.execute(this::runOne, System.nanoTime()) == null) {
                workers.flush();
                return;
            }
            running.decrementAndGet();
            Runnable work = waiting.poll();                 // the queue is full: the worker that is here does it
            if (work != null) {
                work.run();
            }
        }
    }
}
