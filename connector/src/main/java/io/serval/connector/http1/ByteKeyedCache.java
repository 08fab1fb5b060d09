package io.serval.connector.http1;

import java.util.Arrays;

/**
 * Values of frequent byte sequences, found without making a string of the sequence.
 *
 * <p>A slot holds one entry, and a key can live in one slot only, so the memory is bounded and no client can make a
 * lookup slow. A key is kept when it is seen the second time in a row among those of its slot: what comes once costs
 * nothing but a number. Safe for any thread without locks: entries are immutable, and a thread that reads an old one,
 * or loses what it wrote, only misses.
 *
 * @param <V> an immutable type, since values are shared between threads and requests
 */
final class ByteKeyedCache<V> {
    /** Longer keys are never kept. */
    static final int MAX_KEY = 256;

    private final Entry<V>[] entries;
    private final int[] lastMissed;

    /** @param slots a power of two: the most entries kept */
    ByteKeyedCache(int slots) {
        if (Integer.bitCount(slots) != 1) {
            throw new IllegalArgumentException("slots must be a power of two, was " + slots);
        }
        entries = entries(slots);
        lastMissed = new int[slots];
    }

    /**
     * The value of the bytes from {@code start} to before {@code end}, or {@code null} if there is none.
     *
     * @param hash the {@link Octets#hash} of these bytes
     */
    V get(byte[] bytes, int start, int end, int hash) {
        Entry<V> entry = entries[hash & entries.length - 1];
        return entry != null && entry.hash == hash
                && Arrays.equals(entry.key, 0, entry.key.length, bytes, start, end) ? entry.value : null;
    }

    /** Offers a value that was just missed. */
    void offer(byte[] bytes, int start, int end, int hash, V value) {
        int slot = hash & entries.length - 1;
        if (lastMissed[slot] == hash && end - start <= MAX_KEY) {
            entries[slot] = new Entry<>(Arrays.copyOfRange(bytes, start, end), hash, value);
        }
        lastMissed[slot] = hash;
    }

    @SuppressWarnings("unchecked")
    private static <V> Entry<V>[] entries(int slots) {
        return (Entry<V>[]) new Entry<?>[slots];
    }

    /** Final fields make an entry safe to publish by a plain write. */
    private static final class Entry<V> {
        private final byte[] key;
        private final int hash;
        private final V value;

        Entry(byte[] key, int hash, V value) {
            this.key = key;
            this.hash = hash;
            this.value = value;
        }
    }
}
