package io.serval.container.spi;

import java.io.Serializable;
import java.security.Principal;
import java.util.Objects;

/** A principal that is a name. Immutable; equal by name; may be kept in a session across restarts. */
public final class NamedPrincipal implements Principal, Serializable {
    private static final long serialVersionUID = 1L;

    private final String name;

    public NamedPrincipal(String name) {
        this.name = Objects.requireNonNull(name, "name");
    }

    @Override public String getName() {
        return name;
    }

    @Override public boolean equals(Object other) {
        return other instanceof NamedPrincipal that && name.equals(that.name);
    }

    @Override public int hashCode() {
        return name.hashCode();
    }

    @Override public String toString() {
        return name;
    }
}
