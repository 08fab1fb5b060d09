package io.serval.authentication;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

/**
 * A registration as the file of providers keeps it. Immutable.
 *
 * @param className   of the provider, or {@code null} where there shall be none
 * @param key         what it is registered for
 * @param description or {@code null}
 * @param properties  for its constructor, in declared order; {@code null} if none were given
 */
record ProviderEntry(String className, RegistrationKey key, String description, Map<String, String> properties) {
    ProviderEntry {
        properties = properties == null || properties.isEmpty() ? null
                : Collections.unmodifiableMap(new LinkedHashMap<>(properties));
    }

    /** Whether both make the same provider. */
    boolean makesTheSameAs(ProviderEntry other) {
        return Objects.equals(className, other.className)
                && Objects.equals(properties, other.properties);
    }
}
