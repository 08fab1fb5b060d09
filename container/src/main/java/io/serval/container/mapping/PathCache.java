package io.serval.container.mapping;

/**
 * Remembers what paths led to: a bounded table in which a path has one place, and a newer path that falls on it drives
 * the older out. Lookups neither lock nor allocate, and no flood of different paths can make it grow.
 *
 * <p>Safe for any thread: entries are immutable, so a race costs at most a value that is computed once more.
 *
 * @param <V> immutable
 */
public final class PathCache<V> {
    /** Longer paths are not kept. */
    public static final int MAX_PATH_LENGTH = 256;

    private final Entry<V>[] entries;

    private record Entry<V>(String path, V value) { }

    /** @param places a power of two */
    @SuppressWarnings({"unchecked", "rawtypes"})
    public PathCache(int places) {
        if (Integer.bitCount(places) != 1) {
            throw new IllegalArgumentException("places must be a power of two, was " + places);
        }
        entries = new Entry[places];
    }

    /** What was put for that path, or {@code null} if it is not, or no longer, here. */
    public V get(String path) {
        Entry<V> entry = entries[place(path)];
        return entry != null && entry.path.equals(path) ? entry.value : null;
    }

    public void put(String path, V value) {
        if (path.length() <= MAX_PATH_LENGTH) {
            entries[place(path)] = new Entry<>(path, value);
        }
    }

    private int place(String path) {
        int hash = path.hashCode();
        return (hash ^ hash >>> 16) & entries.length - 1;
    }
}
