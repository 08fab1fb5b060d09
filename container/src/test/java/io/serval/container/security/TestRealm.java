package io.serval.container.security;

import java.security.cert.X509Certificate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import io.serval.container.spi.DigestProof;
import io.serval.container.spi.Realm;
import io.serval.container.spi.RealmUser;

/** Users in memory, and how often somebody asked for them. */
final class TestRealm implements Realm {
    private final Map<String, String> passwords = new HashMap<>();
    private final Map<String, Set<String>> roles = new HashMap<>();
    int asked;

    TestRealm user(String name, String password, String... its) {
        passwords.put(name, password);
        roles.put(name, Set.of(its));
        return this;
    }

    private Optional<RealmUser> user(String name) {
        return Optional.of(RealmUser.of(name, roles.get(name)));
    }

    @Override public Optional<RealmUser> authenticate(String name, String password) {
        asked++;
        return password.equals(passwords.get(name)) ? user(name) : Optional.empty();
    }

    @Override public Optional<RealmUser> authenticate(DigestProof proof) {
        asked++;
        String password = passwords.get(proof.userName());
        return password != null && proof.matchesPassword(password) ? user(proof.userName()) : Optional.empty();
    }

    @Override public Optional<RealmUser> authenticate(List<X509Certificate> chain) {
        asked++;
        String name = chain.get(0).getSubjectX500Principal().getName();
        return passwords.containsKey(name) ? user(name) : Optional.empty();
    }
}
