package io.serval.container.spi;

import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;

/**
 * Who the users are: checks what a caller offers as proof and says which roles that user has. Authenticators ask it.
 *
 * <p>Called by worker threads, several at once; may block. A refusal is an empty result, whatever the reason, so that
 * nobody learns which names exist; {@link RealmException} says that no answer could be had (database down), and the
 * request ends with an error instead of a challenge.
 */
public interface Realm {
    /** The user of that name, if the password is right. */
    Optional<RealmUser> authenticate(String name, String password);

    /**
     * The user who made a digest response (RFC 7616). A realm that holds neither passwords in clear nor matching
     * digests cannot know, and refuses.
     */
    default Optional<RealmUser> authenticate(DigestProof proof) {
        return Optional.empty();
    }

    /**
     * The user behind a client certificate.
     *
     * @param chain already verified by TLS, the user's own certificate first; at least one
     */
    default Optional<RealmUser> authenticate(List<X509Certificate> chain) {
        return Optional.empty();
    }

    /** Whether it can answer now; a combination of realms passes over one that cannot. */
    default boolean isAvailable() {
        return true;
    }

    /** Gives back connections and threads. Called once, when its owner stops. */
    default void close() {
    }
}
