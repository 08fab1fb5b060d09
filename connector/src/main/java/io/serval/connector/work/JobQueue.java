package io.serval.connector.work;

/** The work queue with its two limits: how many jobs wait, and how long. Safe for any thread. */
final class JobQueue {
    private final WorkQueue queue;
    private final long maxAgeNanos;
    private volatile boolean stopped;

    JobQueue(WorkLimits limits) {
        queue = new WorkQueue(limits.maxQueue());
        maxAgeNanos = limits.maxQueueAgeNanos();
    }

    Rejection offer(Runnable job, long now) {
        if (stopped) {
            return Rejection.STOPPED;
        }
        if (maxAgeNanos > 0 && queue.age(now) > maxAgeNanos) {
            return Rejection.QUEUE_TOO_OLD;
        }
        return queue.offer(job, now) ? null : Rejection.QUEUE_FULL;
    }

    /** The eldest job, or {@code null} if none waits or the workers are stopped. */
    Runnable poll() {
        return stopped ? null : queue.poll();
    }

    boolean isEmpty() {
        return stopped || queue.isEmpty();
    }

    int size() {
        return queue.size();
    }

    void stop() {
        stopped = true;
        while (queue.poll() != null) {
            Thread.onSpinWait();
        }
    }

    boolean isStopped() {
        return stopped;
    }
}
