package io.serval.connector.http1;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

import io.serval.http.FieldName;
import io.serval.http.Fields;
import io.serval.http.HttpException;

/**
 * A section of field lines as a view of the bytes that arrived: offsets into them, text made when asked for and kept.
 * Used again for the next message; owned by one thread at a time.
 */
final class ParsedFields implements Fields {
    private static final int CAPACITY = 16;
    private static final int KEPT_CAPACITY = 64;

    private byte[] bytes;
    private int size;
    /** Five numbers a line: see the accessors below. */
    private int[] table = new int[CAPACITY * FieldLines.STRIDE];
    /** The constant of the name; {@code null} for a name that is not known. */
    private FieldName[] known = new FieldName[CAPACITY];
    private String[] values = new String[CAPACITY];

    /**
     * Parses field lines up to and including the empty line.
     *
     * @return the index after the empty line
     */
    int parse(byte[] bytes, int start, int end, int maxFields) throws HttpException {
        this.bytes = bytes;
        int at = start;
        while (!FieldLines.isEmptyLine(bytes, at, end)) {
            if (size == maxFields) {
                throw FieldLines.tooMany(maxFields);
            }
            reserve();
            at = FieldLines.parse(bytes, at, end, table, size * FieldLines.STRIDE);
            known[size] = FieldName.find(bytes, nameStart(size), nameEnd(size), hash(size));
            size++;
        }
        return at + 2;
    }

    /** Forgets everything. */
    void clear() {
        Arrays.fill(known, 0, size, null);
        Arrays.fill(values, 0, size, null);
        bytes = null;
        size = 0;
        if (known.length > KEPT_CAPACITY) {
            resize(CAPACITY);
        }
    }

    byte[] bytes() {
        return bytes;
    }

    /** The index of the first line of that name at or after {@code from}, or -1; for names that are constants only. */
    int indexOf(FieldName constant, int from) {
        for (int i = from; i < size; i++) {
            if (known[i] == constant) {
                return i;
            }
        }
        return -1;
    }

    int valueStart(int index) {
        return table[index * FieldLines.STRIDE + FieldLines.VALUE_START];
    }

    int valueEnd(int index) {
        return table[index * FieldLines.STRIDE + FieldLines.VALUE_END];
    }

    /** Keeps a text that is known to be the value of a line. */
    void value(int index, String text) {
        values[index] = text;
    }

    @Override public int size() {
        return size;
    }

    @Override public String name(int index) {
        FieldName name = known[checked(index)];
        if (name != null) {
            if (isSpelled(index, name.text())) {
                return name.text();
            }
            if (isSpelled(index, name.lowerCase())) {
                return name.lowerCase();
            }
        }
        return Octets.text(bytes, nameStart(index), nameEnd(index));
    }

    @Override public String value(int index) {
        String value = values[checked(index)];
        if (value == null) {
            value = KnownValues.text(bytes, valueStart(index), valueEnd(index));
            values[index] = value;
        }
        return value;
    }

    @Override public String get(FieldName name) {
        for (int i = 0; i < size; i++) {
            if (known[i] == name || known[i] == null && isNamed(i, name)) {
                return value(i);
            }
        }
        return null;
    }

    @Override public String get(String name) {
        int hash = FieldName.hash(name);
        for (int i = 0; i < size; i++) {
            if (hash(i) == hash && isNamed(i, name)) {
                return value(i);
            }
        }
        return null;
    }

    @Override public List<String> all(String name) {
        int hash = FieldName.hash(name);
        List<String> found = new ArrayList<>(2);
        for (int i = 0; i < size; i++) {
            if (hash(i) == hash && isNamed(i, name)) {
                found.add(value(i));
            }
        }
        return found;
    }

    @Override public Set<String> names() {
        Set<String> seen = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
        Set<String> ordered = new LinkedHashSet<>();
        for (int i = 0; i < size; i++) {
            String name = name(i);
            if (seen.add(name)) {
                ordered.add(name);
            }
        }
        return ordered;
    }

    private boolean isNamed(int index, FieldName name) {
        return hash(index) == name.hashCode() && name.matches(bytes, nameStart(index), nameEnd(index));
    }

    private boolean isNamed(int index, String name) {
        FieldName constant = known[index];
        return constant != null
                ? constant.matches(name) : FieldLines.isNamed(bytes, nameStart(index), nameEnd(index), name);
    }

    private boolean isSpelled(int index, String name) {
        int start = nameStart(index);
        for (int i = 0; i < name.length(); i++) {
            if (bytes[start + i] != name.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    private int nameStart(int index) {
        return table[index * FieldLines.STRIDE + FieldLines.NAME_START];
    }

    private int nameEnd(int index) {
        return table[index * FieldLines.STRIDE + FieldLines.NAME_END];
    }

    private int hash(int index) {
        return table[index * FieldLines.STRIDE + FieldLines.HASH];
    }

    private int checked(int index) {
        if (index < 0 || index >= size) {
            throw new IndexOutOfBoundsException("field line " + index + " of " + size);
        }
        return index;
    }

    private void reserve() {
        if (size == known.length) {
            resize(size * 2);
        }
    }

    private void resize(int capacity) {
        table = Arrays.copyOf(table, capacity * FieldLines.STRIDE);
        known = Arrays.copyOf(known, capacity);
        values = Arrays.copyOf(values, capacity);
    }
}
