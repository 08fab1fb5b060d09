package io.serval.container.security;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Set;

import jakarta.servlet.HttpConstraintElement;
import jakarta.servlet.HttpMethodConstraintElement;
import jakarta.servlet.ServletSecurityElement;
import jakarta.servlet.annotation.ServletSecurity.EmptyRoleSemantic;
import jakarta.servlet.annotation.ServletSecurity.TransportGuarantee;

import io.serval.container.descriptor.SecurityConstraint;
import io.serval.container.descriptor.SourceLocation;
import io.serval.container.descriptor.WebResourceCollection;

/**
 * Security of one servlet by {@code @ServletSecurity} or {@code setServletSecurity} (Servlet 6.1 §13.4). Immutable.
 *
 * @param servletName for messages
 * @param patterns    all mappings of the servlet
 * @param element     what was said; a program's word replaces that of the annotation
 */
public record ServletConstraints(String servletName, Collection<String> patterns, ServletSecurityElement element) {
    public ServletConstraints {
        patterns = List.copyOf(patterns);
    }

    /**
     * The same as constraints of a descriptor (§13.4.1.3).
     *
     * @param taken patterns that the descriptor itself constrains; they keep what it says
     */
    List<SecurityConstraint> constraints(Set<String> taken) {
        List<String> free = new ArrayList<>(patterns);
        free.removeAll(taken);
        List<SecurityConstraint> result = new ArrayList<>();
        if (!free.isEmpty()) {
            for (HttpMethodConstraintElement method : element.getHttpMethodConstraints()) {
                result.add(constraint(method, collection(free, List.of(method.getMethodName()), List.of())));
            }
            addDefault(result, free);
        }
        return result;
    }

    /** A default that asks for nothing is no constraint: methods beside those named are then uncovered. */
    private void addDefault(List<SecurityConstraint> result, List<String> free) {
        if (asksForSomething(element)) {
            result.add(constraint(element, collection(free, List.of(), List.copyOf(element.getMethodNames()))));
        }
    }

    private static boolean asksForSomething(HttpConstraintElement said) {
        return said.getTransportGuarantee() != TransportGuarantee.NONE || said.getRolesAllowed().length > 0
                || said.getEmptyRoleSemantic() == EmptyRoleSemantic.DENY;
    }

    private WebResourceCollection collection(List<String> free, List<String> methods, List<String> omissions) {
        return new WebResourceCollection(servletName, free, methods, omissions);
    }

    private SecurityConstraint constraint(HttpConstraintElement said, WebResourceCollection collection) {
        boolean open = said.getRolesAllowed().length == 0 && said.getEmptyRoleSemantic() == EmptyRoleSemantic.PERMIT;
        List<String> roles = open ? null : Arrays.asList(said.getRolesAllowed());
        SourceLocation location = new SourceLocation("security of servlet " + servletName, 0, 0);
        return new SecurityConstraint(null, List.of(collection), roles, said.getTransportGuarantee().name(), location);
    }
}
