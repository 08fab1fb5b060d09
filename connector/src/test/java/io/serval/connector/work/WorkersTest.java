package io.serval.connector.work;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.JRE;

import static io.serval.connector.Until.until;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

class WorkersTest {
    private static final Duration WAIT = Duration.ofSeconds(10);
    private Workers workers;

    @AfterEach void stop() {
        if (workers != null) {
            assertTrue(workers.stop(WAIT), "threads are left");
        }
    }

    private static WorkLimits limits(int max, int min, int queue, long ageMillis, long idleMillis) {
        return limits(max, 0, min, queue, ageMillis, idleMillis);
    }

    private static WorkLimits limits(int max, int waiting, int min, int queue, long ageMillis, long idleMillis) {
        return new WorkLimits(max, waiting, min, queue, TimeUnit.MILLISECONDS.toNanos(ageMillis),
                TimeUnit.MILLISECONDS.toNanos(idleMillis));
    }

    private void submit(Runnable job) {
        assertNull(workers.execute(job, System.nanoTime()));
        workers.flush();
    }

    @Test void platformThreadsRunEverythingAndCarryTheConnectorsName() throws InterruptedException {
        workers = Workers.platform(limits(4, 1, 10_000, 0, 60_000), "http-8080");
        Set<String> names = ConcurrentHashMap.newKeySet();
        CountDownLatch done = new CountDownLatch(5_000);
        for (int i = 0; i < 5_000; i++) {
            assertNull(workers.execute(() -> {
                names.add(Thread.currentThread().getName());
                done.countDown();
            }, 0));
        }
        workers.flush();
        assertTrue(done.await(10, TimeUnit.SECONDS));
        assertTrue(names.stream().allMatch(n -> n.matches("http-8080-exec-[1-4]")), names::toString);
    }

    @Test void oneSignalBringsAsManyThreadsAsThereAreBlockedJobs() throws InterruptedException {
        workers = Workers.platform(limits(8, 2, 100, 0, 60_000), "w");
        Semaphore gate = new Semaphore(0);
        CountDownLatch running = new CountDownLatch(8);
        for (int i = 0; i < 8; i++) {
            workers.execute(() -> {
                running.countDown();
                gate.acquireUninterruptibly();
            }, 0);
        }
        workers.flush();
        assertTrue(running.await(10, TimeUnit.SECONDS), () -> "only " + workers.busy() + " of 8 run");
        assertEquals(8, workers.threads());
        gate.release(8);
    }

    @Test void theWorkerThatBecameIdleLastIsWokenFirst() throws InterruptedException {
        workers = Workers.platform(limits(8, 8, 100, 0, 60_000), "w");
        until(() -> workers.busy() == 0, "workers do not go idle");
        Map<Thread, Integer> jobs = new ConcurrentHashMap<>();
        for (int i = 0; i < 200; i++) {
            CountDownLatch done = new CountDownLatch(1);
            submit(() -> {
                jobs.merge(Thread.currentThread(), 1, Integer::sum);
                done.countDown();
            });
            assertTrue(done.await(10, TimeUnit.SECONDS));
            until(() -> workers.busy() == 0, "worker does not go idle");
        }
        // A worker counts as idle a moment before it can be found idle, so now and then another one is woken.
        assertTrue(jobs.size() <= 3, () -> "jobs by worker: " + jobs.values());
    }

    @Test void aWorkerThatStaysSleepsWhateverTheIdleTime() throws InterruptedException {
        workers = Workers.platform(limits(1, 1, 10, 0, 0), "stays");
        until(() -> workers.busy() == 0, "worker does not go idle");
        Thread worker = Thread.getAllStackTraces().keySet().stream()
                .filter(each -> each.getName().startsWith("stays-exec")).findFirst().orElseThrow();
        until(() -> worker.getState() == Thread.State.TIMED_WAITING, "worker does not sleep");
        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        long before = threads.getThreadCpuTime(worker.getId());
        until(() -> worker.getState() == Thread.State.TIMED_WAITING, "worker does not sleep");
        Thread.sleep(100);
        long used = threads.getThreadCpuTime(worker.getId()) - before;
        assertTrue(used < 50_000_000, () -> "an idle worker used " + used / 1_000_000 + " ms of 100");
    }

