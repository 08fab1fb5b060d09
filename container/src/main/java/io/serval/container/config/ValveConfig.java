package io.serval.container.config;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

import io.serval.container.descriptor.SourceLocation;

/**
 * A {@code Valve} element.
 *
 * @param className  ours where we have an equal of the class named, else as named
 * @param attributes all other attributes by their names, in declared order
 * @param location   where the element stands
 */
public record ValveConfig(String className, Map<String, String> attributes, SourceLocation location) {
    public ValveConfig {
        attributes = Collections.unmodifiableMap(new LinkedHashMap<>(attributes));
    }
}
