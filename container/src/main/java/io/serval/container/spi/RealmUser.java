package io.serval.container.spi;

import java.security.Principal;
import java.util.Set;

/**
 * A user that a realm has verified. Immutable if its principal is.
 *
 * @param principal what the application gets of {@code getUserPrincipal()}
 * @param roles     all roles of that user
 */
public record RealmUser(Principal principal, Set<String> roles) {
    public RealmUser {
        if (principal == null) {
            throw new IllegalArgumentException("a verified user needs a principal");
        }
        roles = Set.copyOf(roles);
    }

    /** A user with a principal that has a name and nothing else. */
    public static RealmUser of(String name, Set<String> roles) {
        return new RealmUser(new NamedPrincipal(name), roles);
    }

    /** The name of the principal. */
    public String name() {
        return principal.getName();
    }
}
