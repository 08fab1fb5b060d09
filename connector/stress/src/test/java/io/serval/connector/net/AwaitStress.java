package io.serval.connector.net;

import java.nio.channels.SelectionKey;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.ZZ_Result;

/** A wait ends by readiness, or because the one who waits was woken otherwise: by one of them. */
@JCStressTest
@Outcome(id = "true, false", expect = Expect.ACCEPTABLE, desc = "the loop has ended it, and tells")
@Outcome(id = "false, true", expect = Expect.ACCEPTABLE, desc = "it was left, and nobody is told")
@Outcome(expect = Expect.FORBIDDEN, desc = "nobody ended the wait, or both did")
@State
public class AwaitStress {
    private final SocketWait wait = new SocketWait(null, SelectionKey.OP_READ, 0, 0);

    @Actor
    public void loop(ZZ_Result result) {
        result.r1 = wait.end(true);
    }

    @Actor
    public void waiter(ZZ_Result result) {
        result.r2 = wait.leave();
    }
}
