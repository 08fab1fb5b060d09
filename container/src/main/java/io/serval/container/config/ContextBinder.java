package io.serval.container.config;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

import io.serval.container.xml.Element;

/** Reads {@code Context} elements, laying what they say over defaults from a wider place. */
final class ContextBinder extends Binder {
    /** Attributes without a choice to make: how Serval works inside, or what it always does. */
    private static final List<String> SETTLED = List.of("className", "backgroundProcessorDelay", "debug",
            "swallowOutput", "tldValidation", "xmlValidation", "xmlNamespaceAware", "xmlBlockExternal",
            "wrapperClass", "charsetMapperClass", "useBloomFilterForArchives", "parallelAnnotationScanning",
            "notFoundClassResourceCacheSize", "resourceOnlyServlets", "clearReferencesHttpClientKeepAliveThread",
            "clearReferencesObjectStreamClassCaches", "clearReferencesRmiTargets", "clearReferencesStopTimerThreads",
            "renewThreadsWhenStoppingContext", "skipMemoryLeakChecksOnJvmShutdown", "jndiExceptionOnFailedWrite",
            "copyXML", "addWebinfClassesToCodeSource");
    private static final List<String> LATER = List.of("jarSkip", "threadBindingListener");
    private static final List<String> CHILDREN = Stream.concat(NamingBinder.KINDS.keySet().stream(),
            Stream.of("CookieProcessor", "JarScanner", "Listener", "Loader", "Manager", "Parameter", "Realm",
                    "Resources", "Valve", "WatchedResource", "WrapperLifecycle", "WrapperListener",
                    "SessionIdGenerator")).toList();

    private final NamingBinder naming;
    private final SessionBinder sessions;
    private final ResourcesBinder resources;

    ContextBinder(ConfigProblems problems) {
        super(problems);
        naming = new NamingBinder(problems);
        sessions = new SessionBinder(problems);
        resources = new ResourcesBinder(problems);
    }

    /** What {@code defaults} say, changed and added to by the element; with {@code override} only the element. */
    ContextSettings bind(Element element, ContextSettings defaults) {
        AttributeReader attributes = attributes(element);
        boolean override = attributes.flag(ContextSwitch.OVERRIDE.attribute(), false);
        ContextSettings base = override ? ContextSettings.DEFAULT : defaults;
        ContextSettings settings = attributes(element, attributes, base);
        attributes.accept(SETTLED);
        attributes.later(LATER);
        attributes.laterUnless("antiResourceLocking", "false");
        attributes.finish();
        for (Element child : element.children()) {
            settings = child(element, child, settings);
        }
        return settings.withLocation(element.location());
    }

    private ContextSettings attributes(Element element, AttributeReader attributes, ContextSettings base) {
        ScanSettings scan = base.scan();
        return base.at(path(element, attributes, base), attributes.text("webappVersion", base.version()),
                        attributes.text("docBase", base.docBase()))
                .withWorkDir(attributes.text("workDir", base.workDir()))
                .withUnloadDelay(attributes.millis("unloadDelay", base.unloadDelay()))
                .withSwitches(attributes.switches(ContextSwitch.class, base::is))
                .withSessions(SessionBinder.context(attributes, base.sessions()))
                .withScan(new ScanSettings(scan.webXml(), scan.serverDefaults(), scan.fragments(), scan.annotations(),
                        scan.initializers(), attributes.text("containerSciFilter", scan.containerSciFilter()),
                        scan.jarsToSkip()));
    }

    private String path(Element element, AttributeReader attributes, ContextSettings base) {
        String path = attributes.text("path", base.path());
        if (path == null || path.isEmpty() || path.equals("/")) {
            return path == null ? null : "";
        }
        if (!path.startsWith("/") || path.endsWith("/")) {
            attributes.error("path", "must be empty for the root, or start with / and not end with it");
            return base.path();
        }
        return path;
    }

    private ContextSettings child(Element parent, Element child, ContextSettings settings) {
        return switch (child.name()) {
            case "Parameter" -> settings.withParameters(plus(settings.parameters(), parameter(child)));
            case "WatchedResource" -> watch(settings, child.text());
            case "Valve" -> settings.withValves(plus(settings.valves(), valve(child)));
            case "Listener" -> settings.withListeners(plus(settings.listeners(), listener(child)));
            case "Realm" -> settings.withRealm(realm(child));
            case "Manager" -> settings.withSessions(sessions.manager(child, settings.sessions()));
            case "CookieProcessor" -> settings.withSessions(sessions.cookies(child, settings.sessions()));
            case "Loader" -> settings.withLoader(loader(child, settings.loader()));
            case "Resources" -> settings.withResources(resources.bind(child, settings.resources()));
            case "JarScanner" -> settings.withScan(jarScanner(child, settings.scan()));
            case "SessionIdGenerator", "WrapperLifecycle", "WrapperListener" -> later(child, settings);
            default -> other(parent, child, settings);
        };
    }

    private ContextSettings other(Element parent, Element child, ContextSettings settings) {
        if (NamingBinder.KINDS.containsKey(child.name())) {
            return settings.withNaming(plus(settings.naming(), naming.bind(child)));
        }
        unknownChild(parent, child, CHILDREN);
        return settings;
    }

    private ContextSettings later(Element child, ContextSettings settings) {
        laterChild(child);
        return settings;
    }

    private static ContextSettings watch(ContextSettings settings, String file) {
        boolean known = settings.watched().contains(file);
        return known ? settings : settings.withWatched(plus(settings.watched(), file));
    }

    private static <T> List<T> plus(List<T> list, T value) {
        List<T> longer = new ArrayList<>(list);
        addIfThere(longer, value);
        return longer;
    }

    private ParameterConfig parameter(Element element) {
        AttributeReader attributes = attributes(element);
        ParameterConfig parameter = new ParameterConfig(attributes.required("name", "unnamed"),
                attributes.text("value", ""), attributes.flag("override", true), element.location());
        attributes.accept(List.of("description"));
        attributes.finish();
        return parameter;
    }

    private LoaderSettings loader(Element element, LoaderSettings base) {
        AttributeReader attributes = attributes(element);
        LoaderSettings loader = new LoaderSettings(attributes.flag("delegate", base.delegate()));
        checkClass(element, attributes);
        attributes.accept(List.of("loaderClass"));
        attributes.later(List.of("jakartaConverter"));
        attributes.finish();
        return loader;
    }

    private ScanSettings jarScanner(Element element, ScanSettings base) {
        AttributeReader scanner = attributes(element);
        scanner.accept(List.of("className", "scanClassPath", "scanBootstrapClassPath", "scanAllFiles",
                "scanAllDirectories", "scanManifest"));
        scanner.finish();
        String skip = base.jarsToSkip();
        for (Element child : element.children()) {
            if (child.name().equals("JarScanFilter")) {
                skip = jarsToSkip(child, skip);
            } else {
                unknownChild(element, child, List.of("JarScanFilter"));
            }
        }
        return new ScanSettings(base.webXml(), base.serverDefaults(), base.fragments(), base.annotations(),
                base.initializers(), base.containerSciFilter(), skip);
    }

    private String jarsToSkip(Element element, String otherwise) {
        AttributeReader filter = attributes(element);
        String skip = filter.text("pluggabilitySkip", otherwise);
        filter.accept(List.of("className", "defaultTldScan", "tldSkip", "tldScan"));
        filter.later(List.of("defaultPluggabilityScan", "pluggabilityScan"));
        filter.finish();
        return skip;
    }
}
