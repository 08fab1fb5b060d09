package io.serval.container.security.realm;

import java.util.List;

import io.serval.container.spi.CredentialHandler;

/** Several ways of keeping passwords side by side, as while moving to a better one; new ones are kept by the first. */
public final class NestedCredentialHandler implements CredentialHandler {
    private final List<CredentialHandler> handlers;

    /** @param handlers at least one */
    public NestedCredentialHandler(List<CredentialHandler> handlers) {
        if (handlers.isEmpty()) {
            throw new IllegalArgumentException("a nested credential handler needs at least one handler in it");
        }
        this.handlers = List.copyOf(handlers);
    }

    @Override public boolean matches(String password, String stored) {
        for (CredentialHandler handler : handlers) {
            if (handler.matches(password, stored)) {
                return true;
            }
        }
        return false;
    }

    @Override public String mutate(String password) {
        return handlers.get(0).mutate(password);
    }
}
