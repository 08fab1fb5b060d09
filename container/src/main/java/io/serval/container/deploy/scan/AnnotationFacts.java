package io.serval.container.deploy.scan;

import java.util.List;
import java.util.Map;

/**
 * An annotation as it stands in a class file. Defaults of the annotation type are not there.
 *
 * @param type   full name of its type
 * @param values by member: a {@code String} also for enum constants and classes, a boxed primitive, an
 *               {@code AnnotationFacts}, or a {@code List} of these
 */
record AnnotationFacts(String type, Map<String, Object> values) {
    /** The text of a member, or what holds where it says nothing. */
    String text(String member, String otherwise) {
        return values.get(member) instanceof String text ? text : otherwise;
    }

    boolean flag(String member) {
        return Boolean.TRUE.equals(values.get(member));
    }

    /** The texts of an array, or of a single value; empty if nothing was said. */
    List<String> texts(String member) {
        return list(member).stream().map(String::valueOf).toList();
    }

    /** The annotations in an array; empty if nothing was said. */
    List<AnnotationFacts> annotations(String member) {
        return list(member).stream().filter(AnnotationFacts.class::isInstance).map(AnnotationFacts.class::cast)
                .toList();
    }

    private List<?> list(String member) {
        Object value = values.get(member);
        return value == null ? List.of() : value instanceof List<?> list ? list : List.of(value);
    }
}
