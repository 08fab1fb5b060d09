package io.serval.connector;

import java.time.Duration;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

import static org.junit.jupiter.api.Assertions.assertTrue;

/** Waits for what has to come about, with a bound that only a hang can reach. */
public final class Until {
    private static final Duration BOUND = Duration.ofSeconds(20);

    private Until() { }

    public static void until(BooleanSupplier condition, String what) throws InterruptedException {
        until(condition, () -> what);
    }

    /** @param what says what has not come about, when the bound is reached */
    public static void until(BooleanSupplier condition, Supplier<String> what) throws InterruptedException {
        long end = System.nanoTime() + BOUND.toNanos();
        while (!condition.getAsBoolean()) {
            assertTrue(System.nanoTime() < end, what);
            Thread.sleep(1);
        }
    }
}
