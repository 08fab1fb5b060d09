package io.serval.container.descriptor;

import java.util.List;

/**
 * A {@code security-constraint} element (Servlet 6.1 §13.8).
 *
 * @param displayName        or {@code null}
 * @param collections        at least one
 * @param roles              of {@code auth-constraint}; {@code null} if there is no such element, empty if it names
 *                           no role and nobody may enter
 * @param transportGuarantee {@code NONE}, {@code INTEGRAL} or {@code CONFIDENTIAL}
 * @param location           where it was declared
 */
public record SecurityConstraint(String displayName, List<WebResourceCollection> collections, List<String> roles,
                                 String transportGuarantee, SourceLocation location) {
    public SecurityConstraint {
        collections = List.copyOf(collections);
        roles = roles == null ? null : List.copyOf(roles);
    }
}
