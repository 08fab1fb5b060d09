package io.serval.container.deploy.scan;

import java.io.IOException;
import java.io.InputStream;
import java.lang.annotation.Inherited;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * Finds the classes that initializers have asked for by {@code @HandlesTypes} (Servlet 6.1 §8.2.4): those that extend
 * or implement a type, however far up, and those that carry an annotation on themselves or a member. Classes that are
 * missing on the way are passed over. Confined to one deployment.
 */
public final class HandledTypes {
    private static final String HANDLES_TYPES = "jakarta.servlet.annotation.HandlesTypes";

    private final ClassIndex index;
    private final Ancestors ancestors;

    public HandledTypes(ClassIndex index) {
        this.index = index;
        this.ancestors = new Ancestors(index);
    }

    /** The types an initializer asks for, whether they exist or not; empty for none. */
    public static List<String> askedForBy(Class<?> initializer) {
        String file = '/' + initializer.getName().replace('.', '/') + ".class";
        try (InputStream content = initializer.getResourceAsStream(file)) {
            AnnotationFacts asked = content == null ? null
                    : ClassFactsReader.read(content.readAllBytes()).annotation(HANDLES_TYPES);
            return asked == null ? List.of() : asked.texts("value");
        } catch (IOException | IllegalArgumentException unreadable) {
            return List.of();
        }
    }

    /** The names of the scanned classes that match one of the types, sorted. */
    public Set<String> find(List<String> types) {
        Set<String> found = new TreeSet<>();
        for (String type : types) {
            ClassFacts asked = index.find(type);
            boolean annotation = asked != null && asked.isAnnotation();
            boolean inherited = annotation && asked.annotation(Inherited.class.getName()) != null;
            for (ClassFacts each : index.scanned()) {
                boolean matches = annotation ? carries(each, type, inherited) : isBelow(each, type);
                if (matches) {
                    found.add(each.name());
                }
            }
        }
        return found;
    }

    private boolean carries(ClassFacts facts, String annotation, boolean inherited) {
        if (facts.annotation(annotation) != null || facts.memberAnnotations().contains(annotation)) {
            return true;
        }
        ClassFacts above = inherited && facts.superName() != null ? index.find(facts.superName()) : null;
        return above != null && carries(above.withoutMembers(), annotation, true);
    }

    private boolean isBelow(ClassFacts facts, String type) {
        return !facts.name().equals(type) && ancestors.of(facts).contains(type);
    }
}
