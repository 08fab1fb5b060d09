package io.serval.connector.net;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Test;

import io.serval.connector.LogLines;
import io.serval.connector.metrics.LoopStall;
import io.serval.connector.observe.Events;
import io.serval.connector.time.Ticker;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

class LoopWatchdogTest {
    private static final long THRESHOLD = Duration.ofMillis(60).toNanos();

    private static final String BLOCK = "io.serval.connector.net.LoopWatchdogTest.block";

    private static void block(long millis, CountDownLatch done) {
        long end = System.nanoTime() + Duration.ofMillis(millis).toNanos();
        while (System.nanoTime() < end) {
            Thread.onSpinWait();
        }
        done.countDown();
    }

    /** Blocks until the watchdog has told, and then for longer than it takes to tell again. */
    private static void blockUntilTold(CountDownLatch told, CountDownLatch done) {
        try {
            told.await(10, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
        block(3 * THRESHOLD / 1_000_000, done);
    }

    @Test void namesTheCulpritOfAStallOnce() throws Exception {
        Poller poller = new Poller("loop", Ticker.SYSTEM, SelectorSource.SYSTEM, () -> { }, LoopMemory.share(1, false));
        CountDownLatch told = new CountDownLatch(1);
        LoopWatchdog watchdog = new LoopWatchdog("test", List.of(poller), THRESHOLD, new Events() {
            @Override public void loopStall(LoopStall stall) {
                told.countDown();
            }
        });
        try (LogLines log = new LogLines(LoopWatchdog.class.getName())) {
            poller.start();
            watchdog.start();
            CountDownLatch done = new CountDownLatch(1);
            poller.execute(() -> blockUntilTold(told, done));
            assertTrue(done.await(20, TimeUnit.SECONDS));
            List<LoopStall> stalls = watchdog.stalls().stream().filter(each -> each.culprit().startsWith(BLOCK))
                    .toList();
            assertEquals(1, stalls.size(), () -> "all: " + watchdog.stalls());
            LoopStall stall = stalls.get(0);
            assertEquals(watchdog.stalls().size(), poller.metrics().stalls());
            assertTrue(stall.blockedNanos() > THRESHOLD, stall::toString);
            assertEquals(1, log.lines().stream().filter(line -> line.contains("It is in " + BLOCK)).count(),
                    log.lines()::toString);
        } finally {
            watchdog.stop();
            poller.stop();
            assertTrue(watchdog.join(5_000) && poller.join(5_000), "a thread does not end");
        }
    }

    @Test void theProbeTimerShowsHowLongABlockedLoopKeptOthersWaiting() throws Exception {
        Poller poller = new Poller("loop", Ticker.SYSTEM, SelectorSource.SYSTEM, () -> { }, LoopMemory.share(1, false));
        poller.start();
        try {
            CountDownLatch done = new CountDownLatch(1);
            poller.execute(() -> block(300, done));
            assertTrue(done.await(10, TimeUnit.SECONDS));
            CountDownLatch next = new CountDownLatch(1);
            poller.schedule(next::countDown, 1);
            assertTrue(next.await(10, TimeUnit.SECONDS));
            assertTrue(poller.metrics().loopDelay().quantileNanos(0.99) > Duration.ofMillis(150).toNanos(),
                    () -> "delay: " + poller.metrics().loopDelay());
            assertTrue(poller.metrics().tickTime().maxNanos() >= Duration.ofMillis(300).toNanos());
        } finally {
            poller.stop();
            assertTrue(poller.join(5_000), "the loop does not end");
        }
    }

    @Test void aTaskThatWaitsForABlockedLoopIsSeenInTheTaskDelay() throws Exception {
        Poller poller = new Poller("loop", Ticker.SYSTEM, SelectorSource.SYSTEM, () -> { }, LoopMemory.share(1, false));
        poller.start();
        try {
            CountDownLatch begun = new CountDownLatch(1);
            CountDownLatch done = new CountDownLatch(2);
            poller.schedule(() -> {
                begun.countDown();
                block(200, done);
            }, 1);
            assertTrue(begun.await(10, TimeUnit.SECONDS));
            poller.execute(done::countDown);
            assertTrue(done.await(10, TimeUnit.SECONDS));
            // The timers of a pass come before its tasks, which see the time the pass began with.
            CountDownLatch next = new CountDownLatch(1);
            poller.execute(next::countDown);
            assertTrue(next.await(10, TimeUnit.SECONDS));
            assertTrue(poller.metrics().taskDelay().count() >= 2, () -> "counted: " + poller.metrics().taskDelay());
        } finally {
            poller.stop();
            assertTrue(poller.join(5_000), "the loop does not end");
        }
    }

    @Test void blamesNobodyWhenTheWatchdogItselfCameLate() throws Exception {
        try (HandLoop loop = new HandLoop(() -> { })) {
            LoopWatchdog watchdog = new LoopWatchdog("test", List.of(loop.poller()), THRESHOLD, Events.NONE);
            long begin = loop.ticker().nanoTime();
            watchdog.look(begin);
            watchdog.look(begin + 10 * THRESHOLD);
            assertEquals(List.of(), watchdog.stalls());
        }
    }

    @Test void findsAStallOfThatLengthButNoneBelow() throws Exception {
        try (HandLoop loop = new HandLoop(() -> { });
                LogLines log = new LogLines(LoopWatchdog.class.getName())) {
            LoopWatchdog watchdog = new LoopWatchdog("test", List.of(loop.poller()), THRESHOLD, Events.NONE);
            long begin = loop.ticker().nanoTime();
            for (long after = 0; after <= THRESHOLD; after += THRESHOLD / 4) {
                watchdog.look(begin + after);
            }
            assertEquals(List.of(), watchdog.stalls());
            watchdog.look(begin + THRESHOLD + 2);
            watchdog.look(begin + THRESHOLD + THRESHOLD / 4);
            assertEquals(1, watchdog.stalls().size());
            assertEquals(1, log.lines().size());
        }
    }
}
