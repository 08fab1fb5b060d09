package io.serval.http;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * A section of field lines that can be changed: what a response is filled into. Not safe for several threads.
 *
 * <p>Names and values are checked when they are set: a name that is no token and a value with CR, LF or NUL are refused
 * with {@link IllegalArgumentException}, so that nothing an application passes on can start a line of its own
 * (RFC 9110 §5.1, §5.5).
 */
public final class HeaderFields implements Fields {
    private FieldName[] names;
    private String[] values;
    private int size;

    public HeaderFields() {
        this(8);
    }

    /** @param capacity number of field lines to make room for; it grows on need */
    public HeaderFields(int capacity) {
        names = new FieldName[capacity];
        values = new String[capacity];
    }

    @Override public int size() {
        return size;
    }

    @Override public String name(int index) {
        return names[checked(index)].text();
    }

    /** The name of a field line as it was set. */
    public FieldName fieldName(int index) {
        return names[checked(index)];
    }

    @Override public String value(int index) {
        return values[checked(index)];
    }

    @Override public String get(FieldName name) {
        for (int i = 0; i < size; i++) {
            if (names[i].equals(name)) {
                return values[i];
            }
        }
        return null;
    }

    @Override public String get(String name) {
        for (int i = 0; i < size; i++) {
            if (names[i].matches(name)) {
                return values[i];
            }
        }
        return null;
    }

    @Override public List<String> all(String name) {
        List<String> found = new ArrayList<>(2);
        for (int i = 0; i < size; i++) {
            if (names[i].matches(name)) {
                found.add(values[i]);
            }
        }
        return found;
    }

    @Override public Set<String> names() {
        Set<String> seen = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
        Set<String> ordered = new LinkedHashSet<>();
        for (int i = 0; i < size; i++) {
            if (seen.add(names[i].text())) {
                ordered.add(names[i].text());
            }
        }
        return ordered;
    }

    /** Makes this the only line of that name, at the place of the first one. */
    public void set(FieldName name, String value) {
        check(name, value);
        int kept = indexOf(name);
        if (kept < 0) {
            append(name, value);
            return;
        }
        values[kept] = value;
        removeFrom(kept + 1, name);
    }

    /** Adds a line after those that are there. */
    public void add(FieldName name, String value) {
        check(name, value);
        append(name, value);
    }

    /** Removes all lines of that name. */
    public void remove(FieldName name) {
        removeFrom(0, name);
    }

    /** Removes all lines. */
    public void clear() {
        Arrays.fill(names, 0, size, null);
        Arrays.fill(values, 0, size, null);
        size = 0;
    }

    private int indexOf(FieldName name) {
        for (int i = 0; i < size; i++) {
            if (names[i].equals(name)) {
                return i;
            }
        }
        return -1;
    }

    private void append(FieldName name, String value) {
        if (size == names.length) {
            int capacity = Math.max(8, size * 2);
            names = Arrays.copyOf(names, capacity);
            values = Arrays.copyOf(values, capacity);
        }
        names[size] = name;
        values[size++] = value;
    }

    private void removeFrom(int start, FieldName name) {
        int kept = start;
        for (int i = start; i < size; i++) {
            if (!names[i].equals(name)) {
                names[kept] = names[i];
                values[kept++] = values[i];
            }
        }
        Arrays.fill(names, kept, size, null);
        Arrays.fill(values, kept, size, null);
        size = kept;
    }

    private int checked(int index) {
        if (index >= size) {
            throw new IndexOutOfBoundsException("field line " + index + " of " + size);
        }
        return index;
    }

    private static void check(FieldName name, String value) {
        if (!name.isToken()) {
            throw new IllegalArgumentException("field name of " + name.length() + " characters is not a token");
        }
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c == '\r' || c == '\n' || c == 0) {
                throw new IllegalArgumentException(
                        "value of field " + name + " has a line break or NUL at index " + i);
            }
        }
    }
}
