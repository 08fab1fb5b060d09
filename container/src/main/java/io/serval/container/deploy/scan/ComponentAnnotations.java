package io.serval.container.deploy.scan;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

import io.serval.container.descriptor.SourceLocation;
import io.serval.container.xml.Element;

/**
 * What annotations say of classes that are declared already, be it by annotation or descriptor:
 * {@code @MultipartConfig}, {@code @RunAs}, {@code @DeclareRoles} (Servlet 6.1 §8.1.5, §15.5) and
 * {@code @ServletSecurity} (§13.4.1). Descriptors win over them. Confined to one deployment.
 */
public final class ComponentAnnotations {
    private static final String MULTIPART = "jakarta.servlet.annotation.MultipartConfig";
    private static final String RUN_AS = "jakarta.annotation.security.RunAs";
    private static final String DECLARE_ROLES = "jakarta.annotation.security.DeclareRoles";

    private final ClassIndex index;
    private final Predicate<String> covered;

    /** @param covered whether annotations of a class count: those of a complete descriptor do not */
    public ComponentAnnotations(ClassIndex index, Predicate<String> covered) {
        this.index = index;
        this.covered = covered;
    }

    /** A tree to be merged below the descriptor. */
    public Element supplement(Element root) {
        List<Element> elements = new ArrayList<>();
        for (Element servlet : root.all("servlet")) {
            ClassFacts facts = facts(servlet.text("servlet-class"));
            if (facts != null) {
                supplementServlet(servlet, facts, elements);
            }
        }
        roles(root).forEach(role -> elements.add(Element.of("security-role",
                List.of(Element.leaf("role-name", role, SourceLocation.NONE)), SourceLocation.NONE)));
        return Element.of("web-fragment", elements, SourceLocation.NONE);
    }

    /** The constraints that {@code @ServletSecurity} stands for, to be added to the descriptor's. */
    public List<Element> constraints(Element root) {
        List<Element> constraints = new ArrayList<>();
        Set<String> constrained = new HashSet<>();
        for (Element constraint : root.all("security-constraint")) {
            constraint.all("web-resource-collection").forEach(each -> constrained.addAll(each.texts("url-pattern")));
        }
        for (Element servlet : root.all("servlet")) {
            AnnotationFacts security = ServletSecurityElements.find(facts(servlet.text("servlet-class")), index);
            List<String> patterns = new ArrayList<>(patterns(root, servlet.text("servlet-name")));
            patterns.removeAll(constrained);
            if (security != null && !patterns.isEmpty()) {
                SourceLocation place = new SourceLocation(servlet.text("servlet-class"), 0, 0);
                constraints.addAll(new ServletSecurityElements(patterns, place).constraints(security));
            }
        }
        return constraints;
    }

    private ClassFacts facts(String className) {
        return className == null || !covered.test(className) ? null : index.find(className);
    }

    private static List<String> patterns(Element root, String servletName) {
        return root.all("servlet-mapping").stream().filter(each -> servletName.equals(each.text("servlet-name")))
                .flatMap(each -> each.texts("url-pattern").stream()).distinct().toList();
    }

    private static void supplementServlet(Element servlet, ClassFacts facts, List<Element> elements) {
        SourceLocation place = WebAnnotations.place(facts);
        List<Element> children = new ArrayList<>();
        AnnotationFacts multipart = facts.annotation(MULTIPART);
        if (multipart != null && !servlet.has("multipart-config")) {
            children.add(multipart(multipart, place));
        }
        AnnotationFacts runAs = facts.annotation(RUN_AS);
        if (runAs != null && !servlet.has("run-as")) {
            Element role = Element.leaf("role-name", runAs.text("value", ""), place);
            children.add(Element.of("run-as", List.of(role), place));
        }
        if (!children.isEmpty()) {
            children.add(0, Element.leaf("servlet-name", servlet.text("servlet-name"), place));
            elements.add(Element.of("servlet", children, place));
        }
    }

    private static Element multipart(AnnotationFacts annotation, SourceLocation place) {
        List<Element> children = new ArrayList<>();
        addIfSaid(annotation, "location", "location", children, place);
        addIfSaid(annotation, "maxFileSize", "max-file-size", children, place);
        addIfSaid(annotation, "maxRequestSize", "max-request-size", children, place);
        addIfSaid(annotation, "fileSizeThreshold", "file-size-threshold", children, place);
        return Element.of("multipart-config", children, place);
    }

    private static void addIfSaid(AnnotationFacts annotation, String member, String element, List<Element> children,
                                  SourceLocation place) {
        Object said = annotation.values().get(member);
        if (said != null) {
            children.add(Element.leaf(element, said, place));
        }
    }

    private Set<String> roles(Element root) {
        Set<String> roles = new HashSet<>();
        for (String[] component : new String[][] {{"servlet", "servlet-class"}, {"filter", "filter-class"},
                {"listener", "listener-class"}}) {
            for (String className : root.all(component[0]).stream().map(each -> each.text(component[1])).toList()) {
                ClassFacts facts = facts(className);
                AnnotationFacts declared = facts == null ? null : facts.annotation(DECLARE_ROLES);
                roles.addAll(declared == null ? List.of() : declared.texts("value"));
            }
        }
        root.all("security-role").forEach(each -> roles.remove(each.text("role-name")));
        return roles;
    }
}
