package io.serval.connector.work;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/** Two put a job each into a queue that has room for one, and take one: each job that was taken in comes out once. */
@JCStressTest
@Outcome(id = {"1, 1", "2, 2"}, expect = Expect.ACCEPTABLE, desc = "as many out as in")
@Outcome(expect = Expect.FORBIDDEN, desc = "a job is lost, or comes twice")
@State
public class WorkQueueStress {
    private final WorkQueue queue = new WorkQueue(1);
    private final Runnable first = () -> { };
    private final Runnable second = () -> { };
    private boolean firstIn;
    private boolean secondIn;
    private Runnable oneOut;
    private Runnable otherOut;

    @Actor
    public void one() {
        firstIn = queue.offer(first, 1);
        oneOut = queue.poll();
    }

    @Actor
    public void other() {
        secondIn = queue.offer(second, 1);
        otherOut = queue.poll();
    }

    @Arbiter
    public void outcome(II_Result result) {
        Runnable left = queue.poll();
        result.r1 = (firstIn ? 1 : 0) + (secondIn ? 1 : 0);
        result.r2 = count(first, oneOut, otherOut, left) + count(second, oneOut, otherOut, left);
    }

    /** Twice would be wrong, so it does not count as once. */
    private static int count(Runnable job, Runnable... out) {
        int times = 0;
        for (Runnable each : out) {
            times += each == job ? 1 : 0;
        }
        return times > 1 ? 10 : times;
    }
}
