package io.serval.container.security;

import java.util.Locale;

import io.serval.container.descriptor.LoginDeclaration;
import io.serval.container.spi.Realm;

/** Chooses the authenticator that {@code login-config} names. */
final class Authenticators {
    private static final String DEFAULT_REALM_NAME = "Authentication required";

    private Authenticators() {
    }

    static Authenticator of(LoginDeclaration login, Realm realm, AuthenticationSettings settings) {
        String method = login == null || login.authMethod() == null ? "NONE" : login.authMethod();
        return switch (method.toUpperCase(Locale.ROOT)) {
            case "NONE" -> new NoAuthenticator();
            case "BASIC" -> new BasicAuthenticator(realm, realmName(login));
            case "DIGEST" -> digest(login, realm, settings);
            case "FORM" -> new FormAuthenticator(realm, login.formLoginPage(), login.formErrorPage(), settings);
            case "CLIENT-CERT", "CLIENT_CERT" -> new CertificateAuthenticator(realm);
            default -> throw new IllegalArgumentException("auth-method " + method
                    + " is unknown; use BASIC, DIGEST, FORM, CLIENT-CERT or NONE");
        };
    }

    private static Authenticator digest(LoginDeclaration login, Realm realm, AuthenticationSettings settings) {
        Nonces nonces = new Nonces(settings.nonceValidity(), settings.nonceCacheSize(), System::currentTimeMillis);
        return new DigestAuthenticator(realm, realmName(login), settings.digestAlgorithms(), nonces);
    }

    private static String realmName(LoginDeclaration login) {
        return login.realmName() == null ? DEFAULT_REALM_NAME : login.realmName();
    }
}
