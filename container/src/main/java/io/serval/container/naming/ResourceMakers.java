package io.serval.container.naming;

import java.util.Hashtable;
import java.util.List;
import java.util.Map;
import java.util.Set;
import javax.naming.CompositeName;
import javax.naming.NamingException;
import javax.naming.RefAddr;
import javax.naming.Reference;
import javax.naming.StringRefAddr;
import javax.naming.spi.ObjectFactory;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds out how a resource is made: by the factory it names; a data source by a pool that is there, else by ours
 * without a pool; a mail session; else as a bean of its type. Factories get what Tomcat's get, so that factories of
 * pools and drivers work unchanged.
 */
final class ResourceMakers {
    private static final Logger log = LoggerFactory.getLogger(ResourceMakers.class);
    private static final String DBCP = "org.apache.commons.dbcp2.BasicDataSourceFactory";
    private static final List<String> POOLS = List.of(DBCP, "org.apache.tomcat.jdbc.pool.DataSourceFactory");
    /** Tomcat's own factories, and how ours do the same. */
    private static final Map<String, String> EQUALS = Map.of("org.apache.tomcat.dbcp.dbcp2.BasicDataSourceFactory",
            DBCP);
    private static final Set<String> BEAN_FACTORIES = Set.of("org.apache.naming.factory.BeanFactory");

    private final ClassLoader loader;

    /** @param loader of the owner: the application, or the server */
    ResourceMakers(ClassLoader loader) {
        this.loader = loader;
    }

    ManagedResource resource(ResourceSpec spec) {
        return new ManagedResource(spec, () -> maker(spec).make(), loader);
    }

    private ResourceMaker maker(ResourceSpec spec) throws ReflectiveOperationException, NamingException {
        if (spec.factory() != null && !BEAN_FACTORIES.contains(spec.factory())) {
            return named(spec, EQUALS.getOrDefault(spec.factory(), spec.factory()));
        }
        return switch (spec.type()) {
            case "javax.sql.DataSource" -> dataSource(spec);
            case "jakarta.mail.Session" -> () -> MailSessions.create(spec.properties(), loader);
            default -> () -> Beans.create(spec.type(), Object.class, withoutForce(spec), loader);
        };
    }

    /** Tomcat's bean factory once called any method by this property; it no longer does, and neither do we. */
    private static Map<String, String> withoutForce(ResourceSpec spec) {
        if (spec.properties().containsKey("forceString")) {
            throw new IllegalArgumentException("forceString is not supported, for safety: give the bean a setter");
        }
        return spec.properties();
    }

    private ResourceMaker dataSource(ResourceSpec spec) throws ReflectiveOperationException {
        for (String pool : POOLS) {
            if (isThere(pool)) {
                return named(spec, pool);
            }
        }
        log.warn("Data source {} has no connection pool: each connection is opened anew. Put commons-dbcp2 (with "
                + "commons-pool2) into lib/shared or WEB-INF/lib, or name the factory of another pool", spec.name());
        return () -> DriverDataSource.create(spec.properties(), loader);
    }

    private boolean isThere(String className) {
        try {
            Class.forName(className, false, loader);
            return true;
        } catch (ClassNotFoundException e) {
            return false;
        }
    }

    private ResourceMaker named(ResourceSpec spec, String factory) throws ReflectiveOperationException {
        ObjectFactory made;
        try {
            made = Beans.create(factory, ObjectFactory.class, Map.of(), loader);
        } catch (ClassNotFoundException e) {
            throw new ClassNotFoundException("factory " + factory + " is not in WEB-INF/lib of the application and not "
                    + "in lib/shared", e);
        }
        return () -> {
            Object object = made.getObjectInstance(reference(spec), new CompositeName(spec.name()), null,
                    new Hashtable<>());
            if (object == null) {
                throw new NamingException(factory + " makes no " + spec.type());
            }
            return object;
        };
    }

    private static Reference reference(ResourceSpec spec) {
        Reference reference = new Reference(spec.type(), spec.factory(), null);
        spec.properties().forEach((name, value) -> reference.add((RefAddr) new StringRefAddr(name, value)));
        return reference;
    }
}
