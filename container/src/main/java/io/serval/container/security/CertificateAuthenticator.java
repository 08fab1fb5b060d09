package io.serval.container.security;

import java.io.IOException;
import java.security.cert.X509Certificate;
import java.util.List;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.serval.container.spi.Realm;

/**
 * The certificate that the client showed in the TLS handshake (Servlet 6.1 §13.6.4). It cannot be asked for later, so
 * that the connector has to want or require one.
 */
final class CertificateAuthenticator implements Authenticator {
    private static final Logger log = LoggerFactory.getLogger(CertificateAuthenticator.class);
    private static final String ATTRIBUTE = "jakarta.servlet.request.X509Certificate";

    private final Realm realm;

    CertificateAuthenticator(Realm realm) {
        this.realm = realm;
    }

    @Override public String authType() {
        return HttpServletRequest.CLIENT_CERT_AUTH;
    }

    @Override public Attempt verify(SecuredRequest request) {
        if (request.servletRequest().getAttribute(ATTRIBUTE) instanceof X509Certificate[] chain && chain.length > 0) {
            return Attempt.of(realm.authenticate(List.of(chain)), authType());
        }
        return Attempt.ABSENT;
    }

    /** Not 401, which would need a challenge (RFC 9110 §15.5.2) and there is none for certificates. */
    @Override public void challenge(SecuredRequest request, Attempt attempt) throws IOException {
        if (attempt.outcome() == Attempt.Outcome.ABSENT) {
            log.debug("A caller without client certificate was turned away; the connector has to ask for one "
                    + "(certificateVerification=\"optional\" or \"required\")");
        }
        request.servletResponse().sendError(HttpServletResponse.SC_FORBIDDEN);
    }

    @Override public boolean takesPasswords() {
        return false;
    }

    @Override public boolean canAsk() {
        return false;
    }
}
