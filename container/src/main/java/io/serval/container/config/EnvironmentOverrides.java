package io.serval.container.config;

import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

import io.serval.container.descriptor.SourceLocation;
import io.serval.container.xml.Element;
import io.serval.container.xml.NearestName;

/**
 * Environment variables that stand for attributes of the first {@code Connector}: {@code SERVAL_PORT} for
 * {@code port}, {@code SERVAL_MAX_THREADS} for {@code maxThreads}. They win over the file. For one thread.
 */
final class EnvironmentOverrides {
    private static final String PREFIX = "SERVAL_";
    /** What the start scripts and others read. */
    private static final Set<String> OTHERS = Set.of("SERVAL_HOME", "SERVAL_BASE", "SERVAL_OPTS", "SERVAL_PID",
            "SERVAL_OUT", "SERVAL_TMPDIR", "SERVAL_START_SECONDS", "SERVAL_CDS", "SERVAL_MODULES");

    /** By the name of the attribute in capitals, without the underscores. */
    private final Map<String, Map.Entry<String, String>> variables = new TreeMap<>();
    private final Set<String> asked = new HashSet<>();

    EnvironmentOverrides(Map<String, String> environment) {
        for (Map.Entry<String, String> each : environment.entrySet()) {
            if (each.getKey().startsWith(PREFIX) && !OTHERS.contains(each.getKey())) {
                variables.put(plain(each.getKey().substring(PREFIX.length())), each);
            }
        }
    }

    /** No variables at all. */
    static EnvironmentOverrides none() {
        return new EnvironmentOverrides(Map.of());
    }

    private static String plain(String name) {
        return name.replaceAll("[_.]", "").toUpperCase(Locale.ROOT);
    }

    /** What a variable says of an attribute, or {@code null} if none does. */
    Element.Attribute get(String attribute) {
        String name = plain(attribute);
        asked.add(name);
        Map.Entry<String, String> variable = variables.get(name);
        return variable == null || isAddress(variable.getValue()) ? null
                : new Element.Attribute(variable.getValue(), place(variable));
    }

    /** Kubernetes tells every container of a service called serval that SERVAL_PORT is {@code tcp://10.0.0.1:80}. */
    private static boolean isAddress(String value) {
        return value.startsWith("tcp://") || value.startsWith("udp://") || value.startsWith("sctp://");
    }

    private static SourceLocation place(Map.Entry<String, String> variable) {
        return new SourceLocation("environment variable " + variable.getKey(), 0, 0);
    }

    /** An element as the variables change it, as far as it has one of these attributes or they give it one. */
    Element on(Element element, String... attributes) {
        Element changed = element;
        for (String name : attributes) {
            Element.Attribute said = get(name);
            changed = said == null ? changed : changed.with(name, said);
        }
        return changed;
    }

    /** Warns of variables that were not taken for what they seem to mean, once all attributes were asked for. */
    void finish(ConfigProblems problems) {
        variables.forEach((name, variable) -> {
            String nearest = NearestName.of(name, asked);
            if (asked.contains(name) && isAddress(variable.getValue())) {
                problems.warn(place(variable), "\"" + variable.getValue() + "\" is what Kubernetes sets for a service "
                        + "called serval and is ignored; enableServiceLinks: false in the pod keeps it away");
            } else if (!asked.contains(name) && nearest != null) {
                problems.warn(place(variable), "no attribute of Connector has this name, it is ignored; did you mean "
                        + PREFIX + nearest + '?');
            }
        });
    }
}
