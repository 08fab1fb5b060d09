package io.serval.connector.buffer;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

import org.junit.jupiter.api.Test;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

class BufferPoolTest {
    private static final long MEGA = 1 << 20;

    @Test void givesAtLeastWhatWasAskedForInFewSizes() {
        BufferPool pool = new BufferPool(BufferPool.Kind.HEAP, MEGA);
        for (int bytes : new int[] {0, 1, 1_024, 1_025, 4_000, 65_536, BufferPool.LARGEST}) {
            try (BufferLease lease = pool.lease(bytes)) {
                assertTrue(lease.capacity() >= bytes);
                assertEquals(1, Integer.bitCount(lease.capacity()), "a power of two, was " + lease.capacity());
            }
        }
    }

    @Test void aBufferGivenBackIsLentAgainEmpty() {
        BufferPool pool = new BufferPool(BufferPool.Kind.DIRECT, MEGA);
        BufferLease first = pool.lease(2_000);
        first.buffer().putInt(42);
        first.close();
        BufferLease second = pool.lease(1_500);
        assertSame(first, second);
        assertEquals(0, second.buffer().position());
        assertEquals(second.capacity(), second.buffer().limit());
    }

    @Test void givingBackTwiceFails() {
        BufferLease lease = new BufferPool(BufferPool.Kind.HEAP, MEGA).lease(1);
        lease.close();
        assertThrows(IllegalStateException.class, lease::close);
    }

    @Test void directMemoryStaysBelowTheCap() {
        BufferPool pool = new BufferPool(BufferPool.Kind.DIRECT, 64 * 1024);
        List<BufferLease> leases = new ArrayList<>();
        for (int i = 0; i < 16; i++) {
            leases.add(pool.lease(8 * 1024));
        }
        assertEquals(8, leases.stream().filter(l -> l.buffer().isDirect()).count());
        assertEquals(64 * 1024, pool.pooledBytes());
        leases.forEach(BufferLease::close);
        assertEquals(0, pool.outstanding());
    }

    @Test void tellsWhereALostBufferWasLent() {
        BufferPool pool = new BufferPool(BufferPool.Kind.HEAP, MEGA, true);
        BufferLease kept = pool.lease(1);
        pool.lease(1).close();
        assertEquals(1, pool.outstanding());
        assertEquals(1, pool.leaks().size());
        assertEquals("tellsWhereALostBufferWasLent", methodBelowThePool(pool.leaks().get(0)));
        kept.close();
        assertEquals(List.of(), pool.leaks());
    }

    private static String methodBelowThePool(Throwable lentAt) {
        for (StackTraceElement frame : lentAt.getStackTrace()) {
            if (!frame.getClassName().equals(BufferPool.class.getName())) {
                return frame.getMethodName();
            }
        }
        return "";
    }

    @Test void slotsKeepNoMoreThanTheyHave() {
        SlotCache<String> cache = new SlotCache<>(1);
        assertTrue(cache.keep("a"));
        assertFalse(cache.keep("b"));
        assertEquals("a", cache.take());
        assertEquals(null, cache.take());
    }

    @Test void manyThreadsNeverShareABuffer() throws InterruptedException {
        BufferPool pool = new BufferPool(BufferPool.Kind.HEAP, MEGA);
        List<Throwable> failures = Collections.synchronizedList(new ArrayList<>());
        List<Thread> threads = new ArrayList<>();
        for (int t = 0; t < 4; t++) {
            byte mark = (byte) (t + 1);
            threads.add(new Thread(() -> lendAndCheck(pool, mark, failures)));
        }
        for (Thread thread : threads) {
            thread.start();
        }
        for (Thread thread : threads) {
            thread.join();
        }
        assertEquals(List.of(), failures);
        assertEquals(0, pool.outstanding());
    }

    private static void lendAndCheck(BufferPool pool, byte mark, List<Throwable> failures) {
        try {
            for (int i = 0; i < 50_000; i++) {
                BufferLease lease = pool.lease(16);
                lease.array()[0] = mark;
                Thread.onSpinWait();
                assertEquals(mark, lease.array()[0]);
                lease.close();
            }
        } catch (Throwable e) {
            failures.add(e);
        }
    }
}
