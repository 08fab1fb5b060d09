package io.serval.container.security;

import java.security.Principal;

import io.serval.container.spi.RealmUser;

/**
 * Who calls, and how that was found out. Immutable.
 *
 * @param user     as the realm knows them
 * @param authType as {@code getAuthType()}
 */
public record Identity(RealmUser user, String authType) {
    /** As {@code getUserPrincipal()}. */
    public Principal principal() {
        return user.principal();
    }

    /** As {@code getRemoteUser()}. */
    public String name() {
        return user.name();
    }
}
