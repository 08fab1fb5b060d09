package io.serval.container.security;

import java.util.Optional;

import io.serval.container.spi.RealmUser;

/**
 * What became of the credentials of a request. Immutable.
 *
 * @param outcome  of the check
 * @param identity the caller, where accepted; else {@code null}
 */
record Attempt(Outcome outcome, Identity identity) {
    /** What a check of credentials can come to. */
    enum Outcome {
        ACCEPTED,
        /** The request carries no credentials. */
        ABSENT,
        /** The credentials are wrong or malformed. */
        REFUSED,
        /** The credentials were right but too old; the client may try again without asking its user. */
        STALE
    }

    static final Attempt ABSENT = new Attempt(Outcome.ABSENT, null);
    static final Attempt REFUSED = new Attempt(Outcome.REFUSED, null);
    static final Attempt STALE = new Attempt(Outcome.STALE, null);

    /** What a realm's answer means. */
    static Attempt of(Optional<RealmUser> user, String authType) {
        return user.isEmpty() ? REFUSED : new Attempt(Outcome.ACCEPTED, new Identity(user.get(), authType));
    }

    boolean accepted() {
        return outcome == Outcome.ACCEPTED;
    }
}
