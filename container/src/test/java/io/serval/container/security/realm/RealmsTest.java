package io.serval.container.security.realm;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import io.serval.container.config.RealmConfig;
import io.serval.container.config.UserConfig;
import io.serval.container.descriptor.SourceLocation;
import io.serval.container.spi.DigestProof;
import io.serval.container.spi.Realm;
import io.serval.container.spi.RealmException;
import io.serval.container.spi.RealmUser;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

class RealmsTest {
    /** A realm that is not ours. */
    public static final class OwnRealm implements Realm {
        private String master;

        public void setMaster(String value) {
            master = value;
        }

        @Override public Optional<RealmUser> authenticate(String name, String password) {
            return name.equals(master) ? Optional.of(RealmUser.of(name, Set.of())) : Optional.empty();
        }
    }

    private static final UserConfig ADA = new UserConfig("ada", "secret", List.of("R1", "R2"));

    private static UserDatabaseRealm users(UserConfig... all) {
        return new UserDatabaseRealm(UserSource.of(List.of(all)), new PlainCredentialHandler());
    }

    private static Realm broken() {
        return new Realm() {
            @Override public Optional<RealmUser> authenticate(String name, String password) {
                throw new RealmException("database is down", null);
            }

            @Override public boolean isAvailable() {
                return false;
            }
        };
    }

    /** A client that answers by a digest of {@code user:realm:password}. */
    private record Proof(String userName, String algorithm, String password) implements DigestProof {
        @Override public String realmName() {
            return "here";
        }

        @Override public boolean matchesPassword(String candidate) {
            return password.equals(candidate);
        }

        @Override public boolean matchesDigest(String ha1) {
            return ha1.equals(hex(algorithm, userName + ":here:" + password));
        }
    }

