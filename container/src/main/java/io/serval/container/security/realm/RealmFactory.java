package io.serval.container.security.realm;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.serval.container.config.RealmConfig;
import io.serval.container.naming.Beans;
import io.serval.container.spi.CredentialHandler;
import io.serval.container.spi.Realm;

/** Makes realms of {@code Realm} elements. For the thread that starts the server. */
public final class RealmFactory {
    /** Finds the users that a realm names. */
    public interface Users {
        /** @param resourceName of a {@code UserDatabase} among the global resources */
        UserSource ofResource(String resourceName);

        /** @param pathname of a users file, relative to the base */
        UserSource ofFile(String pathname);
    }

    private static final Logger log = LoggerFactory.getLogger(RealmFactory.class);
    /** What our realms can be told. */
    private static final Map<String, Set<String>> ATTRIBUTES = Map.of(
            "UserDatabaseRealm", Set.of("resourceName"), "MemoryRealm", Set.of("pathname"),
            "LockOutRealm", Set.of("failureCount", "lockOutTime", "cacheSize"), "CombinedRealm", Set.of(),
            "NullRealm", Set.of(), "AuthenticatedUserRealm", Set.of());
    private static final String DEFAULT_PATH = "conf/tomcat-users.xml";

    private final Users users;
    private final ClassLoader loader;
    private final CredentialHandlers handlers;

    /** @param loader for realms that are not ours */
    public RealmFactory(Users users, ClassLoader loader) {
        this.users = users;
        this.loader = loader;
        this.handlers = new CredentialHandlers(loader);
    }

    /**
     * A realm with those in it.
     *
     * @throws IllegalArgumentException if it cannot be made; the message says where it stands
     */
    public Realm create(RealmConfig config) {
        CredentialHandler handler = handlers.create(config.credential());
        try {
            return create(config, handler);
        } catch (ReflectiveOperationException | IllegalArgumentException e) {
            throw new IllegalArgumentException(config.location() + ": Realm " + config.className() + ": "
                    + e.getMessage(), e);
        }
    }

    private Realm create(RealmConfig config, CredentialHandler handler) throws ReflectiveOperationException {
        Map<String, String> attributes = config.attributes();
        warnOfUnknown(config);
        return switch (simpleName(config)) {
            case "UserDatabaseRealm" -> new UserDatabaseRealm(
                    users.ofResource(attributes.getOrDefault("resourceName", "UserDatabase")), handler);
            case "MemoryRealm" -> new UserDatabaseRealm(
                    users.ofFile(attributes.getOrDefault("pathname", DEFAULT_PATH)), handler);
            case "LockOutRealm" -> new LockOutRealm(new CombinedRealm(nested(config)), limits(attributes));
            case "CombinedRealm" -> new CombinedRealm(nested(config));
            case "NullRealm" -> new NullRealm();
            case "AuthenticatedUserRealm" -> new AuthenticatedUserRealm();
            default -> Beans.create(config.className(), Realm.class, attributes, loader);
        };
    }

    private static void warnOfUnknown(RealmConfig config) {
        Set<String> known = ATTRIBUTES.get(simpleName(config));
        for (String attribute : known == null ? Set.<String>of() : config.attributes().keySet()) {
            if (!known.contains(attribute)) {
                log.warn("{}: attribute {} of Realm {} is not supported and has no effect; supported are {}",
                        config.location(), attribute, config.className(), new TreeSet<>(known));
            }
        }
    }

    /** Ours by their last name; a realm of somebody else keeps its package. */
    private static String simpleName(RealmConfig config) {
        String name = config.className();
        return name.startsWith("io.serval.") ? name.substring(name.lastIndexOf('.') + 1) : name;
    }

    private List<Realm> nested(RealmConfig config) {
        List<Realm> realms = new ArrayList<>();
        for (RealmConfig each : config.nested()) {
            realms.add(create(each));
        }
        return realms;
    }

    private static LockOutRealm.Limits limits(Map<String, String> attributes) {
        LockOutRealm.Limits byDefault = LockOutRealm.Limits.DEFAULT;
        return new LockOutRealm.Limits(Attributes.number(attributes, "failureCount", byDefault.failureCount()),
                Duration.ofSeconds(Attributes.number(attributes, "lockOutTime",
                        (int) byDefault.lockOutTime().toSeconds())),
                Attributes.number(attributes, "cacheSize", byDefault.cacheSize()));
    }
}
