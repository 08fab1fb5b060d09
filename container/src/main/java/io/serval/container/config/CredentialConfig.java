package io.serval.container.config;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.serval.container.descriptor.SourceLocation;

/**
 * A {@code CredentialHandler} element: how a realm keeps passwords.
 *
 * @param className  ours where we have an equal of the class named, else as named
 * @param attributes all other attributes by their names, in declared order
 * @param nested     handlers inside a nested handler
 * @param location   where the element stands
 */
public record CredentialConfig(String className, Map<String, String> attributes, List<CredentialConfig> nested,
                               SourceLocation location) {
    public CredentialConfig {
        attributes = Collections.unmodifiableMap(new LinkedHashMap<>(attributes));
        nested = List.copyOf(nested);
    }
}
