package io.serval.connector.exchange;

import java.util.List;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Test;

import io.serval.connector.LogLines;
import io.serval.connector.work.Rejection;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

class OverloadTest {
    private final Overload overload = new Overload();
    private long now = 1;

    private void pass(long seconds) {
        now += TimeUnit.SECONDS.toNanos(seconds);
    }

    @Test void writesTwoLinesAnEpisodeHoweverManyRequestsAreRefused() {
        try (LogLines log = new LogLines(Overload.class.getName())) {
            for (int i = 0; i < 500; i++) {
                overload.accepted(now);
                overload.rejected(Rejection.QUEUE_FULL, now);
                pass(1);
            }
            pass(10);
            for (int i = 0; i < 5; i++) {
                overload.accepted(now);
            }
            assertEquals(2, log.lines().size(), log.lines()::toString);
            assertTrue(log.lines().get(0).contains("maxQueueSize"), log.lines()::toString);
            assertTrue(log.lines().get(1).contains("500 requests"), log.lines()::toString);
        }
    }

    @Test void anotherOverloadIsAnotherEpisode() {
        try (LogLines log = new LogLines(Overload.class.getName())) {
            for (int i = 0; i < 2; i++) {
                overload.rejected(Rejection.QUEUE_TOO_OLD, now);
                pass(20);
                overload.accepted(now);
            }
            assertEquals(4, log.lines().size(), log.lines()::toString);
        }
    }

    @Test void saysNothingInCalmTimes() {
        try (LogLines log = new LogLines(Overload.class.getName())) {
            overload.accepted(now);
            assertEquals(List.of(), log.lines());
        }
    }
}
