package io.serval.container.session;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAccumulator;
import java.util.concurrent.atomic.LongAdder;

/** Counts sessions; safe for any thread. */
final class SessionStatistics {
    private final AtomicInteger active = new AtomicInteger();
    private final LongAccumulator maxActive = new LongAccumulator(Math::max, 0);
    private final LongAdder created = new LongAdder();
    private final LongAdder expired = new LongAdder();
    private final LongAdder invalidated = new LongAdder();
    private final LongAdder rejected = new LongAdder();
    private final LongAccumulator maxAliveSeconds = new LongAccumulator(Math::max, 0);
    private final LongAdder sumAliveSeconds = new LongAdder();

    /** Takes a place for one more session, or counts a rejection and returns false. */
    boolean admit(int max) {
        int now = active.incrementAndGet();
        if (max >= 0 && now > max) {
            active.decrementAndGet();
            rejected.increment();
            return false;
        }
        maxActive.accumulate(now);
        return true;
    }

    void created() {
        created.increment();
    }

    void ended(boolean byTimeout, long aliveMillis) {
        left();
        (byTimeout ? expired : invalidated).increment();
        maxAliveSeconds.accumulate(aliveMillis / 1000);
        sumAliveSeconds.add(aliveMillis / 1000);
    }

    /** A session went to the store, or could not be created after all. */
    void left() {
        active.decrementAndGet();
    }

    SessionCounters snapshot() {
        return new SessionCounters(active.get(), maxActive.intValue(), created.sum(), expired.sum(),
                invalidated.sum(), rejected.sum(), maxAliveSeconds.get(), sumAliveSeconds.sum());
    }
}
