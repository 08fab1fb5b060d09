package io.serval.container.deploy.xml;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import io.serval.container.descriptor.DeploymentException;
import io.serval.container.xml.Element;
import io.serval.container.xml.NearestName;

/**
 * Holds a tree against the grammar: unknown elements are dropped with a warning that names the nearest valid one, wrong
 * values, missing and repeated elements are errors. Used once, by one thread.
 */
final class GrammarCheck {
    private static final Set<String> UNCHECKED = Set.of("any");

    private final Grammar grammar;
    private final Findings findings;

    GrammarCheck(Grammar grammar, Findings findings) {
        this.grammar = grammar;
        this.findings = findings;
    }

    /**
     * @param type of the element
     * @return the element with known children only and all texts in canonical form
     */
    Element check(Element element, String type) {
        if (UNCHECKED.contains(type)) {
            return element;
        }
        Map<String, Grammar.Child> allowed = grammar.children(type);
        return allowed == null ? checkText(element, type) : checkChildren(element, allowed);
    }

    private Element checkText(Element leaf, String type) {
        for (Element child : leaf.children()) {
            warnUnknown(child, leaf, Set.of());
        }
        try {
            return Element.leaf(leaf.name(), TextType.named(type).check(leaf.text()), leaf.location());
        } catch (IllegalArgumentException invalid) {
            throw new DeploymentException(leaf.location(), '<' + leaf.name() + "> " + invalid.getMessage());
        }
    }

    private Element checkChildren(Element element, Map<String, Grammar.Child> allowed) {
        List<Element> checked = new ArrayList<>(element.children().size());
        for (Element child : element.children()) {
            Grammar.Child rule = allowed.get(child.name());
            if (rule == null) {
                warnUnknown(child, element, allowed.keySet());
            } else {
                checked.add(check(child, rule.type()));
            }
        }
        Element known = element.with(checked);
        allowed.values().forEach(rule -> checkCount(known, rule));
        return known;
    }

    private void checkCount(Element parent, Grammar.Child rule) {
        List<Element> found = parent.all(rule.name());
        if (found.isEmpty() && (rule.count() == Grammar.Count.ONE || rule.count() == Grammar.Count.SOME)) {
            throw new DeploymentException(parent.location(),
                    '<' + parent.name() + "> must have a <" + rule.name() + '>');
        }
        if (found.size() > 1 && rule.single()) {
            throw new DeploymentException(found.get(1).location(), '<' + rule.name() + "> may appear once in <"
                    + parent.name() + ">, the first is in line " + found.get(0).location().line());
        }
        if (found.size() > 1 && !rule.keys().isEmpty()) {
            checkKeys(found, rule);
        }
    }

    private void checkKeys(List<Element> found, Grammar.Child rule) {
        Map<String, Element> seen = new HashMap<>();
        for (Element each : found) {
            Element earlier = seen.put(rule.keyOf(each), each);
            if (earlier != null && rule.repeat() == Grammar.Repeat.REFUSE) {
                throw new DeploymentException(each.location(), repeated(each, rule) + "; names must be unique: the "
                        + "first is in line " + earlier.location().line());
            }
            if (earlier != null && !earlier.saysTheSameAs(each)) {
                findings.warn(each.location(), repeated(each, rule) + "; this one holds, remove the one in line "
                        + earlier.location().line());
            }
        }
    }

    private static String repeated(Element each, Grammar.Child rule) {
        return '<' + each.name() + "> \"" + rule.keyOf(each) + "\" appears again";
    }

    private void warnUnknown(Element child, Element parent, Set<String> valid) {
        String nearest = NearestName.of(child.name(), valid);
        findings.warn(child.location(), '<' + child.name() + "> is not known in <" + parent.name()
                + "> and is left out" + (nearest == null ? "" : "; did you mean <" + nearest + ">?"));
    }
}
