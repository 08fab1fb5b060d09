package io.serval.container.security;

import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

import io.serval.container.descriptor.WebResourceCollection;

/**
 * HTTP methods that a constraint is about: those named, or all but those named. Immutable. Names are case-sensitive
 * (RFC 9110 §9.1).
 *
 * @param allBut whether the names are the exceptions
 * @param names  of methods
 */
record MethodSet(boolean allBut, Set<String> names) {
    static final MethodSet ALL = new MethodSet(true, Set.of());
    static final MethodSet NONE = new MethodSet(false, Set.of());

    MethodSet {
        names = Set.copyOf(names);
    }

    static MethodSet of(Collection<String> names) {
        return new MethodSet(false, new LinkedHashSet<>(names));
    }

    static MethodSet allBut(Collection<String> names) {
        return new MethodSet(true, new LinkedHashSet<>(names));
    }

    /** The methods of a collection: its omissions count only where it names no method. */
    static MethodSet of(WebResourceCollection collection) {
        List<String> named = collection.methods();
        return named.isEmpty() ? allBut(collection.methodOmissions()) : of(named);
    }

    boolean contains(String method) {
        return allBut != names.contains(method);
    }

    MethodSet complement() {
        return new MethodSet(!allBut, names);
    }

    MethodSet union(MethodSet other) {
        if (!allBut && !other.allBut) {
            return of(with(names, other.names));
        }
        if (allBut && other.allBut) {
            return allBut(common(names, other.names));
        }
        return allBut ? allBut(without(names, other.names)) : allBut(without(other.names, names));
    }

    boolean isEmpty() {
        return !allBut && names.isEmpty();
    }

    private static Set<String> with(Set<String> one, Set<String> other) {
        Set<String> result = new LinkedHashSet<>(one);
        result.addAll(other);
        return result;
    }

    private static Set<String> common(Set<String> one, Set<String> other) {
        Set<String> result = new LinkedHashSet<>(one);
        result.retainAll(other);
        return result;
    }

    private static Set<String> without(Set<String> one, Set<String> other) {
        Set<String> result = new LinkedHashSet<>(one);
        result.removeAll(other);
        return result;
    }

    /** For messages: {@code GET, POST} or {@code all but GET, POST}. */
    @Override public String toString() {
        String listed = String.join(", ", new TreeSet<>(names));
        if (!allBut) {
            return listed;
        }
        return names.isEmpty() ? "all" : "all but " + listed;
    }
}
