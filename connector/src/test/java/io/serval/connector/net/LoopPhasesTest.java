package io.serval.connector.net;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.Pipe;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

import org.junit.jupiter.api.Test;

import io.serval.connector.time.Ticker;

import static org.junit.jupiter.api.Assertions.assertTrue;

/** The phases of a turn come in one order, whatever happens in them. */
class LoopPhasesTest {
    private static final int TURNS = 1_000;
    /** Timers, tasks, completions, select, ready keys, completions, closes. */
    private static final String TURN = "t*a*csr*cx*";

    /** Written by the loop alone, read after its end. */
    private final StringBuffer trace = new StringBuffer();
    private final CountDownLatch enough = new CountDownLatch(1);
    private Poller poller;
    private int turns;

    /** A turn is counted where it begins to wait. */
    private final class Traced extends DelegatingSelector {
        Traced() throws IOException {
            super(Selector.open());
        }

        private void trace() {
            trace.append('s');
            if (++turns == TURNS) {
                enough.countDown();
            }
        }

        @Override public int select(Consumer<SelectionKey> action, long timeout) throws IOException {
            trace();
            return super.select(action, timeout);
        }

        @Override public int selectNow(Consumer<SelectionKey> action) throws IOException {
            trace();
            return super.selectNow(action);
        }
    }

    private final class Transient extends FakeTransport {
        Transient() throws IOException { }

        @Override public void close() throws IOException {
            trace.append('x');
            super.close();
        }
    }

    @Test void everyTurnKeepsTheOrderOfItsPhases() throws Exception {
        poller = new Poller("loop", Ticker.SYSTEM, Traced::new, () -> trace.append('c'), LoopMemory.share(1, true));
        Pipe pipe = Pipe.open();
        poller.start();
        poller.execute(() -> watch(pipe));
        poller.execute(this::tick);
        Thread other = new Thread(() -> {
            while (enough.getCount() > 0) {
                pipeIn(pipe);
                poller.execute(() -> trace.append('a'));
            }
        });
        other.start();
        try {
            assertTrue(enough.await(60, TimeUnit.SECONDS), "turns: " + turns);
        } finally {
            other.join();
            poller.stop();
            assertTrue(poller.join(5_000));
            pipe.source().close();
            pipe.sink().close();
        }
        String seen = trace.toString();
        for (char phase : "tasrcx".toCharArray()) {
            assertTrue(seen.indexOf(phase) >= 0, "phase " + phase + " did not occur");
        }
        String whole = seen.substring(0, seen.lastIndexOf('s')).replaceAll("(t*a*c)$", "");
        String rest = whole.replaceAll("\\G" + TURN, "");
        assertTrue(rest.isEmpty(), () -> "out of order before: " + rest.substring(0, Math.min(100, rest.length())));
    }

    private void tick() {
        poller.schedule(() -> {
            trace.append('t');
            tick();
        }, 500_000);
    }

    private static void pipeIn(Pipe pipe) {
        try {
            pipe.sink().write(ByteBuffer.allocate(1));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    /** Each byte that arrives ends a connection. */
    private void watch(Pipe pipe) {
        try {
            pipe.source().configureBlocking(false);
            poller.register(pipe.source(), SelectionKey.OP_READ, new KeyListener() {
                @Override public void registered(SelectionKey key) { }

                @Override public void onReady(int operations) throws IOException {
                    trace.append('r');
                    pipe.source().read(ByteBuffer.allocate(1));
                    poller.connectionComes();
                    Connection connection = new Connection(poller, new Transient(), 1, () -> { });
                    connection.open(new IdleProtocol());
                    connection.close();
                }

                @Override public void onFailure(Throwable cause) {
                    throw new AssertionError(cause);
                }
            });
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
