package io.serval.connector.http2;

import java.util.concurrent.locks.ReentrantLock;

/**
 * Time as it counts for streams of one connection that wait for their client: it runs at its usual speed while one
 * waits, at a k-th of it while k do. So a data rate is asked of the connection, and its streams share it as they share
 * the line; a client with many streams on a slow line is not slower than one with a single stream. While the server
 * keeps the client from going on, it stands.
 *
 * <p>Safe for any thread. Its lock is held for a few assignments, also by those who hold the lock of a content or of
 * the output; nothing is locked inside it.
 */
final class SharedTime {
    private final ReentrantLock lock = new ReentrantLock();
    private long seen;
    private long shared;
    private int waiting;
    private boolean paused;

    /** A stream begins to wait. @return the shared time */
    long enter(long now) {
        return change(now, 1);
    }

    /** A stream waits no longer. @return the shared time */
    long leave(long now) {
        return change(now, -1);
    }

    long at(long now) {
        return change(now, 0);
    }

    /** Whether the server is to blame for the waits from now on. */
    void pause(boolean stands, long now) {
        lock.lock();
        try {
            change(now, 0);
            paused = stands;
        } finally {
            lock.unlock();
        }
    }

    private long change(long now, int more) {
        lock.lock();
        try {
            if (waiting > 0 && !paused) {
                shared += Math.max(0, now - seen) / waiting;
            }
            seen = now;
            waiting += more;
            return shared;
        } finally {
            lock.unlock();
        }
    }
}
