package io.serval.connector.work;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A place for a worker thread in {@link PlatformWorkers}, and what the thread does.
 *
 * <pre>
 *   EMPTY ──taken from the stack: thread started──▶ ACTIVE ──nothing to do──▶ PARKED
 *     ▲                                               ▲                         │
 *     │                                               ├──taken from the stack───┤
 *     ├──────────────────a spare place given back─────┘                         │
 *     └───────────────────idle for too long─────────────────────────────────────┘
 * </pre>
 *
 * An EMPTY or PARKED place is in the stack. An ACTIVE one may still be there when it found work on its way to sleep;
 * whoever takes it from the stack then passes over it, and it goes back when it parks. For that it says PARKED first
 * and then looks whether it is in the stack, while the other takes it out first and then looks whether it is PARKED.
 */
final class Worker implements Runnable {
    private enum State { EMPTY, PARKED, ACTIVE }

    /** How a worker came out of its sleep. */
    private enum Wake { BY_SIGNAL, BY_ITSELF, ENDED }

    private static final Logger log = LoggerFactory.getLogger(Worker.class);
    /** A worker that has to stay does not look more often than this whether it still has to. */
    private static final long STAY_NANOS = TimeUnit.SECONDS.toNanos(1);

    /** The thread of a place. */
    static final class OfPlace extends Thread {
        private final PlatformWorkers workers;

        OfPlace(Worker place) {
            super(null, place, place.name, 0, false);
            workers = place.workers;
        }

        PlatformWorkers workers() {
            return workers;
        }
    }

    final int number;
    /** The number of the place below in the stack; belongs to whoever is pushing this one. */
    volatile int below;
    private final PlatformWorkers workers;
    private final String name;
    private final AtomicReference<State> state = new AtomicReference<>(State.EMPTY);
    private final AtomicBoolean inStack = new AtomicBoolean();
    private volatile Thread thread;

    Worker(PlatformWorkers workers, int number, String name) {
        this.workers = workers;
        this.number = number;
        this.name = name;
    }

    void pushIfOut() {
        if (inStack.compareAndSet(false, true)) {
            workers.push(this);
        }
    }

    void leftStack() {
        inStack.set(false);
    }

    boolean isActive() {
        return state.get() == State.ACTIVE;
    }

    boolean unparkIfParked() {
        if (!state.compareAndSet(State.PARKED, State.ACTIVE)) {
            return false;
        }
        LockSupport.unpark(thread);
        return true;
    }

    /** Starts a thread if the place has none. */
    boolean startThread() {
        if (!state.compareAndSet(State.EMPTY, State.ACTIVE)) {
            return false;
        }
        Thread started = new OfPlace(this);
        started.setDaemon(true);
        started.setContextClassLoader(Worker.class.getClassLoader());
        thread = started;
        workers.threadStarted();
        try {
            started.start();
            return true;
        } catch (OutOfMemoryError e) {
            noThread(e);
            return false;
        }
    }

    private void noThread(OutOfMemoryError e) {
        log.warn("The system gives no thread for {}: {}. Requests wait for the {} threads that are there; lower"
                + " maxThreads or raise the limit of threads per process.", name, e.getMessage(),
                workers.threads() - 1);
        thread = null;
        workers.threadEnded();
        state.set(State.EMPTY);
    }

    /** The root of a worker thread; one frame above the job. */
    @Override public void run() {
        JobQueue queue = workers.queue();
        boolean woken = true;
        while (!queue.isStopped()) {
            Runnable job = queue.poll();
            if (woken) {
                workers.arrived();
                woken = false;
            }
            if (job != null) {
                if (!queue.isEmpty()) {
                    workers.wakeOne();
                }
                Thread.interrupted(); // what the job before left behind must not break this one's input and output
                try {
                    job.run();
                } catch (Throwable t) {
                    log.error("A job on {} failed", name, t);
                }
            }
            if (workers.hasSurplus() && !inStack.get() && workers.retire(this)) {
                return;
            }
            if (job == null && goIdle(queue)) {
                Wake wake = park(queue);
                if (wake == Wake.ENDED) {
                    return;
                }
                woken = wake == Wake.BY_SIGNAL;
            }
        }
        vacate();
    }

    /** Goes to the stack. @return false when a job came in between: then the worker is ACTIVE again */
    private boolean goIdle(JobQueue queue) {
        state.set(State.PARKED);
        pushIfOut();
        return queue.isEmpty() || !state.compareAndSet(State.PARKED, State.ACTIVE);
    }

    private Wake park(JobQueue queue) {
        long end = System.nanoTime() + workers.idleNanos();
        while (state.get() == State.PARKED) {
            if (queue.isStopped()) {
                return state.compareAndSet(State.PARKED, State.ACTIVE) ? Wake.BY_ITSELF : Wake.BY_SIGNAL;
            }
            long left = end - System.nanoTime();
            if (left > 0) {
                LockSupport.parkNanos(this, left);
            } else if (endIdle()) {
                return Wake.ENDED;
            } else {
                end = System.nanoTime() + Math.max(STAY_NANOS, workers.idleNanos());
            }
        }
        return Wake.BY_SIGNAL;
    }

    private boolean endIdle() {
        if (!workers.mayEnd()) {
            return false;
        }
        thread = null;
        if (state.compareAndSet(State.PARKED, State.EMPTY)) {
            return true;
        }
        thread = Thread.currentThread();
        workers.threadStarted();
        return false;
    }

    /** The thread ends, and the place has none. */
    void vacate() {
        thread = null;
        workers.threadEnded();
        state.set(State.EMPTY);
    }

    void interrupt() {
        Thread running = thread;
        if (running != null) {
            running.interrupt();
        }
    }

    /** Waits for the thread to end. @return whether it did before the given time of {@link System#nanoTime} */
    boolean join(long end) {
        Thread running = thread;
        if (running == null || running == Thread.currentThread()) {
            return true;
        }
        try {
            long millis = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
            running.join(Math.max(1, millis));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return !running.isAlive();
    }
}
