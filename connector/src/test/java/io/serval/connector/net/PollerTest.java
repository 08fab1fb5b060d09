package io.serval.connector.net;

import java.io.IOException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import io.serval.connector.time.FakeTicker;
import io.serval.connector.time.Ticker;

import static io.serval.connector.Until.until;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

class PollerTest {
    private Poller poller;

    private Poller start(SelectorSource source) throws IOException {
        poller = new Poller("loop", Ticker.SYSTEM, source, () -> { }, LoopMemory.share(1, true));
        poller.start();
        return poller;
    }

    @AfterEach void stop() throws InterruptedException {
        poller.stop();
        assertTrue(poller.join(5_000), "the loop does not end");
    }

    @Test void tasksRunInTheLoopInTheirOrderAndAtOnceWhenSubmittedThere() throws Exception {
        start(SelectorSource.SYSTEM);
        List<String> seen = new ArrayList<>();
        CountDownLatch done = new CountDownLatch(1);
        poller.execute(() -> {
            seen.add("a" + poller.inLoop());
            poller.execute(() -> seen.add("inside"));
            seen.add("b");
        });
        poller.execute(() -> {
            seen.add("c");
            done.countDown();
        });
        assertTrue(done.await(5, TimeUnit.SECONDS));
        assertEquals(List.of("atrue", "inside", "b", "c"), seen);
        assertFalse(poller.inLoop());
    }

