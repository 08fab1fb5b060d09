package io.serval.connector.exchange;

import java.io.IOException;
import java.util.concurrent.atomic.AtomicInteger;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

import io.serval.http.HttpExchange.ExchangeTask;

/** A task is submitted while the exchange goes to sleep: it runs, or the exchange is sent to the workers once. */
@JCStressTest
@Outcome(id = "1, 0", expect = Expect.ACCEPTABLE, desc = "seen before the sleep")
@Outcome(id = "0, 1", expect = Expect.ACCEPTABLE, desc = "too late for that: a worker comes for it")
@Outcome(id = "1, 1", expect = Expect.ACCEPTABLE, desc = "a worker comes for what was seen already")
@Outcome(id = "0, 0", expect = Expect.FORBIDDEN, desc = "the task is forgotten")
@State
public class SuspensionStress implements Suspension.Sleeper {
    private final AtomicInteger ran = new AtomicInteger();
    private final AtomicInteger scheduled = new AtomicInteger();
    private final Suspension suspension = new Suspension(this);

    @Actor
    public void sleeper() {
        suspension.run();
    }

    @Actor
    public void submitter() {
        suspension.submit(ran::incrementAndGet);
    }

    @Arbiter
    public void outcome(II_Result result) {
        result.r1 = ran.get();
        result.r2 = scheduled.get();
    }

    @Override public void schedule() {
        scheduled.incrementAndGet();
    }

    @Override public boolean isAborted() {
        return false;
    }

    @Override public ExchangeTask takeReadyTask() {
        return null;
    }

    @Override public void runTask(ExchangeTask task) {
        try {
            task.run();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override public void wakes() { }

    @Override public void sleeps() { }
}
