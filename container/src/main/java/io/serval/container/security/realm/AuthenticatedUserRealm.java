package io.serval.container.security.realm;

import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;
import java.util.Set;

import io.serval.container.spi.Realm;
import io.serval.container.spi.RealmUser;

/** Takes everybody whom TLS has verified, under the subject of the certificate and without a role. */
public final class AuthenticatedUserRealm implements Realm {
    @Override public Optional<RealmUser> authenticate(String name, String password) {
        return Optional.empty();
    }

    @Override public Optional<RealmUser> authenticate(List<X509Certificate> chain) {
        return Optional.of(RealmUser.of(chain.get(0).getSubjectX500Principal().getName(), Set.of()));
    }
}
