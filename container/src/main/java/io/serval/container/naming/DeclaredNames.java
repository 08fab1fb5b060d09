package io.serval.container.naming;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import javax.sql.CommonDataSource;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.serval.container.descriptor.NamingEntry;
import io.serval.container.descriptor.NamingEntry.InjectionTarget;

/**
 * Binds what the application declares (Servlet 6.1 §15.2), below {@code java:comp/env} unless a name says otherwise.
 * What the administrator has bound already stays, but for environment entries that the application may set itself. For
 * the thread that deploys.
 */
final class DeclaredNames {
    private static final Logger log = LoggerFactory.getLogger(DeclaredNames.class);
    private static final Set<String> DATA_SOURCE_SETTINGS = Set.of("class-name", "description", "transactional",
            "initial-pool-size", "max-pool-size", "min-pool-size", "max-idle-time", "max-statements",
            "isolation-level");
    private static final Map<String, String> BEAN_NAMES = Map.of("server-name", "serverName", "port-number",
            "portNumber", "database-name", "databaseName", "login-timeout", "loginTimeout", "url", "URL");

    private final NameTree tree;
    private final ConfiguredNames configured;
    private final ClassLoader loader;

    DeclaredNames(NameTree tree, ConfiguredNames configured, ClassLoader loader) {
        this.tree = tree;
        this.configured = configured;
        this.loader = loader;
    }

    /** The whole name: names without scheme are below {@code java:comp/env}. */
    static String full(String name) {
        return name.startsWith("java:") ? name : "java:comp/env/" + name;
    }

    void add(NamingEntry entry) {
        switch (entry.kind()) {
            case ENV_ENTRY -> environment(entry);
            case DATA_SOURCE -> tree.putIfAbsent(full(entry.name()), new NamedObject.Made(dataSource(entry)));
            case EJB_REF, SERVICE_REF, PERSISTENCE_CONTEXT_REF, PERSISTENCE_UNIT_REF -> foreign(entry);
            case RESOURCE_REF, RESOURCE_ENV_REF, MESSAGE_DESTINATION_REF, MAIL_SESSION, CONNECTION_FACTORY ->
                    reference(entry);
        }
    }

    private void environment(NamingEntry entry) {
        if (entry.value() == null) {
            if (entry.lookupName() != null) {
                tree.putIfAbsent(full(entry.name()), link(entry));
            }
        } else if (configured.mayOverride(entry.name())) {
            Object value = EnvironmentValue.parse(entry.name(), type(entry), entry.value(), loader, entry.location());
            tree.put(full(entry.name()), new NamedObject.Fixed(value));
        }
    }

    /** A type that is not said is that of the field or setter to be filled. */
    private String type(NamingEntry entry) {
        if (entry.type() != null) {
            return entry.type();
        }
        if (entry.injectionTargets().isEmpty()) {
            throw new IllegalArgumentException(entry.location() + ": env-entry " + entry.name()
                    + " needs an env-entry-type or an injection-target");
        }
        InjectionTarget target = entry.injectionTargets().get(0);
        try {
            Class<?> owner = Class.forName(target.className(), false, loader);
            return EnvironmentValue.boxed(InjectionPoint.of(owner, target.memberName()).type()).getName();
        } catch (ReflectiveOperationException | LinkageError e) {
            throw new IllegalArgumentException(entry.location() + ": injection-target " + target.className() + '/'
                    + target.memberName() + " of env-entry " + entry.name() + " is not there: " + e, e);
        }
    }

    private static NamedObject link(NamingEntry entry) {
        return new NamedObject.Link(full(entry.lookupName()), className(entry));
    }

    private static String className(NamingEntry entry) {
        return entry.type() == null ? Object.class.getName() : entry.type();
    }

    private void reference(NamingEntry entry) {
        if (tree.get(full(entry.name())) != null) {
            return;
        }
        if (entry.lookupName() != null) {
            tree.putIfAbsent(full(entry.name()), link(entry));
            return;
        }
        String message = entry.location() + ": resource reference " + entry.name() + " has no resource: add <Resource "
                + "name=\"" + entry.name() + "\" type=\"" + className(entry) + "\" …/> to META-INF/context.xml, or a "
                + "ResourceLink to one of the server";
        log.warn(message);
        tree.putIfAbsent(full(entry.name()), new NamedObject.Missing(className(entry), message));
    }

    private static void foreign(NamingEntry entry) {
        log.info("{}: {} {} is passed over: enterprise beans, web services and persistence contexts are not made here",
                entry.location(), entry.kind().name().toLowerCase(Locale.ROOT).replace('_', '-'),
                entry.name());
    }

    /** A {@code data-source} element makes the driver's own data source, without a pool of ours (§15.5.4). */
    private ManagedResource dataSource(NamingEntry entry) {
        Map<String, String> bean = new LinkedHashMap<>();
        entry.properties().forEach((name, value) -> {
            if (!DATA_SOURCE_SETTINGS.contains(name)) {
                bean.put(BEAN_NAMES.getOrDefault(name, name), value);
            }
        });
        String className = entry.properties().getOrDefault("class-name", entry.type());
        ResourceSpec spec = new ResourceSpec(entry.name(), "javax.sql.DataSource", null, true, null, bean,
                entry.location());
        return new ManagedResource(spec, () -> {
            if (className == null) {
                throw new IllegalArgumentException("it needs a class-name");
            }
            return Beans.create(className, CommonDataSource.class, bean, loader);
        }, loader);
    }
}
