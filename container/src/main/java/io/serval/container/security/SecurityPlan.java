package io.serval.container.security;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import io.serval.container.descriptor.SecurityConstraint;
import io.serval.container.descriptor.WebResourceCollection;
import io.serval.container.mapping.ServletMappings;
import io.serval.container.mapping.ServletMatch;
import io.serval.container.mapping.UrlPattern;

/**
 * All constraints of an application, combined and ready to be looked up (Servlet 6.1 §13.8). Built once, when servlets
 * and initializers have said what they want; immutable, safe for any thread.
 */
public final class SecurityPlan {
    /** Of an application that constrains nothing. */
    public static final SecurityPlan OPEN = new SecurityPlan(Map.of());

    private final boolean open;
    private final ServletMappings<PatternRules> patterns;
    private final Map<String, MethodSet> uncovered = new LinkedHashMap<>();

    private SecurityPlan(Map<String, PatternRules> rules) {
        ServletMappings.Builder<PatternRules> builder = new ServletMappings.Builder<>();
        rules.forEach((pattern, its) -> {
            builder.add(UrlPattern.parse(pattern), its);
            if (!its.uncovered().isEmpty()) {
                uncovered.put(pattern, its.uncovered());
            }
        });
        patterns = builder.build();
        open = rules.isEmpty();
    }

    /**
     * @param declared      constraints of the descriptor
     * @param servlets      what servlets say of themselves, for patterns that the descriptor does not constrain
     * @param declaredRoles that the role {@code *} stands for
     * @param denyUncovered whether methods that no constraint covers are refused (§13.8.4.2)
     * @throws IllegalArgumentException if a pattern is none; the message says where it stands
     */
    public static SecurityPlan of(List<SecurityConstraint> declared, Collection<ServletConstraints> servlets,
                                  Set<String> declaredRoles, boolean denyUncovered) {
        List<SecurityConstraint> all = new ArrayList<>(declared);
        Set<String> taken = targets(declared);
        servlets.forEach(servlet -> all.addAll(servlet.constraints(taken)));
        Map<String, List<PatternRules.Part>> parts = new LinkedHashMap<>();
        all.forEach(constraint -> addParts(constraint, parts));
        Map<String, PatternRules> rules = new LinkedHashMap<>();
        Rule forUncovered = denyUncovered ? Rule.DENIED : Rule.OPEN;
        parts.forEach((pattern, its) -> rules.put(pattern, PatternRules.of(its, declaredRoles, forUncovered)));
        return rules.isEmpty() ? OPEN : new SecurityPlan(rules);
    }

    /** Patterns that are exact targets of the descriptor's constraints: {@code setServletSecurity} returns those. */
    public static Set<String> targets(List<SecurityConstraint> declared) {
        Set<String> result = new HashSet<>();
        for (SecurityConstraint constraint : declared) {
            constraint.collections().forEach(collection -> result.addAll(collection.urlPatterns()));
        }
        return result;
    }

    private static void addParts(SecurityConstraint constraint, Map<String, List<PatternRules.Part>> parts) {
        for (WebResourceCollection collection : constraint.collections()) {
            PatternRules.Part part = new PatternRules.Part(MethodSet.of(collection), constraint);
            for (String pattern : collection.urlPatterns()) {
                checkPattern(pattern, constraint);
                parts.computeIfAbsent(pattern, key -> new ArrayList<>()).add(part);
            }
        }
    }

    private static void checkPattern(String pattern, SecurityConstraint constraint) {
        try {
            UrlPattern.parse(pattern);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(constraint.location() + ": security-constraint: " + e.getMessage(), e);
        }
    }

    /** Whether nothing is constrained, so that no request needs a look. */
    public boolean isOpen() {
        return open;
    }

    /** The rule of a method at the pattern that matches best; {@link Rule#OPEN} if none matches. */
    Rule rule(String method, String canonicalPath) {
        ServletMatch<PatternRules> match = open ? null : patterns.match(canonicalPath);
        return match == null ? Rule.OPEN : match.target().rule(method);
    }

    /** Methods that no constraint covers, by pattern in declared order; for the report at deployment (§13.8.4). */
    Map<String, MethodSet> uncovered() {
        return uncovered;
    }
}
