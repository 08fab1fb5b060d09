package io.serval.connector.work;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.atomic.AtomicLong;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

class WorkQueueTest {
    private static final Runnable JOB = () -> { };

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 16, 100, 10_000})
    void holdsAsManyAsItsBoundAndNotOneMore(int bound) {
        WorkQueue queue = new WorkQueue(bound);
        for (int round = 0; round < 3; round++) {
            for (int i = 0; i < bound; i++) {
                assertTrue(queue.offer(JOB, i));
            }
            assertFalse(queue.offer(JOB, 0));
            assertEquals(bound, queue.size());
            for (int i = 0; i < bound; i++) {
                assertSame(JOB, queue.poll());
            }
            assertNull(queue.poll());
            assertTrue(queue.isEmpty());
        }
    }

    @Test void ageIsThatOfTheEldest() {
        WorkQueue queue = new WorkQueue(8);
        assertEquals(0, queue.age(100));
        queue.offer(JOB, 10);
        queue.offer(JOB, 50);
        assertEquals(90, queue.age(100));
        queue.poll();
        assertEquals(50, queue.age(100));
    }

    @Test void underStressEveryJobIsTakenOnce() throws InterruptedException {
        int producers = 3;
        int each = 100_000;
        WorkQueue queue = new WorkQueue(64);
        AtomicIntegerArray taken = new AtomicIntegerArray(producers * each);
        AtomicLong count = new AtomicLong();
        List<Thread> threads = new ArrayList<>();
        CountDownLatch done = new CountDownLatch(producers + 3);
        for (int p = 0; p < producers; p++) {
            int first = p * each;
            threads.add(new Thread(() -> {
                for (int i = first; i < first + each; i++) {
                    int number = i;
                    while (!queue.offer(() -> taken.incrementAndGet(number), 0)) {
                        Thread.yield();
                    }
                }
                done.countDown();
            }));
        }
        for (int c = 0; c < 3; c++) {
            threads.add(new Thread(() -> {
                while (count.get() < (long) producers * each) {
                    Runnable job = queue.poll();
                    if (job == null) {
                        Thread.yield();
                    } else {
                        job.run();
                        count.incrementAndGet();
                    }
                }
                done.countDown();
            }));
        }
        threads.forEach(Thread::start);
        assertTrue(done.await(30, TimeUnit.SECONDS), () -> "only " + count + " jobs came through");
        for (int i = 0; i < taken.length(); i++) {
            assertEquals(1, taken.get(i), "job " + i);
        }
    }
}
