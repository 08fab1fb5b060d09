package io.serval.connector;

import java.time.Duration;
import java.util.concurrent.Executor;

/**
 * The threads that run handlers.
 *
 * @param maxThreads  most requests served at the same time ({@code maxThreads}, 200)
 * @param maxWaiting  how many requests that wait for their clients, to send or to take content, do not count among
 *                    these: so many threads more may there be ({@code maxWaitingThreads}, 400)
 * @param minThreads  platform threads that stay when there is nothing to do ({@code minSpareThreads}, 10)
 * @param maxQueue    most requests waiting for a thread; one more is answered with 503 ({@code maxQueueSize}, 10 000)
 * @param maxQueueAge longest wait of the eldest request in the queue before new ones are answered with 503; zero means
 *                    any
 *                    ({@code maxQueueAge}, 10 s)
 * @param idleTime    after which a thread beyond {@code minThreads} ends ({@code maxIdleTime}, 60 s)
 * @param threads     what kind of thread
 * @param executor    threads of the embedder's own, or {@code null}; then the other components have no effect
 */
public record WorkerConfig(int maxThreads, int maxWaiting, int minThreads, int maxQueue, Duration maxQueueAge,
                           Duration idleTime, Threads threads, Executor executor) {
    /** Kinds of threads. */
    public enum Threads {
        /** Virtual where the JVM has them and they do not pin (JDK 24 and later), else platform. */
        AUTO,
        PLATFORM,
        /** Virtual; an error at start on a JVM that has none. */
        VIRTUAL
    }

    public static final WorkerConfig DEFAULT = new WorkerConfig(200, 400, 10, 10_000, Duration.ofSeconds(10),
            Duration.ofSeconds(60), Threads.AUTO, null);

    public WorkerConfig {
        if (maxThreads < 1) {
            throw new IllegalArgumentException("maxThreads must be at least 1, was " + maxThreads);
        }
        if (maxWaiting < 0) {
            throw new IllegalArgumentException("maxWaiting must not be negative, was " + maxWaiting);
        }
        if (minThreads < 0 || minThreads > maxThreads) {
            throw new IllegalArgumentException(
                    "minThreads must be between 0 and maxThreads (" + maxThreads + "), was " + minThreads);
        }
        if (maxQueue < 1) {
            throw new IllegalArgumentException("maxQueue must be at least 1, was " + maxQueue);
        }
    }

    public WorkerConfig withMaxThreads(int threads) {
        return new WorkerConfig(threads, maxWaiting, Math.min(minThreads, threads), maxQueue, maxQueueAge, idleTime,
                this.threads, executor);
    }

    public WorkerConfig withMaxWaiting(int threads) {
        return new WorkerConfig(maxThreads, threads, minThreads, maxQueue, maxQueueAge, idleTime, this.threads,
                executor);
    }

    public WorkerConfig withMinThreads(int threads) {
        return new WorkerConfig(maxThreads, maxWaiting, threads, maxQueue, maxQueueAge, idleTime, this.threads,
                executor);
    }

    public WorkerConfig withMaxQueue(int requests) {
        return new WorkerConfig(maxThreads, maxWaiting, minThreads, requests, maxQueueAge, idleTime, threads, executor);
    }

    public WorkerConfig withMaxQueueAge(Duration age) {
        return new WorkerConfig(maxThreads, maxWaiting, minThreads, maxQueue, age, idleTime, threads, executor);
    }

    public WorkerConfig withIdleTime(Duration time) {
        return new WorkerConfig(maxThreads, maxWaiting, minThreads, maxQueue, maxQueueAge, time, threads, executor);
    }

    public WorkerConfig withThreads(Threads kind) {
        return new WorkerConfig(maxThreads, maxWaiting, minThreads, maxQueue, maxQueueAge, idleTime, kind, executor);
    }

    public WorkerConfig withExecutor(Executor own) {
        return new WorkerConfig(maxThreads, maxWaiting, minThreads, maxQueue, maxQueueAge, idleTime, threads, own);
    }
}
