package io.serval.connector.http2.hpack;

/**
 * The dynamic table (RFC 7541 §2.3.2): the newest entry first, the eldest evicted when there is no room. A ring of
 * entries
 * that grows on need. Not safe for several threads.
 */
final class DynamicTable {
    /** What an entry costs beyond its letters (§4.1). */
    static final int OVERHEAD = 32;

    private String[] names = new String[16];
    private String[] values = new String[16];
    private int newest;
    private int count;
    private int size;
    private int capacity;

    /** @param capacity in bytes as §4.1 counts them */
    DynamicTable(int capacity) {
        this.capacity = capacity;
    }

    static int sizeOf(String name, String value) {
        return name.length() + value.length() + OVERHEAD;
    }

    int count() {
        return count;
    }

    int size() {
        return size;
    }

    int capacity() {
        return capacity;
    }

    /** Changes the capacity, evicting what no longer fits (§4.3). */
    void capacity(int bytes) {
        capacity = bytes;
        evictUntil(capacity);
    }

    /** Adds an entry; one that is larger than the table empties it and is not added (§4.4). */
    void add(String name, String value) {
        int needed = sizeOf(name, value);
        evictUntil(capacity - needed);
        if (needed > capacity) {
            return;
        }
        if (count == names.length) {
            grow();
        }
        newest = newest + 1 & names.length - 1;
        names[newest] = name;
        values[newest] = value;
        size += needed;
        count++;
    }

    /** @param index from 1, the newest, to {@link #count()} */
    String name(int index) {
        return names[slot(index)];
    }

    /** @param index from 1, the newest, to {@link #count()} */
    String value(int index) {
        return values[slot(index)];
    }

    /**
     * Looks for an entry.
     *
     * @return its index; or the negative index of the newest entry that has the name but another value; or 0
     */
    int find(String name, String value) {
        int sameName = 0;
        for (int index = 1; index <= count; index++) {
            int slot = slot(index);
            if (names[slot].equals(name)) {
                if (values[slot].equals(value)) {
                    return index;
                }
                sameName = sameName == 0 ? -index : sameName;
            }
        }
        return sameName;
    }

    private int slot(int index) {
        return newest - index + 1 & names.length - 1;
    }

    private void evictUntil(int allowed) {
        while (count > 0 && size > allowed) {
            int eldest = slot(count);
            size -= sizeOf(names[eldest], values[eldest]);
            names[eldest] = null;
            values[eldest] = null;
            count--;
        }
    }

    private void grow() {
        String[] moreNames = new String[names.length * 2];
        String[] moreValues = new String[names.length * 2];
        for (int index = count; index >= 1; index--) {
            moreNames[count - index] = names[slot(index)];
            moreValues[count - index] = values[slot(index)];
        }
        names = moreNames;
        values = moreValues;
        newest = count - 1;
    }
}
