package io.serval.connector.http1;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.SocketTimeoutException;
import java.nio.channels.AsynchronousCloseException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.serval.connector.net.Connection;
import io.serval.connector.net.ScheduledTask;
import io.serval.connector.work.Rejection;
import io.serval.connector.work.Workers;
import io.serval.http.HttpExchange.ExchangeTask;

/**
 * One direction of an upgraded connection: its reader or writer waits here, as a thread or as a task, for the loop to
 * say that the socket is ready. Safe for any thread; the lock is never held while tasks run or bytes move.
 */
final class Direction implements Runnable {
    private static final Logger log = LoggerFactory.getLogger(Direction.class);
    private static final long RETRY_NANOS = TimeUnit.MILLISECONDS.toNanos(20);

    private final Connection connection;
    private final Workers workers;
    private final int operation;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private boolean armed;
    private boolean closed;
    private boolean running;
    private IOException failure;
    private ExchangeTask task;
    private BooleanSupplier readiness;
    private ScheduledTask timer;

    Direction(Connection connection, Workers workers, int operation) {
        this.connection = connection;
        this.workers = workers;
        this.operation = operation;
    }

    /** Waits until the socket is ready. @param timeoutNanos 0 for no limit */
    void await(long timeoutNanos) throws IOException {
        arm();
        long left = timeoutNanos;
        lock.lock();
        try {
            while (armed && !closed) {
                if (timeoutNanos == 0) {
                    changed.await();
                } else if (left <= 0) {
                    throw new SocketTimeoutException("nothing moved for " + timeoutNanos / 1_000_000 + " ms");
                } else {
                    left = changed.awaitNanos(left);
                }
            }
            check();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while waiting for the peer");
        } finally {
            lock.unlock();
        }
    }

    private void check() throws IOException {
        if (failure != null) {
            throw failure;
        }
        if (closed) {
            throw new AsynchronousCloseException();
        }
    }

    private void arm() {
        lock.lock();
        try {
            armed = true;
        } finally {
            lock.unlock();
        }
        connection.poller().execute(() -> connection.interestAlso(operation));
    }

    boolean hasFailed() {
        lock.lock();
        try {
            return failure != null || closed;
        } finally {
            lock.unlock();
        }
    }

    void fail(IOException cause) {
        lock.lock();
        try {
            failure = failure == null ? cause : failure;
        } finally {
            lock.unlock();
        }
    }

    /** Runs a task on a worker once a look says that the direction is ready. */
    void whenReady(ExchangeTask next, BooleanSupplier look, long timeoutNanos) {
        boolean alreadyRunning;
        lock.lock();
        try {
            task = next;
            readiness = look;
            alreadyRunning = running;
            running = true;
            if (timeoutNanos > 0 && timer == null) {
                timer = connection.poller().schedule(this::timedOut, timeoutNanos);
            }
        } finally {
            lock.unlock();
        }
        if (!alreadyRunning) {
            submit();
        }
    }

    private void timedOut() {
        fail(new SocketTimeoutException("nothing moved in time"));
        ready();
    }

    /** The socket is ready, or never will be; in the loop. */
    void ready() {
        boolean start;
        lock.lock();
        try {
            armed = false;
            changed.signalAll();
            start = task != null && !running;
            running |= start;
        } finally {
            lock.unlock();
        }
        if (start) {
            submit();
        }
    }

    void close() {
        lock.lock();
        try {
            closed = true;
        } finally {
            lock.unlock();
        }
        ready();
    }

    private void submit() {
        Rejection rejection = workers.execute(this, connection.poller().ticker().nanoTime());
        if (rejection == null) {
            workers.flush();
        } else if (rejection != Rejection.STOPPED) {
            connection.poller().schedule(this::submit, RETRY_NANOS);
        }
    }

    /** On a worker: runs the task if it need not wait, and those set meanwhile; else waits for the loop. */
    @Override public void run() {
        for (ExchangeTask next = takeIfReady(); next != null; next = takeIfReady()) {
            try {
                next.run();
            } catch (IOException e) {
                log.debug("Upgraded connection {} ends: {}", connection.id(), e.toString());
                connection.abandon();
            } catch (RuntimeException | Error e) {
                log.error("A task of upgraded connection {} failed", connection.id(), e);
                connection.abandon();
            }
        }
    }

    private ExchangeTask takeIfReady() {
        BooleanSupplier look;
        lock.lock();
        try {
            look = task == null ? null : readiness;
            if (look == null) {
                running = false;
                return null;
            }
        } finally {
            lock.unlock();
        }
        boolean ready = hasFailed() || look.getAsBoolean();
        return ready ? take() : sleep();
    }

    private ExchangeTask take() {
        lock.lock();
        try {
            ExchangeTask taken = task;
            task = null;
            if (timer != null) {
                timer.cancel();
                timer = null;
            }
            return taken;
        } finally {
            lock.unlock();
        }
    }

    private ExchangeTask sleep() {
        boolean over;
        lock.lock();
        try {
            over = failure != null || closed;
            running = over;
        } finally {
            lock.unlock();
        }
        if (over) {
            return take(); // the end came while this one was looking
        }
        arm();
        return null;
    }
}
