package io.serval.container.security;

import java.util.Set;

/**
 * What one method at one pattern asks of a caller. Immutable.
 *
 * @param access       who may enter
 * @param roles        one of which is needed, where {@code access} is {@link Access#ROLES}; else empty
 * @param confidential whether the connection has to be encrypted
 */
record Rule(Access access, Set<String> roles, boolean confidential) {
    /** Who may enter, from everybody to nobody. */
    enum Access { EVERYBODY, AUTHENTICATED, ROLES, NOBODY }

    /** Nothing is asked. */
    static final Rule OPEN = new Rule(Access.EVERYBODY, Set.of(), false);
    /** Nobody may enter. */
    static final Rule DENIED = new Rule(Access.NOBODY, Set.of(), false);

    Rule {
        roles = Set.copyOf(roles);
    }

    /** Whether the caller has to be known. */
    boolean needsCaller() {
        return access == Access.AUTHENTICATED || access == Access.ROLES;
    }

    /** Whether a known caller may enter. */
    boolean allows(Identity caller) {
        return switch (access) {
            case EVERYBODY, AUTHENTICATED -> true;
            case ROLES -> hasOneOf(caller.user().roles());
            case NOBODY -> false;
        };
    }

    private boolean hasOneOf(Set<String> held) {
        for (String role : roles) {
            if (held.contains(role)) {
                return true;
            }
        }
        return false;
    }
}
