package io.serval.container.security.realm;

import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.serval.container.spi.DigestProof;
import io.serval.container.spi.Realm;
import io.serval.container.spi.RealmException;
import io.serval.container.spi.RealmUser;

/** Asks several realms in order; the first that knows the user answers. One that is out of order is passed over. */
public final class CombinedRealm implements Realm {
    private static final Logger log = LoggerFactory.getLogger(CombinedRealm.class);

    private final List<Realm> realms;

    public CombinedRealm(List<Realm> realms) {
        this.realms = List.copyOf(realms);
    }

    @Override public Optional<RealmUser> authenticate(String name, String password) {
        return first(realm -> realm.authenticate(name, password));
    }

    @Override public Optional<RealmUser> authenticate(DigestProof proof) {
        return first(realm -> realm.authenticate(proof));
    }

    @Override public Optional<RealmUser> authenticate(List<X509Certificate> chain) {
        return first(realm -> realm.authenticate(chain));
    }

    /** @throws RealmException if no realm knew the user and one could not say: the user may be right */
    private Optional<RealmUser> first(Function<Realm, Optional<RealmUser>> question) {
        RealmException failure = null;
        for (Realm realm : realms) {
            try {
                Optional<RealmUser> user = question.apply(realm);
                if (user.isPresent()) {
                    return user;
                }
            } catch (RealmException e) {
                log.warn("{} could not be asked ({}); going on with the next realm",
                        realm.getClass().getName(), e.getMessage());
                failure = e;
            }
        }
        if (failure != null) {
            throw failure;
        }
        return Optional.empty();
    }

    /** Whether one of them can answer. */
    @Override public boolean isAvailable() {
        return realms.isEmpty() || realms.stream().anyMatch(Realm::isAvailable);
    }

    @Override public void close() {
        realms.forEach(Realm::close);
    }
}
