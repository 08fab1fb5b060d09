package io.serval.container.security;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Base64;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import io.serval.container.spi.Realm;

/** Name and password in each request (RFC 7617), in UTF-8. */
final class BasicAuthenticator implements Authenticator {
    private static final String SCHEME = "Basic ";

    private final Realm realm;
    private final String challenge;

    BasicAuthenticator(Realm realm, String realmName) {
        this.realm = realm;
        this.challenge = "Basic realm=" + AuthorizationFields.quote(realmName) + ", charset=\"UTF-8\"";
    }

    @Override public String authType() {
        return HttpServletRequest.BASIC_AUTH;
    }

    @Override public Attempt verify(SecuredRequest request) {
        String header = request.servletRequest().getHeader("Authorization");
        if (header == null || !header.regionMatches(true, 0, SCHEME, 0, SCHEME.length())) {
            return Attempt.ABSENT;
        }
        String decoded = decode(header.substring(SCHEME.length()).strip());
        int colon = decoded == null ? -1 : decoded.indexOf(':');
        if (colon < 0) {
            return Attempt.REFUSED;
        }
        return Attempt.of(realm.authenticate(decoded.substring(0, colon), decoded.substring(colon + 1)), authType());
    }

    /** The text of a token68, or {@code null} if it is no Base64. */
    private static String decode(String token) {
        try {
            return new String(Base64.getDecoder().decode(token), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    @Override public void challenge(SecuredRequest request, Attempt attempt) throws IOException {
        HttpServletResponse response = request.servletResponse();
        response.addHeader("WWW-Authenticate", challenge);
        response.sendError(HttpServletResponse.SC_UNAUTHORIZED);
    }

    /** The password itself is not kept in memory. */
    @Override public byte[] fingerprint(HttpServletRequest request) {
        String header = request.getHeader("Authorization");
        return header == null ? null
                : DigestAlgorithm.SHA_256.newDigest().digest(header.getBytes(StandardCharsets.UTF_8));
    }

    /** A caller who sends other credentials than at the login wants to be somebody else. */
    @Override public boolean confirms(HttpServletRequest request, SessionLogin remembered) {
        byte[] sent = fingerprint(request);
        return sent == null || remembered.fingerprint() == null
                || MessageDigest.isEqual(sent, remembered.fingerprint());
    }
}
