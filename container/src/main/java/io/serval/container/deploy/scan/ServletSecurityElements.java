package io.serval.container.deploy.scan;

import java.util.ArrayList;
import java.util.List;

import io.serval.container.descriptor.SourceLocation;
import io.serval.container.xml.Element;

/**
 * Turns a {@code @ServletSecurity} into {@code security-constraint} elements (Servlet 6.1 §13.4.1): one for each method
 * it names, and one for all other methods unless that would say nothing.
 */
final class ServletSecurityElements {
    private static final String TYPE = "jakarta.servlet.annotation.ServletSecurity";

    private final List<String> patterns;
    private final SourceLocation place;

    ServletSecurityElements(List<String> patterns, SourceLocation place) {
        this.patterns = patterns;
        this.place = place;
    }

    /** The annotation of a class, its own or inherited; {@code null} if there is none. */
    static AnnotationFacts find(ClassFacts facts, ClassIndex index) {
        ClassFacts each = facts;
        while (each != null) {
            if (each.annotation(TYPE) != null) {
                return each.annotation(TYPE);
            }
            each = each.superName() == null ? null : index.find(each.superName());
        }
        return null;
    }

    List<Element> constraints(AnnotationFacts security) {
        List<Element> constraints = new ArrayList<>();
        List<AnnotationFacts> methods = security.annotations("httpMethodConstraints");
        List<String> named = methods.stream().map(each -> each.text("value", "")).toList();
        AnnotationFacts others = security.annotations("value").stream().findFirst().orElse(null);
        if (others != null && says(others, "value")) {
            constraints.add(constraint(others, "value", "http-method-omission", named));
        }
        for (AnnotationFacts method : methods) {
            constraints.add(constraint(method, "emptyRoleSemantic", "http-method", List.of(method.text("value", ""))));
        }
        return constraints;
    }

    /** Whether a constraint asks for anything: a role, protection in transit, or that nobody may enter. */
    private static boolean says(AnnotationFacts constraint, String semantic) {
        return !constraint.texts("rolesAllowed").isEmpty() || denies(constraint, semantic)
                || isConfidential(constraint);
    }

    private static boolean denies(AnnotationFacts constraint, String semantic) {
        return "DENY".equals(constraint.text(semantic, "PERMIT"));
    }

    private static boolean isConfidential(AnnotationFacts constraint) {
        return "CONFIDENTIAL".equals(constraint.text("transportGuarantee", "NONE"));
    }

    private Element constraint(AnnotationFacts said, String semantic, String methodElement, List<String> methods) {
        List<Element> children = new ArrayList<>();
        children.add(collection(methodElement, methods));
        List<String> roles = said.texts("rolesAllowed");
        if (!roles.isEmpty() || denies(said, semantic)) {
            children.add(Element.of("auth-constraint", leaves("role-name", roles), place));
        }
        if (isConfidential(said)) {
            children.add(Element.of("user-data-constraint",
                    leaves("transport-guarantee", List.of("CONFIDENTIAL")), place));
        }
        return Element.of("security-constraint", children, place);
    }

    private Element collection(String methodElement, List<String> methods) {
        List<Element> children = new ArrayList<>();
        children.add(Element.leaf("web-resource-name", "@ServletSecurity of " + place.file(), place));
        children.addAll(leaves("url-pattern", patterns));
        children.addAll(leaves(methodElement, methods));
        return Element.of("web-resource-collection", children, place);
    }

    private List<Element> leaves(String name, List<String> texts) {
        return texts.stream().map(each -> Element.leaf(name, each, place)).toList();
    }
}
