package io.serval.container.deploy.scan;

import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/** The types above classes, however far up, as far as they can be found. Confined to one deployment. */
final class Ancestors {
    private final ClassIndex index;
    private final Map<String, Set<String>> known = new HashMap<>();

    Ancestors(ClassIndex index) {
        this.index = index;
    }

    /** The names of all classes and interfaces above a class. */
    Set<String> of(ClassFacts facts) {
        Set<String> found = known.get(facts.name());
        if (found != null) {
            return found;
        }
        Set<String> all = new LinkedHashSet<>();
        known.put(facts.name(), all);             // a class that is its own ancestor ends here
        if (facts.superName() != null) {
            add(facts.superName(), all);
        }
        facts.interfaces().forEach(each -> add(each, all));
        return all;
    }

    private void add(String name, Set<String> all) {
        ClassFacts facts = all.add(name) && !name.equals("java.lang.Object") ? index.find(name) : null;
        if (facts != null) {
            all.addAll(of(facts));
        }
    }

    /** Whether a class is certainly none of some types: all that is above it was found, and they are not among it. */
    boolean isNone(ClassFacts facts, Set<String> types) {
        Set<String> all = of(facts);
        return all.stream().noneMatch(types::contains) && all.stream().allMatch(index::has);
    }
}
