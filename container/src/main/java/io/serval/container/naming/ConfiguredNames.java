package io.serval.container.naming;

import java.util.HashSet;
import java.util.Set;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.serval.container.config.NamingConfig;

/** Binds what the administrator configured. For the thread that deploys. */
final class ConfiguredNames {
    private static final Logger log = LoggerFactory.getLogger(ConfiguredNames.class);

    private final NameTree tree;
    private final String prefix;
    private final GlobalNaming global;
    private final ClassLoader loader;
    private final ResourceMakers makers;
    /** Environment entries that the application may not set otherwise. */
    private final Set<String> fixed = new HashSet<>();

    /** @param prefix of all names, empty or ending with a slash */
    ConfiguredNames(NameTree tree, String prefix, GlobalNaming global, ClassLoader loader) {
        this.tree = tree;
        this.prefix = prefix;
        this.global = global;
        this.loader = loader;
        this.makers = new ResourceMakers(loader);
    }

    void add(NamingConfig element) {
        switch (element.kind()) {
            case ENVIRONMENT -> environment(element);
            case RESOURCE -> bind(element, new NamedObject.Made(makers.resource(ResourceSpec.of(element))));
            case RESOURCE_LINK -> link(element);
            case RESOURCE_ENV_REF -> log.debug("{}: ResourceEnvRef {} names no resource", element.location(),
                    element.name());
            case EJB, TRANSACTION -> log.warn("{}: {} {} has no effect: there are no enterprise beans and no "
                    + "transaction manager here", element.location(), element.kind(), element.name());
        }
    }

    private void bind(NamingConfig element, NamedObject object) {
        if (!tree.putIfAbsent(prefix + element.name(), object)) {
            log.warn("{}: {} {} has no effect: the name is bound already, and the first one holds", element.location(),
                    element.kind(), element.name());
        }
    }

    private void environment(NamingConfig element) {
        String type = element.type() == null ? "java.lang.String" : element.type();
        String text = element.attributes().get("value");
        if (text == null) {
            throw new IllegalArgumentException(element.location() + ": Environment " + element.name()
                    + " needs a value");
        }
        Object value = EnvironmentValue.parse(element.name(), type, text, loader, element.location());
        bind(element, new NamedObject.Fixed(value));
        if ("false".equalsIgnoreCase(element.attributes().get("override"))) {
            fixed.add(element.name());
        }
    }

    private void link(NamingConfig element) {
        String target = element.attributes().get("global");
        NamedObject found = target == null ? null : global.get(target);
        if (found == null) {
            throw new IllegalArgumentException(element.location() + ": ResourceLink " + element.name()
                    + " needs global, the name of a resource in GlobalNamingResources of server.xml; there is no "
                    + target);
        }
        if (element.attributes().containsKey("factory")) {
            log.warn("{}: factory {} of ResourceLink {} is not supported: the resource is shared as it is",
                    element.location(), element.attributes().get("factory"), element.name());
        }
        bind(element, new NamedObject.Shared(found));
    }

    /** Whether the application may set that entry; what it sets then holds. */
    boolean mayOverride(String name) {
        return !fixed.contains(name);
    }
}