    @Test void manySubmissionsCostOneWakeUp() throws Exception {
        List<DelegatingSelector> opened = new ArrayList<>();
        start(() -> {
            DelegatingSelector selector = new DelegatingSelector(Selector.open());
            opened.add(selector);
            return selector;
        });
        CountDownLatch blocked = new CountDownLatch(1);
        CountDownLatch release = new CountDownLatch(1);
        CountDownLatch done = new CountDownLatch(1_000);
        poller.execute(() -> {
            blocked.countDown();
            try {
                release.await(5, TimeUnit.SECONDS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        assertTrue(blocked.await(5, TimeUnit.SECONDS));
        int before = opened.get(0).wakeups.get();
        for (int i = 0; i < 1_000; i++) {
            poller.execute(done::countDown);
        }
        assertEquals(before, opened.get(0).wakeups.get(), "a loop that is awake needs no wake-up");
        release.countDown();
        assertTrue(done.await(5, TimeUnit.SECONDS));
    }

    @Test void underStressNoTaskIsLeftBehind() throws Exception {
        start(SelectorSource.SYSTEM);
        AtomicInteger ran = new AtomicInteger();
        List<Thread> threads = new ArrayList<>();
        for (int t = 0; t < 3; t++) {
            threads.add(new Thread(() -> {
                for (int i = 0; i < 5_000; i++) {
                    CountDownLatch one = new CountDownLatch(1);
                    poller.execute(() -> {
                        ran.incrementAndGet();
                        one.countDown();
                    });
                    try {
                        assertTrue(one.await(5, TimeUnit.SECONDS), "the loop slept over a task");
                    } catch (InterruptedException e) {
                        return;
                    }
                }
            }));
        }
        threads.forEach(Thread::start);
        for (Thread thread : threads) {
            thread.join();
        }
        assertEquals(15_000, ran.get());
    }

    @Test void aFailingTaskDoesNotEndTheLoop() throws Exception {
        start(SelectorSource.SYSTEM);
        poller.execute(() -> {
            throw new IllegalStateException("on purpose");
        });
        CountDownLatch done = new CountDownLatch(1);
        poller.execute(done::countDown);
        assertTrue(done.await(5, TimeUnit.SECONDS));
        until(() -> poller.metrics().exceptions() == 1, "the failure is not counted");
    }

    @Test void scheduledTasksRunWhenTheyAreDueAndNotWhenTakenBack() throws Exception {
        start(SelectorSource.SYSTEM);
        CountDownLatch done = new CountDownLatch(1);
        AtomicInteger never = new AtomicInteger();
        long begin = System.nanoTime();
        poller.schedule(never::incrementAndGet, Duration.ofMillis(10).toNanos()).cancel();
        poller.schedule(never::incrementAndGet, Long.MAX_VALUE);
        poller.schedule(done::countDown, Duration.ofMillis(30).toNanos());
        assertTrue(done.await(5, TimeUnit.SECONDS));
        assertTrue(System.nanoTime() - begin >= Duration.ofMillis(30).toNanos());
        assertEquals(0, never.get());
    }

    @Test void aSelectorThatReturnsForNoReasonIsReplaced() throws Exception {
        AtomicInteger opened = new AtomicInteger();
        start(() -> opened.incrementAndGet() > 1 ? Selector.open() : new DelegatingSelector(Selector.open()) {
            @Override public int select(Consumer<SelectionKey> action, long timeout) {
                return 0;
            }
        });
        until(() -> opened.get() == 2, "the selector stays");
        until(() -> poller.metrics().selectorsRebuilt() == 1, "the repair is not counted");
        assertEquals(WakeupRepair.LIMIT, poller.metrics().prematureWakeups());
        CountDownLatch done = new CountDownLatch(1);
        poller.execute(done::countDown);
        assertTrue(done.await(5, TimeUnit.SECONDS));
    }

    @Test void rebuildingMovesTheConnections() throws Exception {
        HandLoop loop = new HandLoop(() -> { });
        poller = loop.poller();
        FakeTransport transport = new FakeTransport();
        Connection connection = loop.connect(transport, c -> new IdleProtocol());
        poller.rebuildSelector();
        assertEquals(List.of(connection), poller.openConnections());
        assertEquals(SelectionKey.OP_READ, connection.watched());
        loop.close();
        assertFalse(transport.isOpen());
    }

    /** Threads of their own hurry submit as many tasks as they can: order within each, and few wake-ups. */
    @Test void aFloodOfTasksKeepsTheOrderOfEachThreadAndCostsNoMoreWakeUpsThanTurns() throws Exception {
        List<DelegatingSelector> opened = new ArrayList<>();
        start(() -> {
            opened.add(new DelegatingSelector(Selector.open()));
            return opened.get(0);
        });
        int threads = 8;
        int each = 125_000;
        int[] last = new int[threads];
        AtomicInteger outOfOrder = new AtomicInteger();
        CountDownLatch done = new CountDownLatch(threads);
        for (int t = 0; t < threads; t++) {
            int me = t;
            new Thread(() -> {
                for (int i = 1; i <= each; i++) {
                    int number = i;
                    poller.execute(() -> {
                        outOfOrder.addAndGet(last[me] == number - 1 ? 0 : 1);
                        last[me] = number;
                    });
                }
                poller.execute(done::countDown);
            }).start();
        }
        assertTrue(done.await(60, TimeUnit.SECONDS), "tasks are left");
        assertEquals(0, outOfOrder.get());
        assertTrue(opened.get(0).wakeups.get() <= poller.metrics().ticks(),
                () -> opened.get(0).wakeups + " wake-ups in " + poller.metrics().ticks() + " turns");
    }

    @Test void aFloodOfTasksLeavesTheSocketsTheirTurn() throws Exception {
        try (HandLoop loop = new HandLoop(() -> { })) {
            poller = loop.poller();
            FakeTicker ticker = loop.ticker();
            AtomicInteger ran = new AtomicInteger();
            submitAll(1_000, () -> {
                ran.incrementAndGet();
                ticker.advance(Duration.ofNanos(100_000));
            });
            poller.runDue();
            assertTrue(ran.get() <= 64, ran + " tasks of 0.1 ms each ran in a turn that has 2 ms for them");
            for (int turn = 0; turn < 100; turn++) {
                poller.newTick();
                poller.runDue();
            }
            assertEquals(1_000, ran.get());
        }
    }

    private void submitAll(int count, Runnable task) throws InterruptedException {
        Thread other = new Thread(() -> {
            for (int i = 0; i < count; i++) {
                poller.execute(task);
            }
        });
        other.start();
        other.join();
    }

    @Test void aLoopThatEndsRunsWhatWasLeftToItAndClosesWhatCameOfIt() throws Exception {
        HandLoop loop = new HandLoop(() -> { });
        poller = loop.poller();
        FakeTransport late = new FakeTransport();
        AtomicInteger ran = new AtomicInteger();
        submitAll(1, () -> {
            ran.incrementAndGet();
            try {
                loop.connect(late, c -> new IdleProtocol());
            } catch (IOException e) {
                throw new AssertionError(e);
            }
        });
        loop.close();
        assertEquals(1, ran.get());
        assertFalse(late.isOpen(), "a connection that came in the last moment is left");
        assertEquals(0, poller.connections());
    }

    @Test void aLoopThatHasEndedSaysSoToThoseWhoLeaveTasksToIt() throws Exception {
        start(SelectorSource.SYSTEM);
        poller.stop();
        assertTrue(poller.join(5_000));
        RejectedExecutionException e = assertThrows(RejectedExecutionException.class,
                () -> poller.execute(() -> { }));
        assertEquals("loop has ended and runs no more tasks", e.getMessage());
        assertEquals(0, poller.metrics().queuedTasks());
    }

    @Test void aTimerThatFailsIsCountedAndTheOthersGoOn() throws Exception {
        start(SelectorSource.SYSTEM);
        CountDownLatch done = new CountDownLatch(1);
        poller.schedule(() -> {
            throw new IllegalStateException("on purpose");
        }, 1);
        poller.schedule(done::countDown, 2);
        assertTrue(done.await(5, TimeUnit.SECONDS));
        until(() -> poller.metrics().exceptions() == 1, "the failure is not counted");
    }

    @Test void aConnectionWhoseProtocolFailsIsCountedAndClosedAndTheOthersGoOn() throws Exception {
        try (HandLoop loop = new HandLoop(() -> { })) {
            poller = loop.poller();
            FakeTransport bad = new FakeTransport();
            FakeTransport good = new FakeTransport();
            Connection failing = loop.connect(bad, c -> new IdleProtocol() {
                @Override public void onReadable() {
                    throw new AssertionError("on purpose");
                }
            });
            Connection other = loop.connect(good, c -> new IdleProtocol());
            bad.arrive(new byte[1]);
            loop.turn(failing, bad);
            assertFalse(bad.isOpen());
            assertTrue(good.isOpen());
            assertEquals(1, poller.metrics().exceptions());
            assertEquals(List.of(other), poller.openConnections());
        }
    }
}
