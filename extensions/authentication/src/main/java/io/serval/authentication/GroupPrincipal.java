package io.serval.authentication;

import java.security.Principal;

/** A group of the caller, which is a role of the same name. Immutable; equal by name. */
record GroupPrincipal(String name) implements Principal {
    @Override public String getName() {
        return name;
    }
}
