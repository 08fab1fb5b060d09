package io.serval.connector.net;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.SelectionKey;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.IZ_Result;

/** The wait of an exchange ends by readiness or because the exchange was woken otherwise: by one of them. */
@JCStressTest
@Outcome(id = "1, false", expect = Expect.ACCEPTABLE, desc = "the socket was ready, and the exchange is told once")
@Outcome(id = "0, true", expect = Expect.ACCEPTABLE, desc = "the exchange left the wait, and is not told")
@Outcome(expect = Expect.FORBIDDEN, desc = "nobody ended the wait, or both did")
@State
public class AwaitStress {
    private final Loops.Told told = new Loops.Told();
    private final Connection connection = Loops.connection(told);
    private boolean left;

    public AwaitStress() {
        connection.handOff();
        connection.awaitLater(SelectionKey.OP_READ, 0);
    }

    @Actor
    public void loop() {
        try {
            connection.onReady(SelectionKey.OP_READ);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Actor
    public void exchange() {
        left = connection.leaveWait();
    }

    @Arbiter
    public void outcome(IZ_Result result) {
        result.r1 = told.times.get();
        result.r2 = left;
    }
}
