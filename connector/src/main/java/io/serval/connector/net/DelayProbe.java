package io.serval.connector.net;

import java.util.concurrent.TimeUnit;

import io.serval.connector.observe.TimeCounts;
import io.serval.connector.time.Timer;

/** A timer that does nothing but to see how late the loop runs it, ten times a second. Confined to its Poller. */
final class DelayProbe extends Timer {
    static final long PERIOD_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

    private final TimeCounts delays;
    private long wanted;

    DelayProbe(TimeCounts delays) {
        this.delays = delays;
    }

    /** @return when it is due first */
    long begin(long now) {
        wanted = now + PERIOD_NANOS;
        return wanted;
    }

    @Override protected long due(long now) {
        delays.add(Math.max(0, now - wanted));
        return begin(now);
    }
}
