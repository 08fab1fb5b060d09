package io.serval.container.parameter;

import java.util.Arrays;
import java.util.SplittableRandom;

/**
 * Names and values in the order they came. Up to {@value #FEW} entries are searched by walking them; beyond, by an open
 * table of chains whose hash has a random factor, new with each JVM, as names are chosen by clients.
 */
final class ParameterTable {
    private static final int FEW = 16;
    private static final int FIRST_CAPACITY = 8;
    private static final int FACTOR = new SplittableRandom(System.nanoTime()).nextInt() | 1;

    private String[] names = new String[FIRST_CAPACITY];
    private String[] values = new String[FIRST_CAPACITY];
    private int size;

    /** Index + 1 of the first entry of a bucket; {@code null} while there are few entries or new ones came. */
    private int[] heads;
    /** Index + 1 of the next entry of the same bucket. */
    private int[] next;

    int size() {
        return size;
    }

    String name(int index) {
        return names[index];
    }

    /** Whether no earlier entry has the same name. */
    boolean isFirst(int index) {
        return find(names[index], firstCandidate(names[index])) == index;
    }

    void add(String name, String value) {
        if (size == names.length) {
            names = Arrays.copyOf(names, size * 2);
            values = Arrays.copyOf(values, size * 2);
        }
        names[size] = name;
        values[size++] = value;
        heads = null;
    }

    void addAll(ParameterTable other) {
        for (int i = 0; i < other.size; i++) {
            add(other.names[i], other.values[i]);
        }
    }

    String first(String name) {
        int index = find(name, firstCandidate(name));
        return index < 0 ? null : values[index];
    }

    String[] values(String name) {
        int count = 0;
        for (int i = find(name, firstCandidate(name)); i >= 0; i = find(name, nextCandidate(i))) {
            count++;
        }
        return count == 0 ? null : collect(name, new String[count]);
    }

    private String[] collect(String name, String[] found) {
        int count = 0;
        for (int i = find(name, firstCandidate(name)); i >= 0; i = find(name, nextCandidate(i))) {
            found[count++] = values[i];
        }
        return found;
    }

    private int find(String name, int candidate) {
        int i = candidate;
        while (i >= 0 && !names[i].equals(name)) {
            i = nextCandidate(i);
        }
        return i;
    }

    private int firstCandidate(String name) {
        if (size <= FEW) {
            return size == 0 ? -1 : 0;
        }
        if (heads == null) {
            index();
        }
        return heads[bucket(name)] - 1;
    }

    private int nextCandidate(int index) {
        return size > FEW ? next[index] - 1 : index + 1 < size ? index + 1 : -1;
    }

    /** From the last to the first, so that chains run in the order of arrival. */
    private void index() {
        heads = new int[Integer.highestOneBit(size) * 2];
        next = new int[size];
        for (int i = size - 1; i >= 0; i--) {
            int bucket = bucket(names[i]);
            next[i] = heads[bucket];
            heads[bucket] = i + 1;
        }
    }

    private int bucket(String name) {
        int hash = 0;
        for (int i = 0; i < name.length(); i++) {
            hash = (hash ^ name.charAt(i)) * FACTOR;
            hash ^= hash >>> 15;
        }
        return hash & heads.length - 1;
    }
}
