package io.serval.container.security;

import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import io.serval.container.descriptor.SecurityConstraint;

/** The rules of one pattern: one for each method that a constraint names, and one for all others. Immutable. */
final class PatternRules {
    /**
     * A constraint as far as it is about one pattern.
     *
     * @param methods    it is about
     * @param constraint what it asks
     */
    record Part(MethodSet methods, SecurityConstraint constraint) { }

    private final Map<String, Rule> byMethod;
    private final Rule others;
    private final MethodSet uncovered;

    private PatternRules(Map<String, Rule> byMethod, Rule others, MethodSet uncovered) {
        this.byMethod = Map.copyOf(byMethod);
        this.others = others;
        this.uncovered = uncovered;
    }

    /**
     * @param declaredRoles that {@code *} stands for
     * @param forUncovered  the rule of methods that no constraint covers
     */
    static PatternRules of(List<Part> parts, Set<String> declaredRoles, Rule forUncovered) {
        MethodSet covered = MethodSet.NONE;
        Set<String> named = new LinkedHashSet<>();
        for (Part part : parts) {
            covered = covered.union(part.methods());
            named.addAll(part.methods().names());
        }
        Map<String, Rule> byMethod = new HashMap<>();
        for (String method : named) {
            byMethod.put(method, combine(parts, method, declaredRoles, forUncovered));
        }
        return new PatternRules(byMethod, combine(parts, null, declaredRoles, forUncovered), covered.complement());
    }

    /** @param method {@code null} for one that no constraint names */
    private static Rule combine(List<Part> parts, String method, Set<String> declaredRoles, Rule forUncovered) {
        RuleCombination combination = new RuleCombination(declaredRoles);
        for (Part part : parts) {
            if (method == null ? part.methods().allBut() : part.methods().contains(method)) {
                combination.add(part.constraint());
            }
        }
        Rule rule = combination.rule();
        return rule == null ? forUncovered : rule;
    }

    Rule rule(String method) {
        return byMethod.getOrDefault(method, others);
    }

    /** Methods that no constraint is about (§13.8.4). */
    MethodSet uncovered() {
        return uncovered;
    }
}
