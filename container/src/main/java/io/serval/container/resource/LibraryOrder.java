package io.serval.container.resource;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/**
 * Which jars of {@code WEB-INF/lib} count for resources, and in which order.
 *
 * @param ordered the names that count (Servlet 6.1 §8.2.2); {@code null} for all, by name
 */
record LibraryOrder(List<String> ordered) {
    List<String> select(Collection<String> present) {
        List<String> selected = new ArrayList<>();
        if (ordered != null) {
            ordered.stream().filter(present::contains).forEach(selected::add);
        } else {
            present.stream().filter(name -> name.endsWith(".jar")).sorted().forEach(selected::add);
        }
        return selected;
    }
}
