package io.serval.connector.buffer;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;

/**
 * Lends buffers of a few sizes and keeps them for use again. There is one of each kind per loop; workers that serve the
 * connections of the loop use it too. Safe for any thread.
 *
 * <p>Direct memory never exceeds the cap: past it, buffers come from the heap and are not kept. The heap has its own
 * limit, so a heap pool only stops keeping.
 */
public final class BufferPool {
    /** Memory inside or outside of the heap. */
    public enum Kind { HEAP, DIRECT }

    private static final int SMALLEST_SHIFT = 10;
    private static final int CLASSES = 8;
    /** The largest size kept: 128 KiB. Larger buffers are made for one use. */
    public static final int LARGEST = 1 << SMALLEST_SHIFT + CLASSES - 1;
    private static final int KEPT_BYTES_PER_CLASS = 2 << 20;

    private final Kind kind;
    private final long maxBytes;
    private final List<SlotCache<BufferLease>> kept = new ArrayList<>(CLASSES);
    private final AtomicLong pooledBytes = new AtomicLong();
    private final LongAdder lent = new LongAdder();
    private final LongAdder returned = new LongAdder();
    private final Set<BufferLease> tracked;

    /** @param maxBytes the most memory made for keeping, lent and kept together */
    public BufferPool(Kind kind, long maxBytes) {
        this(kind, maxBytes, false);
    }

    /** @param track remembers where each buffer was lent, for {@link #leaks()}; slow, for tests */
    public BufferPool(Kind kind, long maxBytes, boolean track) {
        this.kind = kind;
        this.maxBytes = maxBytes;
        this.tracked = track ? ConcurrentHashMap.newKeySet() : null;
        for (int i = 0; i < CLASSES; i++) {
            kept.add(new SlotCache<>(Math.max(16, Math.min(64, KEPT_BYTES_PER_CLASS >> SMALLEST_SHIFT + i))));
        }
    }

    /** Lends a buffer of at least that many bytes. */
    public BufferLease lease(int bytes) {
        lent.increment();
        int sizeClass = sizeClassFor(bytes);
        BufferLease found = sizeClass < 0 ? null : kept.get(sizeClass).take();
        BufferLease lease = found != null ? found : make(bytes, sizeClass);
        return lease.lend(tracked == null ? null : track(lease));
    }

    /** How many buffers are lent. */
    public long outstanding() {
        long back = returned.sum();
        return lent.sum() - back;
    }

    /** Bytes of the buffers that are lent or kept, except those made for one use. */
    public long pooledBytes() {
        return pooledBytes.get();
    }

    /** Whether so much is lent that nobody should ask for more who need not. */
    public boolean isTight() {
        return pooledBytes.get() > maxBytes - LARGEST;
    }

    /** Where the buffers that are lent were lent; empty for a pool that does not track. */
    public List<Throwable> leaks() {
        return tracked == null ? List.of() : tracked.stream().map(BufferLease::lentAt).toList();
    }

    void giveBack(BufferLease lease) {
        returned.increment();
        if (tracked != null) {
            tracked.remove(lease);
        }
        if (lease.sizeClass() >= 0 && !kept.get(lease.sizeClass()).keep(lease)) {
            pooledBytes.addAndGet(-lease.capacity());
        }
    }

    private BufferLease make(int bytes, int sizeClass) {
        if (sizeClass < 0) {
            return new BufferLease(this, ByteBuffer.allocate(bytes), -1);
        }
        int capacity = 1 << SMALLEST_SHIFT + sizeClass;
        if (pooledBytes.addAndGet(capacity) > maxBytes) {
            pooledBytes.addAndGet(-capacity);
            return new BufferLease(this, ByteBuffer.allocate(capacity), -1);
        }
        return new BufferLease(this, kind == Kind.DIRECT ? ByteBuffer.allocateDirect(capacity)
                : ByteBuffer.allocate(capacity), sizeClass);
    }

    private Throwable track(BufferLease lease) {
        tracked.add(lease);
        return new Throwable("lent here and not given back");
    }

    private static int sizeClassFor(int bytes) {
        if (bytes > LARGEST) {
            return -1;
        }
        return Math.max(0, 32 - Integer.numberOfLeadingZeros(Math.max(1, bytes) - 1) - SMALLEST_SHIFT);
    }
}
