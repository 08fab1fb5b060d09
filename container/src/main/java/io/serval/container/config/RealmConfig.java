package io.serval.container.config;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.serval.container.descriptor.SourceLocation;

/**
 * A {@code Realm} element: who the users are.
 *
 * @param className  ours where we have an equal of the class named, else as named
 * @param attributes all other attributes by their names, in declared order
 * @param nested     realms inside a combined or lock-out realm
 * @param credential how passwords are kept; {@code null} for plain text
 * @param location   where the element stands
 */
public record RealmConfig(String className, Map<String, String> attributes, List<RealmConfig> nested,
                          CredentialConfig credential, SourceLocation location) {
    public RealmConfig {
        attributes = Collections.unmodifiableMap(new LinkedHashMap<>(attributes));
        nested = List.copyOf(nested);
    }
}
