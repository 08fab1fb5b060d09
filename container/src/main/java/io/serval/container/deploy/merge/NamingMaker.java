package io.serval.container.deploy.merge;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import io.serval.container.descriptor.NamingEntry;
import io.serval.container.descriptor.NamingEntry.InjectionTarget;
import io.serval.container.descriptor.NamingEntry.Kind;
import io.serval.container.xml.Element;

/** The part of {@link DescriptorMaker} that is about {@code java:comp/env} (Servlet 6.1 §15.2). Stateless. */
final class NamingMaker {
    private static final List<Rule> RULES = List.of(
            new Rule("env-entry", Kind.ENV_ENTRY, "env-entry-name", "env-entry-type"),
            new Rule("resource-ref", Kind.RESOURCE_REF, "res-ref-name", "res-type"),
            new Rule("resource-env-ref", Kind.RESOURCE_ENV_REF, "resource-env-ref-name", "resource-env-ref-type"),
            new Rule("message-destination-ref", Kind.MESSAGE_DESTINATION_REF, "message-destination-ref-name",
                    "message-destination-type"),
            new Rule("ejb-ref", Kind.EJB_REF, "ejb-ref-name", "remote"),
            new Rule("ejb-local-ref", Kind.EJB_REF, "ejb-ref-name", "local"),
            new Rule("service-ref", Kind.SERVICE_REF, "service-ref-name", "service-interface"),
            new Rule("persistence-context-ref", Kind.PERSISTENCE_CONTEXT_REF, "persistence-context-ref-name", null),
            new Rule("persistence-unit-ref", Kind.PERSISTENCE_UNIT_REF, "persistence-unit-ref-name", null),
            new Rule("data-source", Kind.DATA_SOURCE, "name", "class-name"),
            new Rule("mail-session", Kind.MAIL_SESSION, "name", null),
            new Rule("connection-factory", Kind.CONNECTION_FACTORY, "name", "interface-name"),
            new Rule("jms-connection-factory", Kind.CONNECTION_FACTORY, "name", "interface-name"));
    private static final Set<String> TOLD_ELSEWHERE = Set.of("description", "display-name", "icon", "env-entry-value",
            "mapped-name", "lookup-name", "injection-target", "property", "persistence-property");

    private NamingMaker() {
    }

    /** Which element makes which kind of entry, and where its name and type stand. */
    private record Rule(String element, Kind kind, String nameChild, String typeChild) { }

    static List<NamingEntry> entries(Element root) {
        List<NamingEntry> entries = new ArrayList<>();
        for (Rule rule : RULES) {
            root.all(rule.element).forEach(each -> entries.add(entry(rule, each)));
        }
        return entries;
    }

    private static NamingEntry entry(Rule rule, Element each) {
        return new NamingEntry(rule.kind, each.text(rule.nameChild),
                rule.typeChild == null ? null : each.text(rule.typeChild), each.text("env-entry-value"),
                each.text("lookup-name"), each.text("mapped-name"), targets(each), properties(rule, each),
                each.location());
    }

    private static List<InjectionTarget> targets(Element each) {
        return each.all("injection-target").stream().map(target -> new InjectionTarget(
                target.text("injection-target-class"), target.text("injection-target-name"))).toList();
    }

    /** What else was said: children by their names, {@code property} elements as {@code property.} and their name. */
    private static Map<String, String> properties(Rule rule, Element each) {
        Map<String, String> properties = new HashMap<>();
        for (Element child : each.children()) {
            boolean told = TOLD_ELSEWHERE.contains(child.name()) || child.name().equals(rule.nameChild)
                    || child.name().equals(rule.typeChild);
            if (!told) {
                properties.put(child.name(), child.text());
            } else if (child.name().endsWith("property")) {
                properties.put("property." + child.text("name"), child.text("value"));
            }
        }
        return properties;
    }
}
