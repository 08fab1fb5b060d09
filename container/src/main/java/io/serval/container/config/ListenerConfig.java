package io.serval.container.config;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

import io.serval.container.descriptor.SourceLocation;

/**
 * A {@code Listener} element: a {@link io.serval.container.spi.LifecycleListener} of the administrator's.
 *
 * @param className  class with a constructor without parameters
 * @param attributes its properties, in declared order
 * @param location   where the element stands
 */
public record ListenerConfig(String className, Map<String, String> attributes, SourceLocation location) {
    public ListenerConfig {
        attributes = Collections.unmodifiableMap(new LinkedHashMap<>(attributes));
    }
}
