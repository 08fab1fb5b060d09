package io.serval.container.security;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

import io.serval.container.descriptor.SecurityConstraint;

/**
 * Combines the constraints of one method at one pattern (Servlet 6.1 §13.8.1). Confined to the thread that deploys.
 *
 * <p>An authorization constraint without roles shuts the door whatever the others say; a constraint without
 * authorization constraint opens it; else the roles add up. Of transport guarantees the weakest holds, because each
 * constraint adds a kind of connection that is accepted.
 */
final class RuleCombination {
    private static final String ALL_ROLES = "*";
    private static final String ANY_USER = "**";

    private final Set<String> declaredRoles;
    private final Set<String> roles = new LinkedHashSet<>();
    private boolean precluded;
    private boolean open;
    private boolean anyUser;
    private boolean plainAccepted;
    private boolean empty = true;

    RuleCombination(Set<String> declaredRoles) {
        this.declaredRoles = declaredRoles;
    }

    void add(SecurityConstraint constraint) {
        empty = false;
        plainAccepted |= "NONE".equals(constraint.transportGuarantee());
        List<String> named = constraint.roles();
        if (named == null) {
            open = true;
        } else if (named.isEmpty()) {
            precluded = true;
        } else {
            named.forEach(this::addRole);
        }
    }

    private void addRole(String role) {
        if (ALL_ROLES.equals(role)) {
            roles.addAll(declaredRoles);
        } else if (ANY_USER.equals(role) && !declaredRoles.contains(ANY_USER)) {
            anyUser = true;
        } else {
            roles.add(role);
        }
    }

    /** The rule, or {@code null} if no constraint was added. */
    Rule rule() {
        if (empty) {
            return null;
        }
        if (precluded) {
            return Rule.DENIED;
        }
        return open ? new Rule(Rule.Access.EVERYBODY, Set.of(), !plainAccepted) : authorized();
    }

    private Rule authorized() {
        return anyUser ? new Rule(Rule.Access.AUTHENTICATED, Set.of(), !plainAccepted)
                : new Rule(Rule.Access.ROLES, roles, !plainAccepted);
    }
}
