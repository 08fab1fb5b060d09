package io.serval.connector.observe;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReferenceArray;

/** The last few of many things. Safe for any thread. */
public final class Ring<T> {
    private final AtomicReferenceArray<T> slots;
    private final AtomicLong added = new AtomicLong();

    /** @param capacity how many are kept; with 0 none is, they are only counted */
    public Ring(int capacity) {
        slots = new AtomicReferenceArray<>(capacity);
    }

    public void add(T thing) {
        long number = added.getAndIncrement();
        if (slots.length() > 0) {
            slots.set((int) (number % slots.length()), thing);
        }
    }

    /** How many were ever added. */
    public long added() {
        return added.get();
    }

    /** Those that are kept, the newest first. */
    public List<T> newestFirst() {
        List<T> kept = new ArrayList<>();
        long end = added.get();
        for (long number = end - 1; number >= Math.max(0, end - slots.length()); number--) {
            T thing = slots.get((int) (number % slots.length()));
            if (thing != null) {
                kept.add(thing);
            }
        }
        return kept;
    }
}
