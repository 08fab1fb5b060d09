package io.serval.container.security.realm;

import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.serval.container.spi.DigestProof;
import io.serval.container.spi.Realm;
import io.serval.container.spi.RealmUser;

/**
 * Slows down who tries passwords: after {@code failureCount} wrong ones in a row a name is refused for {@code
 * lockOutTime}, right password or not, and each further try starts that time anew. Names that do not exist are counted
 * too, so that nothing is learnt from being locked out. Certificates are not guessed and not counted.
 */
public final class LockOutRealm implements Realm {
    /**
     * When a name is locked.
     *
     * @param failureCount wrong passwords in a row that lock it (5)
     * @param lockOutTime  since the last wrong one (5 minutes)
     * @param cacheSize    names that are remembered; the one not tried for longest is forgotten first (1000)
     */
    public record Limits(int failureCount, Duration lockOutTime, int cacheSize) {
        public static final Limits DEFAULT = new Limits(5, Duration.ofMinutes(5), 1000);

        public Limits {
            if (failureCount < 1 || cacheSize < 1 || lockOutTime.isNegative()) {
                throw new IllegalArgumentException("failureCount and cacheSize must be at least 1 and lockOutTime "
                        + "not negative, were " + failureCount + ", " + cacheSize + ", " + lockOutTime);
            }
        }
    }

    /** Wrong passwords in a row, and when the last one came. */
    private record Failures(int count, long lastNanos) { }

    private static final Logger log = LoggerFactory.getLogger(LockOutRealm.class);
    private static final int LOGGED_NAME_LENGTH = 64;

    private final Realm realm;
    private final Limits limits;
    private final LongSupplier nanos;
    /** Least recently tried first. Guarded by itself. */
    private final Map<String, Failures> failures = new LinkedHashMap<>(16, 0.75f, true);

    public LockOutRealm(Realm realm, Limits limits) {
        this(realm, limits, System::nanoTime);
    }

    LockOutRealm(Realm realm, Limits limits, LongSupplier nanos) {
        this.realm = realm;
        this.limits = limits;
        this.nanos = nanos;
    }

    @Override public Optional<RealmUser> authenticate(String name, String password) {
        return guarded(name, () -> realm.authenticate(name, password));
    }

    @Override public Optional<RealmUser> authenticate(DigestProof proof) {
        return guarded(proof.userName(), () -> realm.authenticate(proof));
    }

    @Override public Optional<RealmUser> authenticate(List<X509Certificate> chain) {
        return realm.authenticate(chain);
    }

    /** A realm that cannot answer throws, and nothing is counted. */
    private Optional<RealmUser> guarded(String name, Supplier<Optional<RealmUser>> question) {
        if (isLocked(name)) {
            fail(name);
            return Optional.empty();
        }
        Optional<RealmUser> user = question.get();
        if (user.isEmpty()) {
            fail(name);
        } else {
            forget(name);
        }
        return user;
    }

    private boolean isLocked(String name) {
        synchronized (failures) {
            Failures known = failures.get(name);
            return known != null && isRecent(known) && known.count() >= limits.failureCount();
        }
    }

    private boolean isRecent(Failures known) {
        return nanos.getAsLong() - known.lastNanos() < limits.lockOutTime().toNanos();
    }

    private void fail(String name) {
        int count;
        synchronized (failures) {
            Failures known = failures.get(name);
            count = known != null && isRecent(known) ? Math.min(known.count(), limits.failureCount()) + 1 : 1;
            failures.put(name, new Failures(count, nanos.getAsLong()));
            forgetEldest();
        }
        if (count == limits.failureCount()) {
            log.warn("User \"{}\" is locked out for {} s after {} wrong passwords in a row", printable(name),
                    limits.lockOutTime().toSeconds(), count);
        }
    }

    private void forgetEldest() {
        if (failures.size() > limits.cacheSize()) {
            var eldest = failures.entrySet().iterator();
            eldest.next();
            eldest.remove();
        }
    }

    private void forget(String name) {
        synchronized (failures) {
            failures.remove(name);
        }
    }

    /** Names come from clients: neither control characters nor endless ones reach the log. */
    private static String printable(String name) {
        String shown = name.length() > LOGGED_NAME_LENGTH ? name.substring(0, LOGGED_NAME_LENGTH) + "…" : name;
        return shown.replaceAll("[\\p{Cntrl}\"]", "?");
    }

    @Override public boolean isAvailable() {
        return realm.isAvailable();
    }

    @Override public void close() {
        realm.close();
    }
}
