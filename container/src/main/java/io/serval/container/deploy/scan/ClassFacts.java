package io.serval.container.deploy.scan;

import java.util.List;
import java.util.Set;

/**
 * What a class file says of its class. Names are full names with dots.
 *
 * @param name              of the class
 * @param isAnnotation      whether it is an annotation type
 * @param superName         {@code null} for {@code Object} and modules
 * @param interfaces        those it names itself
 * @param annotations       on the class
 * @param memberAnnotations types of the annotations on its fields, methods and parameters
 */
record ClassFacts(String name, boolean isAnnotation, String superName, List<String> interfaces,
                  List<AnnotationFacts> annotations, Set<String> memberAnnotations) {
    /** The annotation of that type, or {@code null}. */
    AnnotationFacts annotation(String type) {
        for (AnnotationFacts each : annotations) {
            if (each.type().equals(type)) {
                return each;
            }
        }
        return null;
    }

    /** The same, but for what its members carry, which is not inherited. */
    ClassFacts withoutMembers() {
        return new ClassFacts(name, isAnnotation, superName, interfaces, annotations, Set.of());
    }

    /** Whether any of its annotations or supertypes is in a package. */
    boolean mentions(String packagePrefix) {
        return annotations.stream().anyMatch(each -> each.type().startsWith(packagePrefix))
                || superName != null && superName.startsWith(packagePrefix)
                || interfaces.stream().anyMatch(each -> each.startsWith(packagePrefix));
    }
}
