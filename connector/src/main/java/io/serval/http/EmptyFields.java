package io.serval.http;

import java.util.List;
import java.util.Set;

/** The section without field lines: shared by all, so it cannot be changed. */
final class EmptyFields implements Fields {
    @Override public int size() {
        return 0;
    }

    @Override public String name(int index) {
        throw new IndexOutOfBoundsException("field line " + index + " of 0");
    }

    @Override public String value(int index) {
        throw new IndexOutOfBoundsException("field line " + index + " of 0");
    }

    @Override public String get(FieldName name) {
        return null;
    }

    @Override public String get(String name) {
        return null;
    }

    @Override public List<String> all(String name) {
        return List.of();
    }

    @Override public Set<String> names() {
        return Set.of();
    }

    @Override public String toString() {
        return "[]";
    }
}
