package io.serval.connector.net;

import java.io.IOException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.spi.AbstractSelectableChannel;
import java.nio.channels.spi.AbstractSelector;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import io.serval.connector.time.Ticker;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
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

    private static void until(BooleanSupplier condition, String what) throws InterruptedException {
        long end = System.nanoTime() + Duration.ofSeconds(10).toNanos();
        while (!condition.getAsBoolean()) {
            assertTrue(System.nanoTime() < end, what);
            Thread.sleep(1);
        }
    }

    /** A selector that hands on to another, and does as a test says. */
    private static class Delegate extends AbstractSelector {
        final Selector real;
        final AtomicInteger wakeups = new AtomicInteger();

        Delegate(Selector real) {
            super(real.provider());
            this.real = real;
        }

        @Override protected void implCloseSelector() throws IOException {
            real.close();
        }

        @Override protected SelectionKey register(AbstractSelectableChannel channel, int ops, Object attachment) {
            throw new UnsupportedOperationException("a test registers nothing here");
        }

        @Override public Set<SelectionKey> keys() {
            return real.keys();
        }

        @Override public Set<SelectionKey> selectedKeys() {
            return real.selectedKeys();
        }

        @Override public int selectNow() throws IOException {
            return real.selectNow();
        }

        @Override public int select(long timeout) throws IOException {
            return real.select(timeout);
        }

        @Override public int select() throws IOException {
            return real.select();
        }

        @Override public int select(Consumer<SelectionKey> action, long timeout) throws IOException {
            return real.select(action, timeout);
        }

        @Override public int selectNow(Consumer<SelectionKey> action) throws IOException {
            return real.selectNow(action);
        }

        @Override public Selector wakeup() {
            wakeups.incrementAndGet();
            real.wakeup();
            return this;
        }
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
        List<Delegate> opened = new ArrayList<>();
        start(() -> {
            Delegate selector = new Delegate(Selector.open());
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
        start(() -> opened.incrementAndGet() > 1 ? Selector.open() : new Delegate(Selector.open()) {
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
        Connection connection = loop.connect(transport, c -> new Protocol() {
            @Override public void onReadable() { }

            @Override public void onWritable() { }

            @Override public void onHandedBack() { }

            @Override public void onDeadline(long now) { }

            @Override public void onAwaited(boolean ready) { }

            @Override public void onClosed() { }

            @Override public boolean isIdle() {
                return true;
            }
        });
        poller.rebuildSelector();
        assertEquals(List.of(connection), poller.openConnections());
        assertEquals(SelectionKey.OP_READ, connection.watched());
        loop.close();
        assertFalse(transport.isOpen());
    }
}
