package io.serval.connector.tls;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;

import org.junit.jupiter.api.Test;

import io.serval.connector.work.Rejection;
import io.serval.connector.work.Workers;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** How many handshakes are computed at a time, and that none is forgotten. */
class HandshakeWorkTest {
    private final HandWorkers workers = new HandWorkers();
    private final HandshakeWork work = new HandshakeWork(workers, 3);
    private final List<Integer> done = new ArrayList<>();

    /** Workers whose jobs a test runs by hand. */
    private static final class HandWorkers implements Workers {
        final Queue<Runnable> jobs = new ArrayDeque<>();
        Rejection rejection;

        @Override public Rejection execute(Runnable job, long now) {
            if (rejection == null) {
                jobs.add(job);
            }
            return rejection;
        }

        @Override public void flush() { }

        @Override public boolean stop(Duration timeout) {
            return true;
        }

        @Override public int threads() {
            return 0;
        }

        @Override public int busy() {
            return 0;
        }

        @Override public int queued() {
            return jobs.size();
        }
    }

    private Rejection add(int number) {
        return work.execute(() -> done.add(number), 0);
    }

    @Test
    void aFloodTakesAFewWorkersAtATime() {
        for (int i = 0; i < 100; i++) {
            assertNull(add(i));
        }
        assertEquals(3, workers.jobs.size());
        while (!workers.jobs.isEmpty()) {
            workers.jobs.poll().run();
            assertTrue(workers.jobs.size() <= 3, () -> workers.jobs.size() + " at a time");
        }
        assertEquals(100, done.size());
        assertEquals(99, done.get(99), "in their order");
    }

    @Test
    void afterAFloodTheNextOneIsDoneAtOnce() {
        aFloodTakesAFewWorkersAtATime();
        add(100);
        workers.jobs.poll().run();
        assertEquals(100, done.get(100));
    }

    @Test
    void fullWorkersRefuseAndLaterServe() {
        workers.rejection = Rejection.QUEUE_FULL;
        for (int i = 0; i < 5; i++) {
            assertEquals(Rejection.QUEUE_FULL, add(i));
        }
        workers.rejection = null;
        assertNull(add(5));
        workers.jobs.poll().run();
        assertEquals(List.of(5), done);
    }

    @Test
    void whatWaitsWhenTheWorkersBecomeFullIsDoneByTheOneThatIsHere() {
        for (int i = 0; i < 5; i++) {
            add(i);
        }
        workers.rejection = Rejection.QUEUE_FULL;
        workers.jobs.poll().run();
        assertEquals(List.of(0, 1, 2, 3, 4), done);
    }

    @Test
    void workThatFailsHoldsUpNobody() {
        work.execute(() -> {
            throw new IllegalStateException("fails");
        }, 0);
        add(1);
        for (Runnable job = workers.jobs.poll(); job != null; job = workers.jobs.poll()) {
            try {
                job.run();
            } catch (IllegalStateException e) {
                assertEquals("fails", e.getMessage());
            }
        }
        assertEquals(List.of(1), done);
    }
}
