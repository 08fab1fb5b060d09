package io.serval.connector.exchange;

import org.junit.jupiter.api.Test;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

class PaceTest {
    private static final long SECOND = 1_000_000_000L;

    private final Pace pace = new Pace(10, 2 * SECOND);

    @Test void everyByteBuysTime() {
        pace.begin(0);
        pace.moved(30);
        assertEquals(5 * SECOND, pace.waitNanos(0, 0));
        assertEquals(SECOND, pace.waitNanos(0, SECOND));
        assertFalse(pace.isTooSlow(5 * SECOND - 1));
        assertTrue(pace.isTooSlow(5 * SECOND));
    }

    @Test void timeInWhichNobodyWaitsDoesNotCount() {
        pace.begin(0);
        pace.end(SECOND);
        assertFalse(pace.isTooSlow(100 * SECOND));
        pace.begin(100 * SECOND);
        assertEquals(SECOND, pace.waitNanos(100 * SECOND, 0));
    }

    @Test void thereIsAlwaysATimeoutOnceItIsTooSlow() {
        pace.begin(0);
        assertEquals(1, pace.waitNanos(100 * SECOND, 0));
    }

    @Test void noRateLeavesTheTimeoutAsItIs() {
        Pace any = new Pace(0, SECOND);
        any.begin(0);
        assertEquals(7, any.waitNanos(100 * SECOND, 7));
        assertEquals(0, any.waitNanos(100 * SECOND, 0));
        assertFalse(any.isTooSlow(Long.MAX_VALUE / 2));
    }
}
