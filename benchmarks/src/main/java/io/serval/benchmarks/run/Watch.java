package io.serval.benchmarks.run;

import java.time.Duration;

/** Keeps the run bounded: after the limit nothing new is begun. */
final class Watch {
    private final long endNanos;
    private final Duration limit;
    private int skipped;

    Watch(Duration limit) {
        this.limit = limit;
        this.endNanos = System.nanoTime() + limit.toNanos();
    }

    /** Whether there is time for one more. */
    boolean permits() {
        boolean permits = System.nanoTime() < endNanos;
        skipped += permits ? 0 : 1;
        return permits;
    }

    String remark() {
        return skipped == 0 ? "" : skipped + " measurements were left out: the limit of " + limit.toSeconds()
                + " s was reached. Use --limit, or fewer modes.\n";
    }
}
