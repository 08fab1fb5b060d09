package io.serval.container.security;

/**
 * What security keeps in a session. Immutable; replaced whole.
 *
 * @param identity    who logged in, or {@code null} while the login form is shown
 * @param fingerprint of the credentials, see {@link Authenticator#fingerprint}; or {@code null}
 * @param saved       the request to go on with after the login, or {@code null}
 * @param idleSeconds the session's own idle time, to be given back after the login; {@code null} if it was not touched
 */
record SessionLogin(Identity identity, byte[] fingerprint, SavedRequest saved, Integer idleSeconds) {
    static SessionLogin of(Identity identity, byte[] fingerprint) {
        return new SessionLogin(identity, fingerprint, null, null);
    }

    /** The note of that request's session, or {@code null}. */
    static SessionLogin of(SecuredRequest request) {
        return request.sessionNote() instanceof SessionLogin login ? login : null;
    }

    SessionLogin withoutSaved() {
        return new SessionLogin(identity, fingerprint, null, idleSeconds);
    }
}
