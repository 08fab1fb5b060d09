package io.serval.connector.time;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

class TimerWheelTest {
    private static final long MILLI = 1_000_000;
    private static final long START = 77 * MILLI + 5;

    private final List<Throwable> failures = new ArrayList<>();
    private final TimerWheel wheel = new TimerWheel(START, failures::add);

    private static final class Recorder extends Timer {
        final List<Long> dueAt = new ArrayList<>();
        long again = NEVER;

        @Override protected long due(long now) {
            dueAt.add(now);
            return again;
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 7, 63, 64, 100, 511, 5_000, 20_000, 60_000, 3_600_000})
    void firesNeverEarlyAndLateByAnEighthAtMost(long millis) {
        Recorder timer = new Recorder();
        wheel.set(timer, START + millis * MILLI);
        for (long now = START; timer.dueAt.isEmpty(); now += Math.max(1, millis / 200) * MILLI) {
            wheel.advance(now);
            assertTrue(now < START + 2 * millis * MILLI + 10 * MILLI, "never fired");
        }
        long late = timer.dueAt.get(0) - START - millis * MILLI;
        assertTrue(late >= 0, "early by " + -late + " ns");
        assertTrue(late <= (millis / 8 + millis / 200 + 2) * MILLI, "late by " + late + " ns");
    }

    @Test void saysWhenTheNextTimerIsDue() {
        assertEquals(Timer.NEVER, wheel.nanosToNext(START));
        wheel.set(new Recorder(), START + 10 * MILLI);
        wheel.set(new Recorder(), START + 30_000 * MILLI);
        assertEquals(10 * MILLI, wheel.nanosToNext(START));
        assertEquals(4 * MILLI, wheel.nanosToNext(START + 6 * MILLI));
    }

    @Test void aTimerTakenBackDoesNotFire() {
        Recorder timer = new Recorder();
        wheel.set(timer, START + 5 * MILLI);
        wheel.cancel(timer);
        wheel.advance(START + 100 * MILLI);
        assertEquals(List.of(), timer.dueAt);
        assertEquals(0, wheel.size());
        assertEquals(Timer.NEVER, timer.lookNanos());
    }

    @Test void aTimerThatAsksToBeLookedAtAgainIsKept() {
        Recorder timer = new Recorder();
        timer.again = START + 50 * MILLI;
        wheel.set(timer, START + 5 * MILLI);
        wheel.advance(START + 6 * MILLI);
        timer.again = Timer.NEVER;
        wheel.advance(START + 49 * MILLI);
        assertEquals(1, timer.dueAt.size());
        wheel.advance(START + 60 * MILLI);
        assertEquals(2, timer.dueAt.size());
    }

    @Test void aTimerMayTakeBackAnotherThatIsDueInTheSameBucket() {
        Recorder[] two = {new Recorder(), new Recorder()};
        Timer first = new Timer() {
            @Override protected long due(long now) {
                wheel.cancel(two[0]);
                wheel.cancel(two[1]);
                return NEVER;
            }
        };
        wheel.set(two[0], START + 5 * MILLI);
        wheel.set(two[1], START + 5 * MILLI);
        wheel.set(first, START + 5 * MILLI);
        wheel.advance(START + 10 * MILLI);
        assertEquals(0, two[0].dueAt.size() + two[1].dueAt.size(), "the timer set last runs first and took these back");
    }

    @Test void aLongSleepFiresEverythingOnce() {
        List<Recorder> timers = new ArrayList<>();
        Random random = new Random(1);
        for (int i = 0; i < 5_000; i++) {
            Recorder timer = new Recorder();
            timers.add(timer);
            wheel.set(timer, START + (1 + random.nextInt(3_600_000)) * MILLI);
        }
        wheel.advance(START + 5 * 3_600_000L * MILLI);
        assertTrue(timers.stream().allMatch(t -> t.dueAt.size() == 1));
        assertEquals(0, wheel.size());
    }

    @Test void aTimerThatFailsIsToldOfAndKeepsNoOtherFromItsTime() {
        Recorder before = new Recorder();
        Recorder after = new Recorder();
        Recorder later = new Recorder();
        Timer bad = new Timer() {
            @Override protected long due(long now) {
                throw new IllegalStateException("on purpose");
            }
        };
        wheel.set(before, START + 5 * MILLI);
        wheel.set(bad, START + 5 * MILLI);
        wheel.set(after, START + 5 * MILLI);
        wheel.set(later, START + 900 * MILLI);
        wheel.advance(START + 1_000 * MILLI);
        assertEquals(1, failures.size());
        assertEquals(List.of(1, 1, 1), List.of(before.dueAt.size(), after.dueAt.size(), later.dueAt.size()));
        assertEquals(0, wheel.size());
    }

    /** What an idle server does does not depend on how many connections are idle. */
    @Test void theNumberOfTimersChangesNeitherHowOftenTheLoopWakesNorWhatItLooksAt() {
        assertEquals(idle(10_000), idle(50_000));
    }

    /** @return wake-ups, and timers looked at, in 50 s in which connections that may be idle for 60 s are idle */
    private List<Integer> idle(int connections) {
        TimerWheel idle = new TimerWheel(START, failures::add);
        Random random = new Random(1);
        for (int i = 0; i < connections; i++) {
            idle.set(new Recorder(), START + 60_000 * MILLI + random.nextInt(1_000) * MILLI);
        }
        int wakeups = 0;
        int looked = 0;
        for (long now = START; now < START + 50_000 * MILLI; wakeups++) {
            now += idle.nanosToNext(now);
            looked += now < START + 50_000 * MILLI ? idle.advance(now) : 0;
        }
        return List.of(wakeups, looked);
    }
}
