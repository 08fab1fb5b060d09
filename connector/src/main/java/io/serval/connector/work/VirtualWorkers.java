package io.serval.connector.work;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Virtual threads, at most {@code maxThreads} at a time beside those that wait for their clients. A thread starts for a
 * job, goes on with those that are queued, and ends when none is; idle ones do not exist. As with platform threads one
 * start is under way at most, and who takes a job and sees more starts the next one.
 */
final class VirtualWorkers implements Workers, Runnable {
    private static final Logger log = LoggerFactory.getLogger(VirtualWorkers.class);

    private final JobQueue queue;
    private final int maxThreads;
    private final int maxWaiting;
    private final ThreadFactory factory;
    private final AtomicInteger running = new AtomicInteger();
    /** Jobs that wait for their clients. */
    private final AtomicInteger waiting = new AtomicInteger();
    private final AtomicBoolean starting = new AtomicBoolean();
    private final Set<Thread> threads = ConcurrentHashMap.newKeySet();

    VirtualWorkers(WorkLimits limits, String name) {
        queue = new JobQueue(limits);
        maxThreads = limits.maxThreads();
        maxWaiting = limits.maxWaiting();
        factory = VirtualThreads.factory(name + "-exec-");
    }

    @Override public Rejection execute(Runnable job, long now) {
        return queue.offer(job, now);
    }

    /** Starts a thread if a job waits, unless one is on its way to the queue or the full number runs. */
    @Override public void flush() {
        while (!queue.isEmpty() && running.get() < limit() && !starting.get()
                && starting.compareAndSet(false, true)) {
            if (countIn()) {
                factory.newThread(this).start();
                return;
            }
            starting.set(false); // and look again: a job may have come while this stood in its way
        }
    }

    private int limit() {
        return maxThreads + Math.min(waiting.get(), maxWaiting);
    }

    @Override public void beginWait() {
        if (threads.contains(Thread.currentThread())) {
            waiting.incrementAndGet();
            flush();
        }
    }

    @Override public void endWait() {
        if (threads.contains(Thread.currentThread())) {
            waiting.decrementAndGet();
        }
    }

    private boolean countIn() {
        if (running.incrementAndGet() <= limit()) {
            return true;
        }
        running.decrementAndGet();
        return false;
    }

    /** The root of a virtual thread; one frame above the job. */
    @Override public void run() {
        Thread me = Thread.currentThread();
        threads.add(me);
        Runnable job = queue.poll();
        starting.set(false);
        while (true) {
            for (; job != null; job = running.get() > limit() ? null : queue.poll()) {
                flush();
                Thread.interrupted(); // what the job before left behind must not break this one's input and output
                try {
                    job.run();
                } catch (Throwable t) {
                    log.error("A job on {} failed", me.getName(), t);
                }
            }
            running.decrementAndGet();
            // A job queued just now may have met the full number of threads; then this one goes on after all.
            if (queue.isEmpty() || !countIn()) {
                threads.remove(me);
                return;
            }
            job = queue.poll();
        }
    }

    @Override public boolean stop(Duration timeout) {
        queue.stop();
        threads.forEach(Thread::interrupt);
        long end = System.nanoTime() + timeout.toNanos();
        while (running.get() > 0 && System.nanoTime() - end < 0 && !Thread.currentThread().isInterrupted()) {
            LockSupport.parkNanos(1_000_000);
        }
        return running.get() == 0;
    }

    @Override public int threads() {
        return running.get();
    }

    @Override public int busy() {
        return running.get();
    }

    @Override public int queued() {
        return queue.size();
    }
}
