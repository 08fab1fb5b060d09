package io.serval.container.descriptor;

import java.util.List;
import java.util.Map;

/**
 * An environment entry or a reference to a resource (Servlet 6.1 §15.2; elements {@code env-entry}, {@code
 * resource-ref} and their kin).
 *
 * @param kind             which element declared it
 * @param name             below {@code java:comp/env}
 * @param type             class name, or {@code null}
 * @param value            of an {@code env-entry}, or {@code null}
 * @param lookupName       name that it stands for, or {@code null}
 * @param mappedName       or {@code null}
 * @param injectionTargets fields and setters to fill
 * @param properties       further child elements by their names
 * @param location         where it was declared
 */
public record NamingEntry(Kind kind, String name, String type, String value, String lookupName, String mappedName,
                          List<InjectionTarget> injectionTargets, Map<String, String> properties,
                          SourceLocation location) {
    /** The elements that make a name. */
    public enum Kind {
        ENV_ENTRY, RESOURCE_REF, RESOURCE_ENV_REF, DATA_SOURCE, MESSAGE_DESTINATION_REF, EJB_REF, SERVICE_REF,
        PERSISTENCE_CONTEXT_REF, PERSISTENCE_UNIT_REF, MAIL_SESSION, CONNECTION_FACTORY
    }

    /** A field or a setter to be filled. */
    public record InjectionTarget(String className, String memberName) { }

    public NamingEntry {
        injectionTargets = List.copyOf(injectionTargets);
        properties = Map.copyOf(properties);
    }
}
