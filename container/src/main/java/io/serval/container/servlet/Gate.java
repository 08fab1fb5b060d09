package io.serval.container.servlet;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;

/** Lets one thread through at a time, until it is closed. */
final class Gate {
    /** How long a closing gate waits for who is inside, and not waiting for the client himself. */
    private static final long PATIENCE_MILLIS = 100;

    private final Object name;
    /** Fair, lest a thread that writes and writes keeps out the one that ends the request. */
    private final ReentrantLock lock = new ReentrantLock(true);
    private volatile boolean closed;

    /** @param name of what is behind the gate */
    Gate(Object name) {
        this.name = name;
    }

    /** @throws IllegalStateException if the gate is closed */
    void enter() {
        lock.lock();
        if (closed) {
            lock.unlock();
            throw new IllegalStateException(name + " has ended; it must not be used any more");
        }
    }

    void leave() {
        lock.unlock();
    }

    /** Closes the gate. @return whether nobody is inside */
    boolean close() {
        closed = true;
        boolean alone = false;
        try {
            alone = lock.tryLock(PATIENCE_MILLIS, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        if (alone) {
            lock.unlock();
        }
        return alone;
    }
}
