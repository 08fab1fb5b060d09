package io.serval.container.config;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import io.serval.container.config.HostConfig.Switch;
import io.serval.container.xml.Element;

/** Reads {@code Engine} elements and the hosts in them. */
final class EngineBinder extends Binder {
    private static final List<String> ENGINE_SETTLED = List.of("className", "backgroundProcessorDelay", "debug",
            "startStopThreads");
    private static final List<String> HOST_SETTLED = List.of("className", "backgroundProcessorDelay", "debug",
            "errorReportValveClass", "xmlValidation", "xmlNamespaceAware");
    private static final List<String> HOST_LATER = List.of("legacyAppBase", "hostConfigClass", "configClass");
    private static final List<String> ENGINE_CHILDREN = List.of("Host", "Realm", "Valve", "Listener", "Cluster");
    private static final List<String> HOST_CHILDREN = List.of("Alias", "Context", "Realm", "Valve", "Listener",
            "Cluster");

    private final ContextBinder contexts;
    private final ContextSettings contextDefaults;

    EngineBinder(ConfigProblems problems, ContextSettings contextDefaults) {
        super(problems);
        this.contexts = new ContextBinder(problems);
        this.contextDefaults = contextDefaults;
    }

    EngineConfig bind(Element element) {
        AttributeReader attributes = attributes(element);
        String name = attributes.required("name", "Catalina");
        String defaultHost = attributes.required("defaultHost", "localhost").toLowerCase(Locale.ROOT);
        String jvmRoute = attributes.text("jvmRoute", null);
        attributes.accept(ENGINE_SETTLED);
        attributes.finish();
        List<HostConfig> hosts = new ArrayList<>();
        Parts parts = new Parts();
        for (Element child : element.children()) {
            if (child.name().equals("Host")) {
                hosts.add(host(child));
            } else if (!parts.take(child)) {
                unknownChild(element, child, ENGINE_CHILDREN);
            }
        }
        checkNames(element, hosts, defaultHost);
        return new EngineConfig(name, defaultHost, jvmRoute, hosts, parts.realm, parts.valves, parts.listeners,
                element.location());
    }

    /** Every name leads to one host, and the default host is there. */
    private void checkNames(Element engine, List<HostConfig> hosts, String defaultHost) {
        Map<String, HostConfig> byName = new HashMap<>();
        for (HostConfig host : hosts) {
            checkName(byName, host.name(), host);
            host.aliases().forEach(alias -> checkName(byName, alias, host));
        }
        if (!byName.containsKey(defaultHost)) {
            problems.error(engine.locationOf("defaultHost"), "attribute defaultHost of Engine names \"" + defaultHost
                    + "\", but there is no Host of that name; there are " + byName.keySet());
        }
    }

    private void checkName(Map<String, HostConfig> byName, String name, HostConfig host) {
        HostConfig earlier = byName.putIfAbsent(name, host);
        if (earlier != null) {
            problems.error(host.location(), "the name " + name + " is already that of the Host at "
                    + earlier.location());
        }
    }

    private HostConfig host(Element element) {
        AttributeReader attributes = attributes(element);
        String name = attributes.required("name", "localhost").toLowerCase(Locale.ROOT);
        List<String> aliases = new ArrayList<>();
        List<ContextSettings> ofHost = new ArrayList<>();
        Parts parts = new Parts();
        for (Element child : element.children()) {
            if (child.name().equals("Alias")) {
                aliases.add(child.text().toLowerCase(Locale.ROOT));
            } else if (child.name().equals("Context")) {
                ofHost.add(context(child));
            } else if (!parts.take(child)) {
                unknownChild(element, child, HOST_CHILDREN);
            }
        }
        HostConfig host = new HostConfig(name, aliases, attributes.text("appBase", "webapps"),
                attributes.text("xmlBase", null), attributes.text("workDir", null),
                attributes.switches(Switch.class, Switch::byDefault),
                Duration.ofMillis(attributes.number("scanInterval", 1_000, 10, Integer.MAX_VALUE)),
                attributes.pattern("deployIgnore"), attributes.number("startStopThreads", 1, 0, 1_024), ofHost,
                parts.realm, parts.valves, parts.listeners, element.location());
        attributes.accept(HOST_SETTLED);
        attributes.later(HOST_LATER);
        attributes.finish();
        return host;
    }

    private ContextSettings context(Element element) {
        ContextSettings settings = contexts.bind(element, contextDefaults);
        if (settings.path() == null && settings.docBase() == null) {
            problems.error(element.location(), "Context needs the attribute path, or docBase to take it from");
        }
        return settings;
    }

    /** What engines and hosts have in common. */
    private final class Parts {
        private final List<ValveConfig> valves = new ArrayList<>();
        private final List<ListenerConfig> listeners = new ArrayList<>();
        private RealmConfig realm;

        private boolean take(Element child) {
            switch (child.name()) {
                case "Realm" -> realm = realm(child);
                case "Valve" -> addIfThere(valves, valve(child));
                case "Listener" -> addIfThere(listeners, listener(child));
                case "Cluster" -> laterChild(child);
                default -> {
                    return false;
                }
            }
            return true;
        }
    }
}
