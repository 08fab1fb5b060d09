package io.serval.container.deploy.merge;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

import io.serval.container.deploy.xml.Grammar;
import io.serval.container.descriptor.DeploymentException;
import io.serval.container.xml.Element;

/**
 * Merges fragments into a descriptor (Servlet 6.1 §8.2.3). Stateless.
 *
 * <p>The grammar tells which rule applies: an element that may appear once is taken from the application, else from the
 * fragments, which must agree; elements with a key are matched by it and merged child by child; all others add up.
 */
public final class FragmentMerger {
    private static final Set<String> ROOTS = Set.of("web-app", "web-fragment");

    private final Grammar grammar = Grammar.WEB_APP;

    /**
     * Merges fragments into the application.
     *
     * @param webApp    the element of {@code web.xml}, which wins every conflict
     * @param fragments in their order; one without attributes stands for a library without {@code web-fragment.xml}
     * @throws DeploymentException if two fragments contradict each other and the application says nothing
     */
    public Element merge(Element webApp, List<Element> fragments) {
        Element merged = mergeChildren(webApp, fragments, "web-app");
        boolean distributable = webApp.has("distributable")
                && fragments.stream().allMatch(each -> each.attributes().isEmpty() || each.has("distributable"));
        List<Element> children = new ArrayList<>(merged.children());
        children.removeIf(each -> each.name().equals("distributable") && !distributable);
        return merged.with(children);
    }

    /** Merges annotations, as elements, into the descriptor they belong to; they never conflict with it. */
    public Element mergeAnnotations(Element descriptor, List<Element> annotations) {
        List<Element> supplemented = descriptor.children().stream().map(each -> each.name().equals("filter-mapping")
                && !each.has("dispatcher") ? each.plus(dispatchers(each, annotations)) : each).toList();
        return mergeChildren(descriptor.with(supplemented), annotations, descriptor.name());
    }

    /** The kinds of dispatch that the annotation of a filter names, which its mapping may leave to it. */
    private static List<Element> dispatchers(Element mapping, List<Element> annotations) {
        return all(annotations, "filter-mapping").stream()
                .filter(each -> each.text("filter-name").equals(mapping.text("filter-name")))
                .flatMap(each -> each.all("dispatcher").stream()).toList();
    }

    private Element mergeChildren(Element main, List<Element> fragments, String type) {
        List<Element> merged = new ArrayList<>();
        for (Grammar.Child rule : grammar.children(type).values()) {
            boolean own = ROOTS.contains(type) && MergeRules.OWN.contains(rule.name());
            merged.addAll(merge(rule, main.all(rule.name()), own ? List.of() : all(fragments, rule.name()), main));
        }
        return main.with(merged);
    }

    private static List<Element> all(List<Element> fragments, String name) {
        return fragments.stream().flatMap(each -> each.all(name).stream()).toList();
    }

    private List<Element> merge(Grammar.Child rule, List<Element> main, List<Element> others, Element parent) {
        if (others.isEmpty() && (rule.keys().isEmpty() || main.size() < 2)) {
            return main;
        }
        if (rule.single()) {
            return List.of(mergeOne(rule, main.isEmpty() ? null : main.get(0), others, parent));
        }
        if (MergeRules.ALL_OR_NONE.contains(rule.name())) {
            return main.isEmpty() ? others : main;
        }
        if (MergeRules.REPLACED_BY_NAME.containsKey(rule.name())) {
            return replaceByName(MergeRules.REPLACED_BY_NAME.get(rule.name()), main, others);
        }
        return rule.keys().isEmpty() ? add(main, others) : mergeByKey(rule, main, others, parent);
    }

    private Element mergeOne(Grammar.Child rule, Element main, List<Element> others, Element parent) {
        Element winner = main == null ? others.get(0) : main;
        List<Element> rest = main == null ? others.subList(1, others.size()) : others;
        if (MergeRules.WHOLE.contains(rule.name())) {
            return mergeReference(main, others);
        }
        if (grammar.children(rule.type()) != null) {
            return mergeComplex(rule, main, winner, rest);
        }
        if (main == null) {
            requireAgreement(others, parent);
        }
        return winner;
    }

    /**
     * Where the application says nothing, the fragments are merged one into the other and each child must agree; where
     * it says something, only children it leaves out are taken from them, and those must agree.
     */
    private Element mergeComplex(Grammar.Child rule, Element main, Element first, List<Element> rest) {
        if (main != null || rest.isEmpty()) {
            return mergeChildren(first, rest, rule.type());
        }
        Element nothing = first.with(
                first.children().stream().filter(each -> rule.keys().contains(each.name())).toList());
        List<Element> all = new ArrayList<>(List.of(first));
        all.addAll(rest);
        return mergeChildren(nothing, all, rule.type());
    }

    private static Element mergeReference(Element main, List<Element> others) {
        List<Element> targets = others.stream().flatMap(each -> each.all("injection-target").stream()).toList();
        if (main != null) {
            return main.has("injection-target") ? main : main.plus(targets);
        }
        for (Element other : others) {
            if (!others.get(0).saysTheSameAs(other)) {
                throw new DeploymentException(other.location(), '<' + other.name() + "> contradicts the one at "
                        + others.get(0).location() + "; declare it in WEB-INF/web.xml, which overrides both");
            }
        }
        return others.get(0);
    }

    private static void requireAgreement(List<Element> said, Element parent) {
        Element first = said.get(0);
        for (Element other : said) {
            if (!other.text().equals(first.text())) {
                throw new DeploymentException(other.location(), '<' + other.name() + "> of " + label(parent) + " is \""
                        + other.text() + "\" here and \"" + first.text() + "\" at " + first.location()
                        + "; say it in WEB-INF/web.xml, which overrides both");
            }
        }
    }

    private static String label(Element parent) {
        String name = parent.children().isEmpty() ? "" : " \"" + parent.children().get(0).text() + '"';
        return '<' + parent.name() + '>' + name;
    }

    private static List<Element> replaceByName(String name, List<Element> main, List<Element> others) {
        List<String> named = main.stream().map(each -> each.text(name)).toList();
        return add(main, others.stream().filter(each -> !named.contains(each.text(name))).toList());
    }

    private static List<Element> add(List<Element> main, List<Element> others) {
        List<Element> both = new ArrayList<>(main);
        both.addAll(others);
        return both;
    }

    private List<Element> mergeByKey(Grammar.Child rule, List<Element> main, List<Element> others, Element parent) {
        Map<String, Element> ofMain = new LinkedHashMap<>();
        main.forEach(each -> ofMain.put(rule.keyOf(each), each));
        Map<String, List<Element>> ofOthers = new LinkedHashMap<>();
        others.forEach(each -> ofOthers.computeIfAbsent(rule.keyOf(each), key -> new ArrayList<>()).add(each));
        List<Element> merged = new ArrayList<>();
        ofMain.forEach((key, each) -> merged.add(ofOthers.containsKey(key)
                ? mergeOne(rule, each, Objects.requireNonNull(ofOthers.remove(key)), parent) : each));
        ofOthers.values().forEach(same -> merged.add(mergeOne(rule, null, same, parent)));
        return merged;
    }
}