    @Test void idleThreadsEndDownToTheLeast() throws InterruptedException {
        workers = Workers.platform(limits(6, 2, 100, 0, 30), "w");
        CountDownLatch all = new CountDownLatch(6);
        for (int i = 0; i < 6; i++) {
            submit(() -> {
                all.countDown();
                awaitQuietly(all);
            });
        }
        assertTrue(all.await(10, TimeUnit.SECONDS));
        until(() -> workers.threads() == 2, "threads stay");
        CountDownLatch again = new CountDownLatch(6);
        for (int i = 0; i < 6; i++) {
            submit(() -> {
                again.countDown();
                awaitQuietly(again);
            });
        }
        assertTrue(again.await(10, TimeUnit.SECONDS), "threads that ended come again");
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await(10, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Test void aFullQueueRejects() throws InterruptedException {
        workers = Workers.platform(limits(1, 1, 2, 0, 60_000), "w");
        Semaphore gate = new Semaphore(0);
        submit(gate::acquireUninterruptibly);
        until(() -> workers.queued() == 0, "the first job does not start");
        assertNull(workers.execute(() -> { }, 0));
        assertNull(workers.execute(() -> { }, 0));
        assertEquals(Rejection.QUEUE_FULL, workers.execute(() -> { }, 0));
        gate.release();
    }

    @Test void aQueueWhoseEldestWaitsTooLongRejects() throws InterruptedException {
        workers = Workers.platform(limits(1, 1, 100, 10, 60_000), "w");
        Semaphore gate = new Semaphore(0);
        assertNull(workers.execute(gate::acquireUninterruptibly, 0));
        workers.flush();
        until(() -> workers.queued() == 0, "the first job does not start");
        assertNull(workers.execute(() -> { }, 1_000_000));
        assertNull(workers.execute(() -> { }, 11_000_000));
        assertEquals(Rejection.QUEUE_TOO_OLD, workers.execute(() -> { }, 11_000_001));
        gate.release();
    }

    @Test void aFailingJobAndALeftInterruptDoNotReachTheNext() throws InterruptedException {
        workers = Workers.platform(limits(1, 1, 100, 0, 60_000), "w");
        AtomicInteger interrupted = new AtomicInteger();
        CountDownLatch done = new CountDownLatch(1);
        submit(() -> Thread.currentThread().interrupt());
        submit(() -> {
            throw new IllegalStateException("on purpose");
        });
        submit(() -> {
            interrupted.set(Thread.currentThread().isInterrupted() ? 1 : 0);
            done.countDown();
        });
        assertTrue(done.await(10, TimeUnit.SECONDS));
        assertEquals(0, interrupted.get());
    }

    @Test void stopInterruptsAndEndsAllThreads() throws InterruptedException {
        Workers own = Workers.platform(limits(4, 4, 100, 0, 60_000), "w");
        CountDownLatch running = new CountDownLatch(1);
        own.execute(() -> {
            running.countDown();
            awaitQuietly(new CountDownLatch(1));
        }, 0);
        own.flush();
        assertTrue(running.await(10, TimeUnit.SECONDS));
        long start = System.nanoTime();
        assertTrue(own.stop(Duration.ofSeconds(5)));
        assertTrue(System.nanoTime() - start < Duration.ofSeconds(4).toNanos(), "the job was not interrupted");
        assertEquals(Rejection.STOPPED, own.execute(() -> { }, 0));
        assertEquals(0, own.threads());
    }

    @Test void manySmallRoundsLoseNothing() throws InterruptedException {
        workers = Workers.platform(limits(4, 0, 100_000, 0, 1), "w");
        AtomicInteger ran = new AtomicInteger();
        for (int round = 0; round < 20_000; round++) {
            submit(ran::incrementAndGet);
            if (round % 1_000 == 0) {
                until(() -> workers.threads() == 0, "idle threads stay");
            }
        }
        until(() -> ran.get() == 20_000, () -> "only " + ran + " jobs ran");
    }

    @Test void theEmbeddersExecutorIsUsed() throws InterruptedException {
        var executor = Executors.newSingleThreadExecutor(r -> new Thread(r, "mine"));
        workers = Workers.of(executor);
        Set<String> names = ConcurrentHashMap.newKeySet();
        CountDownLatch done = new CountDownLatch(1);
        submit(() -> {
            names.add(Thread.currentThread().getName());
            done.countDown();
        });
        assertTrue(done.await(10, TimeUnit.SECONDS));
        assertEquals(Set.of("mine"), names);
        executor.shutdown();
    }

    @Test @EnabledForJreRange(max = JRE.JAVA_20)
    void virtualThreadsOnAnOldJvmAreRefusedWithTheRemedy() {
        IllegalStateException e = assertThrows(IllegalStateException.class,
                () -> Workers.virtual(limits(4, 0, 10, 0, 1), "w"));
        assertTrue(e.getMessage().contains("21"), e.getMessage());
    }

    @Test @EnabledForJreRange(min = JRE.JAVA_21)
    void virtualThreadsRunEverythingWithinTheBound() throws InterruptedException {
        workers = Workers.virtual(limits(4, 0, 100_000, 0, 1), "v");
        AtomicInteger now = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        CountDownLatch done = new CountDownLatch(500);
        for (int i = 0; i < 500; i++) {
            submit(() -> {
                most.accumulateAndGet(now.incrementAndGet(), Math::max);
                sleepQuietly();
                now.decrementAndGet();
                done.countDown();
            });
        }
        assertTrue(done.await(10, TimeUnit.SECONDS), () -> done.getCount() + " jobs did not run");
        assertEquals(4, most.get());
    }

    @Test @EnabledForJreRange(min = JRE.JAVA_21)
    void virtualThreadsLoseNothingInManySmallRounds() throws InterruptedException {
        workers = Workers.virtual(limits(3, 0, 100_000, 0, 1), "v");
        AtomicInteger ran = new AtomicInteger();
        for (int round = 0; round < 50_000; round++) {
            submit(ran::incrementAndGet);
        }
        until(() -> ran.get() == 50_000, () -> "only " + ran + " jobs ran");
    }

    private static void sleepQuietly() {
        try {
            Thread.sleep(1);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    // Jobs that wait for their clients

    private void jobsThatWaitForTheirClientsLetOthersRun() throws InterruptedException {
        CountDownLatch waiting = new CountDownLatch(5);
        CountDownLatch released = new CountDownLatch(1);
        for (int i = 0; i < 5; i++) {
            submit(() -> {
                workers.beginWait();
                try {
                    waiting.countDown();
                    released.await();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                } finally {
                    workers.endWait();
                }
            });
        }
        assertTrue(waiting.await(10, TimeUnit.SECONDS), "only " + (5 - waiting.getCount()) + " of 5 run");
        CountDownLatch quick = new CountDownLatch(100);
        for (int i = 0; i < 100; i++) {
            submit(quick::countDown);
        }
        assertTrue(quick.await(10, TimeUnit.SECONDS), "who waits for a client holds up the others");
        released.countDown();
        until(() -> workers.busy() == 0, "jobs are left");
        assertNoMoreThanTwoAtATime();
    }

    /** After the waits the old number holds again. */
    private void assertNoMoreThanTwoAtATime() throws InterruptedException {
        for (int i = 0; i < 20; i++) {
            CountDownLatch warm = new CountDownLatch(1);
            submit(warm::countDown);
            assertTrue(warm.await(10, TimeUnit.SECONDS));
        }
        AtomicInteger running = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        CountDownLatch done = new CountDownLatch(200);
        for (int i = 0; i < 200; i++) {
            submit(() -> {
                most.accumulateAndGet(running.incrementAndGet(), Math::max);
                LockSupport.parkNanos(100_000);
                running.decrementAndGet();
                done.countDown();
            });
        }
        assertTrue(done.await(20, TimeUnit.SECONDS));
        assertTrue(most.get() <= 2, most.get() + " ran at the same time");
    }

    @Test void platformThreadsThatWaitForClientsDoNotCount() throws InterruptedException {
        workers = Workers.platform(limits(2, 4, 1, 10_000, 0, 60_000), "waits");
        jobsThatWaitForTheirClientsLetOthersRun();
    }

    @Test void beyondTheirBoundThreadsThatWaitForClientsCountAgain() throws InterruptedException {
        workers = Workers.platform(limits(2, 1, 1, 10_000, 0, 60_000), "bound");
        CountDownLatch released = new CountDownLatch(1);
        AtomicInteger begun = new AtomicInteger();
        for (int i = 0; i < 5; i++) {
            submit(() -> {
                begun.incrementAndGet();
                workers.beginWait();
                try {
                    released.await();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                } finally {
                    workers.endWait();
                }
            });
        }
        until(() -> begun.get() == 3, "2 and 1 more should run");
        assertEquals(2, workers.queued());
        assertEquals(3, workers.threads());
        released.countDown();
        until(() -> begun.get() == 5 && workers.busy() == 0, "jobs are left");
    }

    @Test @EnabledForJreRange(min = JRE.JAVA_21) void virtualThreadsThatWaitForClientsDoNotCount()
            throws InterruptedException {
        workers = Workers.virtual(limits(2, 4, 0, 10_000, 0, 60_000), "virtual-waits");
        jobsThatWaitForTheirClientsLetOthersRun();
    }
}
