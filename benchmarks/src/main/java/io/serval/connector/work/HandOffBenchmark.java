package io.serval.connector.work;

import java.util.concurrent.TimeUnit;

import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** The queue between loops and workers. Stands here because its subject is not public. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class HandOffBenchmark {
    private static final Runnable JOB = () -> { };

    private final WorkQueue queue = new WorkQueue(10_000);

    /** One job in and out by one thread: what the queue itself costs. */
    @Benchmark
    public Runnable offerAndPoll() {
        queue.offer(JOB, 0);
        return queue.poll();
    }

    /** A round of the loop that finds 64 requests. */
    @Benchmark
    public int roundOf64() {
        for (int i = 0; i < 64; i++) {
            queue.offer(JOB, 0);
        }
        int taken = 0;
        while (queue.poll() != null) {
            taken++;
        }
        return taken;
    }
}
