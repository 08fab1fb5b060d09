package io.serval.connector.http2;

import java.util.ArrayDeque;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The one lock of the writing half of a connection. It is never held during a write; those who are to be told
 * something are told after it was released, so that what they do may take it again.
 */
final class OutputLock {
    private final ReentrantLock lock = new ReentrantLock();
    private final ArrayDeque<Runnable> told = new ArrayDeque<>(4);

    void lock() {
        lock.lock();
    }

    /** Releases the lock and tells those who are to be told. */
    void unlock() {
        if (told.isEmpty()) {
            lock.unlock();
            return;
        }
        Runnable[] listeners = told.toArray(Runnable[]::new);
        told.clear();
        lock.unlock();
        for (Runnable listener : listeners) {
            listener.run();
        }
    }

    /** Runs something when the lock is released. Only for who holds it. */
    void tell(Runnable listener) {
        told.add(listener);
    }

    Condition newCondition() {
        return lock.newCondition();
    }

    boolean isHeld() {
        return lock.isHeldByCurrentThread();
    }
}
