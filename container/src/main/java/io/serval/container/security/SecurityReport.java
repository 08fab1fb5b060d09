package io.serval.container.security;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.serval.container.descriptor.SecurityConstraint;
import io.serval.container.descriptor.WebAppDescriptor;

/** Tells the administrator at deployment what a security configuration leaves open (Servlet 6.1 §13.8.4). */
final class SecurityReport {
    private static final Logger log = LoggerFactory.getLogger(SecurityReport.class);

    private final String contextPath;

    /** @param contextPath for the messages; empty for the root */
    SecurityReport(String contextPath) {
        this.contextPath = contextPath.isEmpty() ? "/" : contextPath;
    }

    /** @param denied whether uncovered methods are refused */
    void uncoveredMethods(SecurityPlan plan, boolean denied) {
        for (Map.Entry<String, MethodSet> each : plan.uncovered().entrySet()) {
            if (denied) {
                log.info("[{}] pattern {}: methods {} are covered by no security-constraint and are refused",
                        contextPath, each.getKey(), each.getValue());
            } else {
                log.warn("[{}] pattern {}: methods {} are covered by no security-constraint, anybody may use them. "
                                + "Refuse them with <deny-uncovered-http-methods/> in web.xml",
                        contextPath, each.getKey(), each.getValue());
            }
        }
    }

    /** Role names that are used without being declared, which is a slip of the pen as often as not. */
    void roles(WebAppDescriptor descriptor, Set<String> declared) {
        for (SecurityConstraint constraint : descriptor.securityConstraints()) {
            List<String> roles = constraint.roles() == null ? List.of() : constraint.roles();
            if (roles.contains("*") && declared.isEmpty()) {
                log.warn("[{}] {}: role * stands for all roles of the application, but no security-role declares one: "
                        + "nobody may enter. Use ** for every user who logged in", contextPath, constraint.location());
            }
            warnOfUndeclared(declared, roles, constraint);
        }
        descriptor.servlets().forEach(servlet -> {
            if (servlet.runAs() != null && !declared.contains(servlet.runAs())) {
                log.warn("[{}] {}: run-as role {} of servlet {} is declared by no security-role", contextPath,
                        servlet.location(), servlet.runAs(), servlet.name());
            }
        });
    }

    private void warnOfUndeclared(Set<String> declared, List<String> roles, SecurityConstraint constraint) {
        Set<String> unknown = new TreeSet<>(roles);
        unknown.removeAll(declared);
        unknown.removeAll(Set.of("*", "**"));
        if (!unknown.isEmpty()) {
            log.warn("[{}] {}: auth-constraint names roles {} that no security-role declares", contextPath,
                    constraint.location(), unknown);
        }
    }
}
