package io.serval.container.naming;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

import io.serval.container.config.NamingConfig;
import io.serval.container.descriptor.SourceLocation;

/**
 * What is said of a resource: a {@code Resource} element.
 *
 * @param name        it is bound to
 * @param type        class name of the object
 * @param factory     class name of its {@code ObjectFactory}, or {@code null}
 * @param singleton   whether all lookups give the same object (true)
 * @param closeMethod method to call at the end, or {@code null}; what is {@code AutoCloseable} is closed anyway
 * @param properties  for the factory
 * @param location    where it stands
 */
record ResourceSpec(String name, String type, String factory, boolean singleton, String closeMethod,
                    Map<String, String> properties, SourceLocation location) {
    ResourceSpec {
        properties = Collections.unmodifiableMap(new LinkedHashMap<>(properties));
    }

    static ResourceSpec of(NamingConfig element) {
        Map<String, String> rest = new LinkedHashMap<>(element.attributes());
        rest.remove("scope");
        String auth = rest.remove("auth");
        String factory = rest.remove("factory");
        String singleton = rest.remove("singleton");
        String closeMethod = rest.remove("closeMethod");
        if (auth != null && !auth.equals("Container") && !auth.equals("Application")) {
            throw new IllegalArgumentException(element.location() + ": auth of resource " + element.name()
                    + " must be Container or Application, was " + auth);
        }
        if (element.type() == null && factory == null) {
            throw new IllegalArgumentException(element.location() + ": resource " + element.name()
                    + " needs a type, such as javax.sql.DataSource");
        }
        String type = element.type() == null ? Object.class.getName() : element.type();
        return new ResourceSpec(element.name(), type, factory, !"false".equalsIgnoreCase(singleton), closeMethod,
                rest, element.location());
    }
}
