package io.serval.arquillian;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

import io.serval.container.spi.DigestProof;
import io.serval.container.spi.Realm;
import io.serval.container.spi.RealmUser;

/** The users of {@code arquillian.xml} for the server in this JVM. Immutable. */
final class UserListRealm implements Realm {
    private final List<User> users;

    UserListRealm(List<User> users) {
        this.users = List.copyOf(users);
    }

    private Optional<RealmUser> find(String name, Predicate<String> password) {
        return users.stream().filter(user -> user.name().equals(name) && password.test(user.password()))
                .map(user -> RealmUser.of(user.name(), user.roles())).findFirst();
    }

    @Override public Optional<RealmUser> authenticate(String name, String password) {
        byte[] given = password.getBytes(StandardCharsets.UTF_8);
        return find(name, expected -> MessageDigest.isEqual(expected.getBytes(StandardCharsets.UTF_8), given));
    }

    @Override public Optional<RealmUser> authenticate(DigestProof proof) {
        return find(proof.userName(), proof::matchesPassword);
    }
}
