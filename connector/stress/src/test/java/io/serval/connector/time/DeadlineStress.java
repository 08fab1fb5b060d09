package io.serval.connector.time;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.ZZ_Result;

/** A deadline is moved while the wheel looks at it for the last time: somebody is going to look again. */
@JCStressTest
@Outcome(id = "true, true", expect = Expect.ACCEPTABLE, desc = "the wheel looks again")
@Outcome(id = "false, true", expect = Expect.ACCEPTABLE, desc = "the wheel looks again, and the owner asks for it too")
@Outcome(id = "false, false", expect = Expect.ACCEPTABLE, desc = "the owner asks the wheel to look")
@Outcome(id = "true, false", expect = Expect.FORBIDDEN, desc = "nobody looks any more: the deadline is lost")
@State
public class DeadlineStress {
    private static final long MILLI = 1_000_000;

    /** As that of a connection which a worker has: its time has no meaning, and is not looked at. */
    private static final class Lent extends Deadline {
        @Override protected long expired(long now) {
            return isPast(now) ? NEVER : nanos();
        }
    }

    private final TimerWheel wheel = new TimerWheel(0, e -> { });
    private final Deadline deadline = new Lent();
    private boolean willLook;

    public DeadlineStress() {
        deadline.set(0, MILLI);
        deadline.watch(wheel);
    }

    @Actor
    public void loop() {
        wheel.advance(2 * MILLI);
    }

    @Actor
    public void owner() {
        willLook = deadline.set(2 * MILLI, 1_000 * MILLI);
    }

    @Arbiter
    public void outcome(ZZ_Result result) {
        result.r1 = willLook;
        result.r2 = deadline.lookNanos() != Timer.NEVER;
    }
}
