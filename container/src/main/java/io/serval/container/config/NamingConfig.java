package io.serval.container.config;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

import io.serval.container.descriptor.SourceLocation;

/**
 * An element that binds a name below {@code java:comp/env}, or among the global resources of the server.
 *
 * @param kind       which element
 * @param name       the name it binds
 * @param type       class name of the object, or {@code null}
 * @param attributes all other attributes by their names, in declared order
 * @param location   where the element stands
 */
public record NamingConfig(Kind kind, String name, String type, Map<String, String> attributes,
                           SourceLocation location) {
    /** The elements that bind a name. */
    public enum Kind { ENVIRONMENT, RESOURCE, RESOURCE_LINK, RESOURCE_ENV_REF, EJB, TRANSACTION }

    public NamingConfig {
        attributes = Collections.unmodifiableMap(new LinkedHashMap<>(attributes));
    }
}
