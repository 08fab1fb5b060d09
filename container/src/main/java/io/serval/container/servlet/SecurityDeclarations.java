package io.serval.container.servlet;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import jakarta.servlet.ServletSecurityElement;

import io.serval.container.descriptor.SecurityConstraint;

/**
 * The constraints and roles that an application declares by program (Servlet 6.1 §13.4), beside those of its
 * descriptor, which win. For the thread that starts the application.
 */
public final class SecurityDeclarations {
    private final Set<String> declaredPatterns = new LinkedHashSet<>();
    private final Map<ServletHolder, ServletSecurityElement> constraints = new LinkedHashMap<>();
    private final Set<String> roles = new LinkedHashSet<>();

    SecurityDeclarations(List<SecurityConstraint> declared) {
        declared.forEach(constraint -> constraint.collections()
                .forEach(collection -> declaredPatterns.addAll(collection.urlPatterns())));
    }

    /** @return the patterns of the servlet that the descriptor constrains already */
    Set<String> set(ServletHolder servlet, ServletSecurityElement constraint, List<String> patterns) {
        constraints.put(servlet, constraint);
        Set<String> present = new LinkedHashSet<>(patterns);
        present.retainAll(declaredPatterns);
        return present;
    }

    boolean has(ServletHolder servlet) {
        return constraints.containsKey(servlet);
    }

    void addRole(String role) {
        roles.add(role);
    }

    /** Roles of {@code declareRoles} and annotations. */
    public Set<String> roles() {
        return Set.copyOf(roles);
    }

    /** The constraints with the patterns they are for, those of the descriptor left out. */
    List<Constrained> constrained(Registry registry) {
        List<Constrained> all = new ArrayList<>();
        constraints.forEach((servlet, constraint) -> {
            List<String> patterns = new ArrayList<>(registry.patterns(servlet));
            patterns.removeAll(declaredPatterns);
            all.add(new Constrained(patterns, constraint));
        });
        return all;
    }

    /** A constraint and the patterns of the servlet it stands on. */
    public record Constrained(List<String> patterns, ServletSecurityElement constraint) {
        public Constrained {
            patterns = List.copyOf(patterns);
        }
    }
}
