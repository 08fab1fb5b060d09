package io.serval.container.engine;

import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Threads for the tasks of {@code AsyncContext.start}, where nobody else gives any: up to 200, made when there is work,
 * gone after a minute without. Not the workers of the connector, as a task may wait for what a worker has to do. Safe
 * for any thread.
 */
final class AsyncThreads implements Executor {
    private static final int MAX_THREADS = 200;

    private final String name;
    private final AtomicInteger made = new AtomicInteger();
    private final ReentrantLock lock = new ReentrantLock();
    private ThreadPoolExecutor pool;
    private boolean stopped;

    AsyncThreads(String name) {
        this.name = name;
    }

    @Override public void execute(Runnable task) {
        pool().execute(task);
    }

    private ThreadPoolExecutor pool() {
        lock.lock();
        try {
            if (stopped) {
                throw new IllegalStateException("the application " + name + " has stopped");
            }
            if (pool == null) {
                pool = new ThreadPoolExecutor(MAX_THREADS, MAX_THREADS, 60, TimeUnit.SECONDS,
                        new LinkedBlockingQueue<>(), this::newThread);
                pool.allowCoreThreadTimeOut(true);
            }
            return pool;
        } finally {
            lock.unlock();
        }
    }

    private Thread newThread(Runnable work) {
        Thread thread = new Thread(work, "async-" + name + '-' + made.incrementAndGet());
        thread.setDaemon(true);
        // A thread inherits the loader of whoever happens to ask first; it must not keep an application alive.
        thread.setContextClassLoader(AsyncThreads.class.getClassLoader());
        return thread;
    }

    /** Ends the threads; tasks that run are interrupted. */
    void stop() {
        lock.lock();
        try {
            stopped = true;
            if (pool != null) {
                pool.shutdownNow();
            }
        } finally {
            lock.unlock();
        }
    }
}
