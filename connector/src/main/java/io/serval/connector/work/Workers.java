package io.serval.connector.work;

import java.time.Duration;

import io.serval.connector.WorkerConfig;

/** Runs jobs, each on a thread that may block. Safe for any thread. Starts when it is made, ends by {@link #stop}. */
public interface Workers {
    /**
     * Queues a job; it may not start before {@link #flush}.
     *
     * @param now the caller's reading of the ticker, from which the job's age counts
     * @return why the job was not taken, or {@code null} if it was
     */
    Rejection execute(Runnable job, long now);

    /** Signals that jobs are queued. The loop calls it once a pass, so that a pass costs one signal at most. */
    void flush();

    /**
     * Takes no more jobs, drops those that wait, interrupts those that run and waits for their threads to end.
     *
     * @return whether all threads ended in time
     */
    boolean stop(Duration timeout);

    /** Threads that exist; virtual ones while they run a job. */
    int threads();

    /** Threads that run a job. */
    int busy();

    /** Jobs that wait. */
    int queued();

    /**
     * The workers a configuration asks for.
     *
     * @param name the connector's, for the names of the threads
     * @throws IllegalStateException when virtual threads are asked of a JVM that has none
     */
    static Workers of(WorkerConfig config, String name) {
        if (config.executor() != null) {
            return new ExecutorWorkers(config.executor());
        }
        boolean virtual = switch (config.threads()) {
            case AUTO -> VirtualThreads.areUnpinned();
            case PLATFORM -> false;
            case VIRTUAL -> true;
        };
        return virtual ? new VirtualWorkers(config, name) : new PlatformWorkers(config, name);
    }
}
