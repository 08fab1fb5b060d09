package io.serval.container.deploy.scan;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

import io.serval.container.descriptor.DeploymentException;
import io.serval.container.descriptor.SourceLocation;
import io.serval.container.xml.Element;

/**
 * Turns {@code @WebServlet}, {@code @WebFilter} and {@code @WebListener} into the elements they stand for (Servlet 6.1
 * §8.1). Each annotated class makes one tree, which is merged like a fragment. Stateless.
 */
public final class WebAnnotations {
    private static final String PACKAGE = "jakarta.servlet.annotation.";

    /** What a class has to be, by the annotation that says that it is one (§8.1.1, §8.1.2, §8.1.4). */
    private static final Map<String, Set<String>> KINDS = Map.of(
            "WebServlet", Set.of("jakarta.servlet.Servlet"),
            "WebFilter", Set.of("jakarta.servlet.Filter"),
            "WebListener", Set.of("jakarta.servlet.ServletContextListener",
                    "jakarta.servlet.ServletContextAttributeListener", "jakarta.servlet.ServletRequestListener",
                    "jakarta.servlet.ServletRequestAttributeListener", "jakarta.servlet.http.HttpSessionListener",
                    "jakarta.servlet.http.HttpSessionAttributeListener",
                    "jakarta.servlet.http.HttpSessionIdListener"));

    private WebAnnotations() {
    }

    /**
     * The annotated classes of one unit.
     *
     * @param unit label of the unit
     * @throws DeploymentException if an annotation says too much or too little
     */
    public static List<Element> of(ClassIndex index, String unit) {
        List<Element> trees = new ArrayList<>();
        Ancestors ancestors = new Ancestors(index);
        for (ClassFacts facts : index.scanned(unit)) {
            facts.annotations().forEach(each -> checkKind(facts, each, ancestors));
            List<Element> elements = elements(facts);
            if (!elements.isEmpty()) {
                trees.add(Element.of("web-fragment", elements, place(facts)));
            }
        }
        return trees;
    }

    private static void checkKind(ClassFacts facts, AnnotationFacts annotation, Ancestors ancestors) {
        String simple = annotation.type().startsWith(PACKAGE) ? annotation.type().substring(PACKAGE.length()) : "";
        Set<String> kinds = KINDS.get(simple);
        if (kinds != null && ancestors.isNone(facts, kinds)) {
            throw new DeploymentException(place(facts), "is annotated with @" + simple + " and is no "
                    + (kinds.size() == 1 ? kinds.iterator().next() : "listener of any kind (Servlet 6.1 §8.1.4)")
                    + "; implement it, or remove the annotation");
        }
    }

    private static List<Element> elements(ClassFacts facts) {
        List<Element> elements = new ArrayList<>();
        for (AnnotationFacts each : facts.annotations()) {
            switch (each.type()) {
                case PACKAGE + "WebServlet" -> servlet(facts, each, elements);
                case PACKAGE + "WebFilter" -> filter(facts, each, elements);
                case PACKAGE + "WebListener" -> elements.add(Element.of("listener",
                        List.of(Element.leaf("listener-class", facts.name(), place(facts))), place(facts)));
                default -> { }
            }
        }
        return elements;
    }

    private static void servlet(ClassFacts facts, AnnotationFacts annotation, List<Element> elements) {
        SourceLocation place = place(facts);
        String name = nameOr(annotation.text("name", ""), facts);
        List<String> patterns = patterns(annotation, place);
        if (patterns.isEmpty()) {
            throw new DeploymentException(place, "@WebServlet must have a value or urlPatterns");
        }
        List<Element> servlet = new ArrayList<>();
        servlet.add(Element.leaf("servlet-name", name, place));
        servlet.add(Element.leaf("servlet-class", facts.name(), place));
        servlet.addAll(initParams(annotation, place));
        if (annotation.values().get("loadOnStartup") instanceof Integer order && order >= 0) {
            servlet.add(Element.leaf("load-on-startup", order, place));
        }
        addAsync(annotation, servlet, place);
        elements.add(Element.of("servlet", servlet, place));
        List<Element> mapping = new ArrayList<>(List.of(Element.leaf("servlet-name", name, place)));
        patterns.forEach(each -> mapping.add(Element.leaf("url-pattern", each, place)));
        elements.add(Element.of("servlet-mapping", mapping, place));
    }

    private static void filter(ClassFacts facts, AnnotationFacts annotation, List<Element> elements) {
        SourceLocation place = place(facts);
        String name = nameOr(annotation.text("filterName", ""), facts);
        List<String> patterns = patterns(annotation, place);
        List<String> servlets = annotation.texts("servletNames");
        if (patterns.isEmpty() && servlets.isEmpty()) {
            throw new DeploymentException(place, "@WebFilter must have a value, urlPatterns or servletNames");
        }
        List<Element> filter = new ArrayList<>();
        filter.add(Element.leaf("filter-name", name, place));
        filter.add(Element.leaf("filter-class", facts.name(), place));
        addAsync(annotation, filter, place);
        filter.addAll(initParams(annotation, place));
        elements.add(Element.of("filter", filter, place));
        List<Element> mapping = new ArrayList<>(List.of(Element.leaf("filter-name", name, place)));
        patterns.forEach(each -> mapping.add(Element.leaf("url-pattern", each, place)));
        servlets.forEach(each -> mapping.add(Element.leaf("servlet-name", each, place)));
        annotation.texts("dispatcherTypes").forEach(each -> mapping.add(Element.leaf("dispatcher", each, place)));
        elements.add(Element.of("filter-mapping", mapping, place));
    }

    private static String nameOr(String name, ClassFacts facts) {
        return name.isEmpty() ? facts.name() : name;
    }

    private static List<String> patterns(AnnotationFacts annotation, SourceLocation place) {
        List<String> value = annotation.texts("value");
        List<String> patterns = annotation.texts("urlPatterns");
        if (!value.isEmpty() && !patterns.isEmpty()) {
            throw new DeploymentException(place, '@' + annotation.type().substring(PACKAGE.length())
                    + " may have a value or urlPatterns, not both");
        }
        return value.isEmpty() ? patterns : value;
    }

    private static List<Element> initParams(AnnotationFacts annotation, SourceLocation place) {
        return annotation.annotations("initParams").stream().map(each -> Element.of("init-param", List.of(
                Element.leaf("param-name", each.text("name", ""), place),
                Element.leaf("param-value", each.text("value", ""), place)), place)).toList();
    }

    private static void addAsync(AnnotationFacts annotation, List<Element> elements, SourceLocation place) {
        if (annotation.flag("asyncSupported")) {
            elements.add(Element.leaf("async-supported", true, place));
        }
    }

    static SourceLocation place(ClassFacts facts) {
        return new SourceLocation(facts.name(), 0, 0);
    }
}
