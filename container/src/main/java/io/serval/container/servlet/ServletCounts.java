package io.serval.container.servlet;

import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;

/** How often a servlet was asked by clients, and how long it took. Safe for any thread. */
public final class ServletCounts {
    private final LongAdder requests = new LongAdder();
    private final LongAdder errors = new LongAdder();
    private final LongAdder nanos = new LongAdder();
    private final AtomicLong longest = new AtomicLong();

    /** A call is over. */
    void add(long took, boolean failed) {
        requests.increment();
        nanos.add(took);
        if (failed) {
            errors.increment();
        }
        long most = longest.getPlain();
        while (took > most && !longest.compareAndSet(most, took)) {
            most = longest.get();
        }
    }

    public long requests() {
        return requests.sum();
    }

    /** Calls that threw, or left a response with a status of 400 or above. */
    public long errors() {
        return errors.sum();
    }

    /** Of all calls together. */
    public long nanos() {
        return nanos.sum();
    }

    public long longestNanos() {
        return longest.get();
    }
}
