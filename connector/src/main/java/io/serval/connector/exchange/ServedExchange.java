package io.serval.connector.exchange;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

import io.serval.connector.net.Poller;
import io.serval.connector.net.ScheduledTask;
import io.serval.connector.work.Rejection;
import io.serval.connector.work.Workers;
import io.serval.http.Fields;
import io.serval.http.HttpExchange;

/**
 * What exchanges of every protocol do alike: they keep the handler's attachment and the times of their stages, and
 * sleep and wake by their {@link Suspension}. The exchange is the job that its workers run. Owned by one thread at a
 * time as {@link HttpExchange} says; {@link #execute}, {@link #schedule}, {@link #complete} and {@link #wake} are for
 * any thread.
 */
public abstract class ServedExchange implements HttpExchange, Suspension.Sleeper, Runnable {
    private static final long RETRY_NANOS = TimeUnit.MILLISECONDS.toNanos(20);

    private final Exchanges exchanges;
    private final StageTimes times = new StageTimes();
    private Object attachment;
    private volatile Suspension suspension;

    protected ServedExchange(Exchanges exchanges) {
        this.exchanges = exchanges;
    }

    protected final Exchanges exchanges() {
        return exchanges;
    }

    /** The workers that serve this exchange. */
    public final Workers lane() {
        return exchanges.lane(this);
    }

    /** The loop of the connection. */
    protected abstract Poller poller();

    /** A handler, or a task of it, has thrown. */
    protected abstract void failed(Throwable cause);

    /** Sends an interim response, where that is possible. */
    protected abstract void interim(int status, Fields fields) throws IOException;

    public final long nanoTime() {
        return poller().ticker().nanoTime();
    }

    /** Nothing of the last request remains. */
    protected final void forgetRequest() {
        times.reset();
        attachment = null;
        suspension = null;
    }

    // Sleep

    /** The sleep, or {@code null} while the exchange was never suspended. */
    protected final Suspension suspension() {
        return suspension;
    }

    /** Begins the sleep of something new, whatever there was before. */
    protected final Suspension suspendAgain() {
        Suspension next = new Suspension(this);
        suspension = next;
        return next;
    }

    @Override public final void suspend() {
        if (suspension == null) {
            beforeSuspension();
            suspendAgain();
        }
    }

    /** The exchange is about to be suspended for the first time: its threads will be those of the application. */
    protected void beforeSuspension() { }

    @Override public final boolean isSuspended() {
        Suspension current = suspension;
        return current != null && !current.isCompleted();
    }

    @Override public final void execute(ExchangeTask task) {
        Suspension current = suspension;
        if (current != null) {
            current.submit(task);
        }
    }

    @Override public final Cancellable schedule(Duration delay, ExchangeTask task) {
        Suspension current = suspension;
        if (current == null) {
            return () -> { };
        }
        ScheduledTask timer = poller().schedule(() -> current.submit(task), TimeUnit.NANOSECONDS.convert(delay));
        return timer::cancel;
    }

    @Override public final void complete() {
        Suspension current = suspension;
        if (current != null) {
            current.complete();
        }
    }

    /** Something has happened that a sleeping exchange has to look at. */
    public final void wake() {
        Suspension sleeping = suspension;
        if (sleeping != null) {
            sleeping.wake();
        }
    }

    /** Sends the exchange to the workers again; when they are full, it waits its turn without being refused. */
    @Override public final void schedule() {
        Workers lane = lane();
        Rejection rejection = lane.execute(this, nanoTime());
        if (rejection == null) {
            lane.flush();
        } else if (rejection != Rejection.STOPPED) {
            poller().schedule(this::schedule, RETRY_NANOS);
        }
    }

    @Override public final void runTask(ExchangeTask task) {
        try {
            task.run();
        } catch (Throwable t) {
            failed(t);
        }
    }

    // What handlers see

    @Override public final StageTimes times() {
        return times;
    }

    @Override public final Object attachment() {
        return attachment;
    }

    @Override public final void attach(Object thing) {
        attachment = thing;
    }

    @Override public final void inform(int status, Fields fields) throws IOException {
        if (status < 100 || status > 199 || status == 101) {
            throw new IllegalArgumentException("an interim status is 100 to 199 and not 101, was " + status);
        }
        interim(status, fields);
    }
}
