package io.serval.container.security.realm;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;

import io.serval.container.spi.CredentialHandler;

/** Passwords as they are. */
public final class PlainCredentialHandler implements CredentialHandler {
    @Override public boolean matches(String password, String stored) {
        return MessageDigest.isEqual(password.getBytes(StandardCharsets.UTF_8),
                stored.getBytes(StandardCharsets.UTF_8));
    }

    @Override public String mutate(String password) {
        return password;
    }
}
