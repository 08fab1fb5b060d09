package io.serval.connector.work;

import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Platform threads between a least and a most number.
 *
 * <p>Idle workers form a stack, so the one that became idle last, whose caches are warm, is woken first, and the others
 * sleep on until they end. At most one wake-up is under way at any time: a worker that takes a job and sees more wakes
 * the next one before it runs its own. So a round of requests costs the loop one signal, a blocked handler never holds
 * up the queue, and no two workers race for one job.
 *
 * <p>The stack holds places for workers, with or without a thread. A place without one is below all that ever had one
 * and are idle; taking it from the stack means starting a thread. Its top is a place's number with a count of changes
 * beside it, so that a compare-and-set notices a place that left and came back.
 *
 * <p>Jobs that wait for their clients do not count among {@code maxThreads}: when a job is queued and every place is
 * taken, a spare place is lent for each of them. It is given back by whichever worker is through with a job, or finds
 * none, while more are lent than jobs wait; so for the rest of a job that has waited there may be one thread more.
 */
final class PlatformWorkers implements Workers {
    private static final int NOBODY = 0;

    private final Worker[] places;
    private final AtomicLong idle = new AtomicLong();
    private final AtomicBoolean waking = new AtomicBoolean();
    private final AtomicInteger live = new AtomicInteger();
    private final Queue<Worker> spares = new ConcurrentLinkedQueue<>();
    private final AtomicInteger waiting = new AtomicInteger();
    private final AtomicInteger lent = new AtomicInteger();
    private final JobQueue queue;
    private final int maxThreads;
    private final int minThreads;
    private final long idleNanos;

    PlatformWorkers(WorkLimits limits, String name) {
        queue = new JobQueue(limits);
        minThreads = limits.minThreads();
        idleNanos = Math.max(1, limits.idleNanos());
        maxThreads = limits.maxThreads();
        places = new Worker[maxThreads + limits.maxWaiting()];
        for (int i = places.length - 1; i >= 0; i--) {
            places[i] = new Worker(this, i + 1, name + "-exec-" + (i + 1));
            if (i >= maxThreads) {
                spares.add(places[i]);
            } else {
                places[i].pushIfOut();
            }
        }
        for (int i = 0; i < minThreads; i++) {
            places[i].startThread();
        }
    }

    @Override public Rejection execute(Runnable job, long now) {
        return queue.offer(job, now);
    }

    @Override public void flush() {
        if (!queue.isEmpty()) {
            wakeOne();
        }
    }

    /** Wakes the worker that became idle last, or starts one, unless somebody is on the way to the queue already. */
    void wakeOne() {
        if (waking.get() || !waking.compareAndSet(false, true)) {
            return;
        }
        for (Worker worker = pop(); worker != null; worker = pop()) {
            if (worker.unparkIfParked() || worker.startThread()) {
                return;
            }
        }
        if (!lend()) {
            waking.set(false);
        }
    }

    // Jobs that wait for their clients

    @Override public void beginWait() {
        if (isMine()) {
            waiting.incrementAndGet();
            flush();
        }
    }

    @Override public void endWait() {
        if (isMine()) {
            waiting.decrementAndGet();
        }
    }

    private boolean isMine() {
        return Thread.currentThread() instanceof Worker.OfPlace thread && thread.workers() == this;
    }

    /** Starts a thread in a spare place, if a job waits for its client in whose stead none was started yet. */
    private boolean lend() {
        for (int count = lent.get(); count < Math.min(waiting.get(), places.length - maxThreads); count = lent.get()) {
            if (lent.compareAndSet(count, count + 1)) {
                Worker spare = takeSpare();
                if (spare.startThread()) {
                    return true;
                }
                lent.decrementAndGet();
                spares.add(spare);
                return false;
            }
        }
        return false;
    }

    /** There is one: whoever gives a place back counts first, and is about to add it. */
    private Worker takeSpare() {
        Worker spare = spares.poll();
        while (spare == null) {
            Thread.onSpinWait();
            spare = spares.poll();
        }
        return spare;
    }

    /** Whether more places are lent than jobs wait for their clients. */
    boolean hasSurplus() {
        int count = lent.get();
        return count > 0 && count > waiting.get();
    }

    /** A worker without a job makes its place a spare one, if there is a surplus. @return whether it shall end */
    boolean retire(Worker worker) {
        for (int count = lent.get(); count > waiting.get(); count = lent.get()) {
            if (lent.compareAndSet(count, count - 1)) {
                worker.vacate();
                spares.add(worker);
                flush();                                    // the job it might have taken is another's now
                return true;
            }
        }
        return false;
    }

    /** The worker that was woken has looked at the queue. */
    void arrived() {
        waking.set(false);
    }

    JobQueue queue() {
        return queue;
    }

    long idleNanos() {
        return idleNanos;
    }

    void threadStarted() {
        live.incrementAndGet();
    }

    void threadEnded() {
        live.decrementAndGet();
    }

    /** Whether an idle thread may end; if so it no longer counts. */
    boolean mayEnd() {
        int threads = live.get();
        while (threads > minThreads) {
            if (live.compareAndSet(threads, threads - 1)) {
                return true;
            }
            threads = live.get();
        }
        return false;
    }

    void push(Worker worker) {
        long top;
        do {
            top = idle.get();
            worker.below = (int) top;
        } while (!idle.compareAndSet(top, changed(top, worker.number)));
    }

    private Worker pop() {
        while (true) {
            long top = idle.get();
            if ((int) top == NOBODY) {
                return null;
            }
            Worker worker = places[(int) top - 1];
            if (idle.compareAndSet(top, changed(top, worker.below))) {
                worker.leftStack();
                return worker;
            }
        }
    }

    private static long changed(long top, int number) {
        return (top >>> 32) + 1 << 32 | number;
    }

    @Override public boolean stop(Duration timeout) {
        queue.stop();
        for (Worker worker : places) {
            worker.interrupt();
        }
        long end = System.nanoTime() + timeout.toNanos();
        boolean ended = true;
        for (Worker worker : places) {
            ended &= worker.join(end);
        }
        return ended;
    }

    @Override public int threads() {
        return live.get();
    }

    @Override public int busy() {
        int busy = 0;
        for (Worker worker : places) {
            if (worker.isActive()) {
                busy++;
            }
        }
        return busy;
    }

    @Override public int queued() {
        return queue.size();
    }
}
