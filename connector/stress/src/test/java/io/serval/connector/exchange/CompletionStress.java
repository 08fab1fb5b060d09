package io.serval.connector.exchange;

import java.util.concurrent.atomic.AtomicInteger;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.ZI_Result;

import io.serval.http.HttpExchange.ExchangeTask;

/** An exchange is completed while it goes to sleep: it ends by itself, or one worker is sent for it. */
@JCStressTest
@Outcome(id = "true, 0", expect = Expect.ACCEPTABLE, desc = "seen before the sleep")
@Outcome(id = "false, 1", expect = Expect.ACCEPTABLE, desc = "too late for that: one worker comes for it")
@Outcome(expect = Expect.FORBIDDEN, desc = "it never ends, or ends twice")
@State
public class CompletionStress implements Suspension.Sleeper {
    private final AtomicInteger scheduled = new AtomicInteger();
    private final Suspension suspension = new Suspension(this);
    private boolean ended;

    @Actor
    public void sleeper() {
        ended = suspension.run();
    }

    @Actor
    public void another() {
        suspension.complete();
    }

    @Arbiter
    public void outcome(ZI_Result result) {
        result.r1 = ended;
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

    @Override public void runTask(ExchangeTask task) { }

    @Override public void wakes() { }

    @Override public void sleeps() { }
}
