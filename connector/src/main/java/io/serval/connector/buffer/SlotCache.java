package io.serval.connector.buffer;

import java.util.concurrent.atomic.AtomicReferenceArray;

/**
 * A few things kept for use again, the last one kept first as far as that costs nothing. Takes and keeps by one
 * compare-and-set and allocates nothing. Safe for any thread.
 */
public final class SlotCache<T> {
    private final AtomicReferenceArray<T> slots;

    /** @param capacity most things kept; more are left to the garbage collector */
    public SlotCache(int capacity) {
        slots = new AtomicReferenceArray<>(capacity);
    }

    /** One of the things kept, or {@code null} if there is none. */
    public T take() {
        for (int i = 0; i < slots.length(); i++) {
            T kept = slots.get(i);
            if (kept != null && slots.compareAndSet(i, kept, null)) {
                return kept;
            }
        }
        return null;
    }

    /** Keeps a thing unless all slots are full. @return whether it is kept */
    public boolean keep(T thing) {
        for (int i = 0; i < slots.length(); i++) {
            if (slots.get(i) == null && slots.compareAndSet(i, null, thing)) {
                return true;
            }
        }
        return false;
    }
}
