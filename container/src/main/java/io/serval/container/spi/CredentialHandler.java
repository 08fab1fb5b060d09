package io.serval.container.spi;

/** How passwords are kept: as they are, or as digests. Safe for any thread. */
public interface CredentialHandler {
    /** Whether a password is the one that was stored. Takes the same time wherever they differ. */
    boolean matches(String password, String stored);

    /** What to store for a password. */
    String mutate(String password);
}
