package io.serval.connector.work;

import java.time.Duration;
import java.util.concurrent.Executor;

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
     * The job that calls waits for a client from now on, and not for anything of the server: while it does, another job
     * may run beside the {@code maxThreads}. Does nothing for threads that run no job of these workers, nor where
     * the number of threads is not ours.
     */
    default void beginWait() { }

    /** The job that calls goes on, whether or not others run in its place. */
    default void endWait() { }

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

    /** Platform threads. @param name the connector's, for the names of the threads */
    static Workers platform(WorkLimits limits, String name) {
        return new PlatformWorkers(limits, name);
    }

    /**
     * Virtual threads.
     *
     * @param name the connector's, for the names of the threads
     * @throws IllegalStateException on a JVM that has none
     */
    static Workers virtual(WorkLimits limits, String name) {
        return new VirtualWorkers(limits, name);
    }

    /** Virtual threads where the JVM has them and they do not pin (JDK 24 and later), else platform threads. */
    static Workers automatic(WorkLimits limits, String name) {
        return VirtualThreads.areUnpinned() ? virtual(limits, name) : platform(limits, name);
    }

    /** The embedder's own threads. */
    static Workers of(Executor executor) {
        return new ExecutorWorkers(executor);
    }
}
