package io.serval.container.testing;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.LockSupport;

import static org.junit.jupiter.api.Assertions.assertTrue;

/** Waits for what other threads or processes are about to do. */
public final class Await {
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final long STEP_NANOS = Duration.ofMillis(5).toNanos();

    private Await() {
    }

    /** Waits until a condition holds. @param what is wrong if it does not within 20 s */
    public static void until(String what, Callable<Boolean> condition) throws Exception {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!condition.call()) {
            assertTrue(System.nanoTime() < deadline, what);
            LockSupport.parkNanos(STEP_NANOS);
        }
    }
}
