package io.serval.connector.net;

import java.util.concurrent.atomic.AtomicInteger;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.ZI_Result;

import io.serval.connector.observe.TimeCounts;
import io.serval.connector.time.Ticker;

/** A task is left to a loop that ends: it runs, or whoever leaves it is told that it will not. */
@JCStressTest
@Outcome(id = "true, 1", expect = Expect.ACCEPTABLE, desc = "taken, and run")
@Outcome(id = "false, 0", expect = Expect.ACCEPTABLE, desc = "rejected")
@Outcome(expect = Expect.FORBIDDEN, desc = "taken and forgotten, or rejected and run all the same")
@State
public class TaskQueueStress {
    private static final Ticker STILL = () -> 1;

    private final TaskQueue queue = new TaskQueue(STILL);
    private final TimeCounts delay = new TimeCounts();
    private final AtomicInteger ran = new AtomicInteger();
    private boolean taken;

    @Actor
    public void loop() {
        queue.run(1, delay, Runnable::run);
        queue.end();
        queue.run(1, delay, Runnable::run);
    }

    @Actor
    public void submitter() {
        taken = queue.add(ran::incrementAndGet);
    }

    @Arbiter
    public void outcome(ZI_Result result) {
        result.r1 = taken;
        result.r2 = ran.get();
    }
}
