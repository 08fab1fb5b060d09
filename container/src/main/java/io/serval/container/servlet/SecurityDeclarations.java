package io.serval.container.servlet;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import jakarta.servlet.ServletSecurityElement;

import io.serval.container.descriptor.SecurityConstraint;
import io.serval.container.security.SecurityPlan;
import io.serval.container.security.ServletConstraints;

/**
 * The constraints and roles that an application declares by program or annotation (Servlet 6.1 §13.4), beside those of
 * its descriptor, which win. For the thread that starts the application.
 */
final class SecurityDeclarations {
    private final Set<String> declaredPatterns;
    private final Map<ServletHolder, ServletSecurityElement> constraints = new LinkedHashMap<>();
    private final Set<String> roles = new LinkedHashSet<>();

    SecurityDeclarations(List<SecurityConstraint> declared) {
        declaredPatterns = SecurityPlan.targets(declared);
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
    Set<String> roles() {
        return roles;
    }

    /** What servlets say of themselves, with the patterns they are mapped to by now. */
    List<ServletConstraints> constraints(Registry registry) {
        List<ServletConstraints> all = new ArrayList<>();
        constraints.forEach((servlet, constraint) -> all.add(
                new ServletConstraints(servlet.name(), registry.patterns(servlet), constraint)));
        return all;
    }
}
