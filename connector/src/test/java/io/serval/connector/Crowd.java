package io.serval.connector;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BooleanSupplier;

/** Many clients at once for a time, each a thread that does one thing over and over. Ends early when one fails. */
final class Crowd {
    private static final Duration LAST_ACT = Duration.ofSeconds(60);
    private static final Duration SLOW_MACHINE = Duration.ofSeconds(60);

    /** What a client does; it fails when the server did wrong. */
    @FunctionalInterface
    interface Act {
        /** @param random the client's own, so that a run can be had again as far as threads allow */
        void once(Random random) throws Exception;
    }

    private final List<Thread> threads = new ArrayList<>();
    private final List<Throwable> failures = new CopyOnWriteArrayList<>();
    private volatile long end;
    private volatile BooleanSupplier enough;

    /** Adds that many clients. */
    Crowd of(int count, Act act) {
        for (int i = 0; i < count; i++) {
            Random random = new Random(threads.size());
            threads.add(new Thread(() -> repeat(act, random), "client-" + threads.size()));
        }
        return this;
    }

    private void repeat(Act act, Random random) {
        while (goesOn(System.nanoTime() - end)) {
            try {
                act.once(random);
            } catch (Throwable e) {
                failures.add(e);
            }
        }
    }

    private boolean goesOn(long overTime) {
        return failures.isEmpty() && (overTime < 0 || !enough.getAsBoolean() && overTime < SLOW_MACHINE.toNanos());
    }

    /**
     * Lets them act, and waits until the last has done so.
     *
     * @param time   how long at least
     * @param enough what has to come about by then, or later on a slow machine
     * @return what failed
     */
    List<Throwable> act(Duration time, BooleanSupplier enough) throws InterruptedException {
        this.enough = enough;
        end = System.nanoTime() + time.toNanos();
        threads.forEach(Thread::start);
        for (Thread thread : threads) {
            thread.join(time.plus(SLOW_MACHINE).plus(LAST_ACT).toMillis());
            if (thread.isAlive()) {
                failures.add(new AssertionError(thread.getName() + " hangs in " + List.of(thread.getStackTrace())));
            }
        }
        return failures;
    }
}
