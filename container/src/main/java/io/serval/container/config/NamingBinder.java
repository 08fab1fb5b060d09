package io.serval.container.config;

import java.util.Map;

import io.serval.container.config.NamingConfig.Kind;
import io.serval.container.xml.Element;

/** Reads the elements that bind names: {@code Environment}, {@code Resource} and their kin. */
final class NamingBinder extends Binder {
    /** The elements and what they bind. */
    static final Map<String, Kind> KINDS = Map.of("Environment", Kind.ENVIRONMENT, "Resource", Kind.RESOURCE,
            "ResourceLink", Kind.RESOURCE_LINK, "ResourceEnvRef", Kind.RESOURCE_ENV_REF, "Ejb", Kind.EJB,
            "Transaction", Kind.TRANSACTION);

    NamingBinder(ConfigProblems problems) {
        super(problems);
    }

    NamingConfig bind(Element element) {
        AttributeReader attributes = attributes(element);
        Kind kind = KINDS.get(element.name());
        String name = kind == Kind.TRANSACTION ? "UserTransaction" : attributes.required("name", "unnamed");
        String type = attributes.text("type", null);
        return new NamingConfig(kind, name, type, attributes.rest(), element.location());
    }
}
