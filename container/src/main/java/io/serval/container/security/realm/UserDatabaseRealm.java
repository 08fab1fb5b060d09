package io.serval.container.security.realm;

import java.security.cert.X509Certificate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import io.serval.container.config.UserConfig;
import io.serval.container.spi.CredentialHandler;
import io.serval.container.spi.DigestProof;
import io.serval.container.spi.Realm;
import io.serval.container.spi.RealmUser;

/**
 * The users of a file ({@code conf/tomcat-users.xml}) or of a program.
 *
 * <p>An unknown name costs as much time as a wrong password. The name of a certificate's user is the whole subject,
 * written {@code CN=ada, O=engines} with blanks as Tomcat has it.
 */
public final class UserDatabaseRealm implements Realm {
    /** @param stored password as the credential handler expects it */
    private record Entry(String stored, RealmUser user) { }

    private final UserSource source;
    private final CredentialHandler credentials;
    private final String decoy;
    private volatile Map<String, Entry> users;

    public UserDatabaseRealm(UserSource source, CredentialHandler credentials) {
        this.source = source;
        this.credentials = credentials;
        this.decoy = credentials.mutate("decoy");
        this.users = index(source.changed());
    }

    /** The entry of a name, or {@code null}. Users that changed hold from now on; who is logged in stays so. */
    private Entry find(String name) {
        List<UserConfig> changed = source.changed();
        if (changed != null) {
            users = index(changed);
        }
        return users.get(name);
    }

    private static Map<String, Entry> index(List<UserConfig> changed) {
        Map<String, Entry> entries = new HashMap<>();
        for (UserConfig user : changed) {
            entries.put(user.name(), new Entry(user.password(), RealmUser.of(user.name(), Set.copyOf(user.roles()))));
        }
        return Map.copyOf(entries);
    }

    @Override public Optional<RealmUser> authenticate(String name, String password) {
        Entry entry = find(name);
        if (entry == null) {
            credentials.matches(password, decoy);
            return Optional.empty();
        }
        return credentials.matches(password, entry.stored()) ? Optional.of(entry.user()) : Optional.empty();
    }

    @Override public Optional<RealmUser> authenticate(DigestProof proof) {
        Entry entry = find(proof.userName());
        return entry != null && matches(proof, entry.stored()) ? Optional.of(entry.user()) : Optional.empty();
    }

    /** Digests of {@code user:realm:password} serve only the algorithm that they were made with. */
    private boolean matches(DigestProof proof, String stored) {
        if (credentials instanceof MessageDigestCredentialHandler handler) {
            return handler.algorithm().equals(proof.algorithm()) && proof.matchesDigest(stored);
        }
        return credentials instanceof PlainCredentialHandler && proof.matchesPassword(stored);
    }

    @Override public Optional<RealmUser> authenticate(List<X509Certificate> chain) {
        Entry entry = find(chain.get(0).getSubjectX500Principal().toString());
        return entry == null ? Optional.empty() : Optional.of(entry.user());
    }
}
