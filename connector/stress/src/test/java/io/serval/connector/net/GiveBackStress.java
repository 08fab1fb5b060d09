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
import org.openjdk.jcstress.infra.results.ZZ_Result;

/** A worker gives a connection back while bytes arrive for it: either way the loop is going to hear of more. */
@JCStressTest
@Outcome(id = "true, true", expect = Expect.ACCEPTABLE, desc = "given back, and the loop watches")
@Outcome(id = "false, false", expect = Expect.ACCEPTABLE, desc = "the worker knows of the bytes, and the loop waits")
@Outcome(id = "true, false", expect = Expect.FORBIDDEN, desc = "given back, and nobody watches")
@Outcome(id = "false, true", expect = Expect.FORBIDDEN, desc = "the worker reads, and the loop watches too")
@State
public class GiveBackStress {
    private final Connection connection = Loops.connection();
    private boolean given;

    public GiveBackStress() {
        connection.handOff();
    }

    @Actor
    public void loop() {
        try {
            for (int i = 0; i < 3; i++) { // it passes over the first two times
                connection.onReady(SelectionKey.OP_READ);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Actor
    public void worker() {
        given = connection.giveBack();
    }

    @Arbiter
    public void outcome(ZZ_Result result) {
        result.r1 = given;
        result.r2 = connection.watched() == SelectionKey.OP_READ;
    }
}
