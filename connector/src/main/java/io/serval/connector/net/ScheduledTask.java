package io.serval.connector.net;

import java.util.concurrent.atomic.AtomicReference;

import io.serval.connector.time.Timer;

/** A task that its Poller runs when its time has come. {@link #cancel} is safe for any thread. */
public final class ScheduledTask extends Timer {
    private final AtomicReference<Runnable> task;

    ScheduledTask(Runnable task) {
        this.task = new AtomicReference<>(task);
    }

    /** Takes the task back and lets go of it; when it has run, nothing happens. */
    public void cancel() {
        task.set(null);
    }

    @Override protected long due(long now) {
        Runnable waiting = task.getAndSet(null);
        if (waiting != null) {
            waiting.run();
        }
        return NEVER;
    }
}