    private static String hex(String algorithm, String text) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance(algorithm).digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }

    @Test void knowsTheUsersOfItsList() {
        UserDatabaseRealm realm = users(ADA);

        assertEquals(Set.of("R1", "R2"), realm.authenticate("ada", "secret").orElseThrow().roles());
        assertEquals("ada", realm.authenticate("ada", "secret").orElseThrow().principal().getName());
        assertTrue(realm.authenticate("ada", "wrong").isEmpty());
        assertTrue(realm.authenticate("bob", "secret").isEmpty());
    }

    @Test void judgesDigestsByPlainPasswords() {
        UserDatabaseRealm realm = users(ADA);

        assertTrue(realm.authenticate(new Proof("ada", "MD5", "secret")).isPresent());
        assertTrue(realm.authenticate(new Proof("ada", "MD5", "wrong")).isEmpty());
        assertTrue(realm.authenticate(new Proof("bob", "MD5", "secret")).isEmpty());
    }

    @Test void judgesDigestsByKeptDigestsOfTheSameAlgorithm() {
        UserConfig kept = new UserConfig("ada", hex("SHA-256", "ada:here:secret"), List.of());
        UserDatabaseRealm realm = new UserDatabaseRealm(UserSource.of(List.of(kept)),
                new MessageDigestCredentialHandler("SHA-256"));
        UserDatabaseRealm keys = new UserDatabaseRealm(UserSource.of(List.of(ADA)),
                new SecretKeyCredentialHandler("PBKDF2WithHmacSHA1", 1, 8, 160));

        assertTrue(realm.authenticate(new Proof("ada", "SHA-256", "secret")).isPresent());
        assertTrue(realm.authenticate(new Proof("ada", "SHA-256", "wrong")).isEmpty());
        assertTrue(realm.authenticate(new Proof("ada", "MD5", "secret")).isEmpty());
        assertTrue(keys.authenticate(new Proof("ada", "MD5", "secret")).isEmpty());
    }

    @Test void asksRealmsInOrderAndPassesOverThoseOutOfOrder() {
        CombinedRealm realm = new CombinedRealm(List.of(broken(), users(ADA)));

        assertTrue(realm.authenticate("ada", "secret").isPresent());
        assertThrows(RealmException.class, () -> realm.authenticate("ada", "wrong"),
                "the realm that is down might have known");
        assertTrue(realm.isAvailable());
        assertFalse(new CombinedRealm(List.of(broken())).isAvailable());
    }

    @Test void locksAfterSoManyWrongPasswordsAndOpensAfterItsTime() {
        AtomicLong clock = new AtomicLong();
        LockOutRealm realm = new LockOutRealm(users(ADA), new LockOutRealm.Limits(3, Duration.ofSeconds(10), 100),
                clock::get);
        fail(realm, "ada", 2);
        assertTrue(realm.authenticate("ada", "secret").isPresent(), "two are fine, and forgotten");
        fail(realm, "ada", 3);
        assertTrue(realm.authenticate("ada", "secret").isEmpty(), "locked");
        assertTrue(realm.authenticate(new Proof("ada", "MD5", "secret")).isEmpty(), "for digests too");
        clock.addAndGet(Duration.ofSeconds(9).toNanos());
        assertTrue(realm.authenticate("ada", "secret").isEmpty(), "each try starts the time anew");
        clock.addAndGet(Duration.ofSeconds(9).toNanos());
        assertTrue(realm.authenticate("ada", "secret").isEmpty());
        clock.addAndGet(Duration.ofSeconds(10).toNanos());
        assertTrue(realm.authenticate("ada", "secret").isPresent());
    }

    @Test void asksNobodyAboutALockedName() {
        AtomicInteger asked = new AtomicInteger();
        Realm counting = (name, password) -> {
            asked.incrementAndGet();
            return Optional.empty();
        };
        LockOutRealm realm = new LockOutRealm(counting, new LockOutRealm.Limits(2, Duration.ofSeconds(10), 100));
        fail(realm, "ada", 7);

        assertEquals(2, asked.get());
    }

    @Test void forgetsTheNameThatWasNotTriedForLongest() {
        LockOutRealm realm = new LockOutRealm(users(ADA), new LockOutRealm.Limits(1, Duration.ofSeconds(10), 2));
        fail(realm, "ada", 1);
        fail(realm, "x", 1);
        fail(realm, "y", 1);

        assertTrue(realm.authenticate("ada", "secret").isPresent());
    }

    @Test void countsNothingWhenTheRealmCannotAnswer() {
        LockOutRealm realm = new LockOutRealm(broken(), new LockOutRealm.Limits(1, Duration.ofSeconds(10), 2));

        for (int i = 0; i < 3; i++) {
            assertThrows(RealmException.class, () -> realm.authenticate("ada", "secret"));
        }
    }

    private static void fail(Realm realm, String name, int times) {
        for (int i = 0; i < times; i++) {
            assertTrue(realm.authenticate(name, "wrong").isEmpty());
        }
    }

    @Test void readsTheFileAnewWhenItChangesAndKeepsTheUsersWhenItBreaks(@TempDir Path directory) throws IOException {
        Path file = directory.resolve("users");
        AtomicLong clock = new AtomicLong();
        UsersFile source = new UsersFile(file, path -> List.of(
                new UserConfig("ada", Files.readString(path), List.of())), clock::get);
        assertThrows(IllegalArgumentException.class,
                () -> new UserDatabaseRealm(source, new PlainCredentialHandler()), "there is no file yet");
        clock.addAndGet(2_000_000_000L);
        write(file, "one", 1);
        UserDatabaseRealm realm = new UserDatabaseRealm(source, new PlainCredentialHandler());
        write(file, "two", 2);

        assertTrue(realm.authenticate("ada", "one").isPresent(), "it is looked at once a second");
        clock.addAndGet(1_000_000_000L);
        assertTrue(realm.authenticate("ada", "two").isPresent());
        Files.delete(file);
        clock.addAndGet(1_000_000_000L);
        assertTrue(realm.authenticate("ada", "two").isPresent());
    }

    private static void write(Path file, String text, int second) throws IOException {
        Files.writeString(file, text);
        Files.setLastModifiedTime(file, FileTime.fromMillis(second * 1000L));
    }

    private static RealmConfig config(String className, Map<String, String> attributes, RealmConfig... nested) {
        return new RealmConfig(className, attributes, List.of(nested), null,
                new SourceLocation("server.xml", 3, 1));
    }

    private static final RealmFactory FACTORY = new RealmFactory(new RealmFactory.Users() {
        @Override public UserSource ofResource(String resourceName) {
            return UserSource.of(List.of(new UserConfig(resourceName, "r", List.of())));
        }

        @Override public UserSource ofFile(String pathname) {
            return UserSource.of(List.of(new UserConfig(pathname, "f", List.of())));
        }
    }, RealmsTest.class.getClassLoader());

    @Test void makesRealmsOfTomcatsElements() {
        String ours = "io.serval.container.security.realm.";
        Realm locking = FACTORY.create(config(ours + "LockOutRealm", Map.of("failureCount", "1"),
                config(ours + "UserDatabaseRealm", Map.of()),
                config(ours + "MemoryRealm", Map.of("pathname", "conf/mine.xml")),
                config(OwnRealm.class.getName(), Map.of())));

        assertTrue(locking.authenticate("UserDatabase", "r").isPresent());
        assertTrue(locking.authenticate("conf/mine.xml", "f").isPresent());
        fail(locking, "UserDatabase", 1);
        assertTrue(locking.authenticate("UserDatabase", "r").isEmpty());
    }

    @Test void makesRealmsOfOthersAndFillsTheirProperties() {
        Realm own = FACTORY.create(config(OwnRealm.class.getName(), Map.of("master", "eve")));

        assertTrue(own.authenticate("eve", "").isPresent());
    }

    @Test void saysWhereARealmIsWrong() {
        for (RealmConfig wrong : List.of(config("no.such.Realm", Map.of()),
                config("java.lang.String", Map.of()),
                config("io.serval.LockOutRealm", Map.of("lockOutTime", "long")),
                config("io.serval.LockOutRealm", Map.of("failureCount", "0")),
                config(OwnRealm.class.getName(), Map.of("mistress", "eve")))) {
            String message = assertThrows(IllegalArgumentException.class, () -> FACTORY.create(wrong)).getMessage();

            assertTrue(message.startsWith("server.xml:3:1: Realm " + wrong.className()), message);
        }
    }
}
