package io.serval.connector.time;

import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Test;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

class DeadlineTest {
    private static final long SECOND = 1_000_000_000L;

    private final TimerWheel wheel = new TimerWheel(0, e -> { throw new AssertionError(e); });
    private final List<Long> expired = new ArrayList<>();
    private final Deadline deadline = new Deadline() {
        @Override protected long expired(long now) {
            expired.add(now);
            return NEVER;
        }
    };

    @Test void movingItOnNeedsNoTimerOperation() {
        assertFalse(deadline.set(0, 20 * SECOND), "nobody looks yet");
        deadline.watch(wheel);
        for (long now = SECOND; now < 19 * SECOND; now += SECOND / 10) {
            assertTrue(deadline.set(now, 20 * SECOND));
        }
    }

    @Test void firesAfterTheLastTimeSet() {
        deadline.set(0, 20 * SECOND);
        deadline.watch(wheel);
        deadline.set(10 * SECOND, 20 * SECOND);
        wheel.advance(29 * SECOND);
        assertEquals(List.of(), expired);
        wheel.advance(33 * SECOND);
        assertEquals(1, expired.size());
    }

    @Test void aMuchEarlierDeadlineAsksToBeWatchedAnew() {
        deadline.set(0, 60 * SECOND);
        deadline.watch(wheel);
        assertFalse(deadline.set(SECOND, 5 * SECOND));
        deadline.watch(wheel);
        wheel.advance(7 * SECOND);
        assertEquals(1, expired.size());
    }

    @Test void zeroMeansNone() {
        deadline.set(0, SECOND);
        deadline.watch(wheel);
        assertTrue(deadline.set(0, 0));
        wheel.advance(100 * SECOND);
        assertEquals(List.of(), expired);
    }

    @Test void isWatchedAgainAfterTheWheelForgotIt() {
        deadline.set(0, SECOND);
        deadline.watch(wheel);
        deadline.clear();
        wheel.advance(10 * SECOND);
        assertFalse(deadline.set(10 * SECOND, SECOND), "the wheel does not look any more");
    }
}
