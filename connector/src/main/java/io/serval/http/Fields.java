package io.serval.http;

import java.util.List;
import java.util.Set;

/**
 * A header or trailer section (RFC 9110 §5): field lines in their order, names compared without regard to case.
 *
 * <p>{@link #get(FieldName)} with a constant of {@link FieldName} is the fast way. Lookups by index let a caller walk
 * the section without an iterator.
 */
public interface Fields {
    /** A section without field lines; immutable. */
    Fields EMPTY = new EmptyFields();

    /** Number of field lines. */
    int size();

    /** The name of a field line as it was sent (HTTP/2: lower case). */
    String name(int index);

    /** The value of a field line, without surrounding white space. */
    String value(int index);

    /** The value of the first line of that name, or {@code null} if there is none. */
    String get(FieldName name);

    /** The value of the first line of that name, or {@code null} if there is none. */
    String get(String name);

    /** The values of all lines of that name in their order; empty if there is none. */
    List<String> all(String name);

    /** The different names, in the order and spelling of their first occurrence. */
    Set<String> names();

    default boolean contains(FieldName name) {
        return get(name) != null;
    }

    default boolean contains(String name) {
        return get(name) != null;
    }
}
