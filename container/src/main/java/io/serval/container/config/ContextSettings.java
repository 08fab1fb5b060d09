package io.serval.container.config;

import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

import io.serval.container.descriptor.SourceLocation;

/**
 * A {@code Context} element: what the administrator says about one web application. Attributes that say yes or no are
 * {@linkplain ContextSwitch switches}. Also filled in by the embedding API.
 *
 * @param path        context path, empty for the root; {@code null} where the name of a file decides it
 * @param version     orders parallel deployments of one path ({@code webappVersion}), empty for none
 * @param docBase     directory or WAR, relative to the {@code appBase} of the host; {@code null} where the place of the
 *                    file decides it
 * @param workDir     directory for temporary files, relative to the base; {@code null} for one below {@code work}
 * @param unloadDelay how long requests may run on when the application is stopped ({@code unloadDelay}, 2 s)
 * @param switches    the switches that are on
 * @param scan        what is looked for in the application
 * @param loader      how it finds its classes
 * @param resources   what is served beside its own files, and the cache
 * @param sessions    the session cookie and manager
 * @param parameters  {@code Parameter} elements, for {@code ServletContext.getInitParameter}
 * @param naming      {@code Environment}, {@code Resource}, {@code ResourceLink} and kindred elements
 * @param watched     {@code WatchedResource} elements: files whose change starts the application anew
 * @param realm       or {@code null} for that of the host
 * @param valves      in the order of the chain
 * @param listeners   {@code Listener} elements
 * @param location    where the element stands
 */
public record ContextSettings(String path, String version, String docBase, String workDir, Duration unloadDelay,
                              Set<ContextSwitch> switches, ScanSettings scan, LoaderSettings loader,
                              ResourceSettings resources, SessionConfig sessions, List<ParameterConfig> parameters,
                              List<NamingConfig> naming, List<String> watched, RealmConfig realm,
                              List<ValveConfig> valves, List<ListenerConfig> listeners, SourceLocation location) {
    /** What holds where nothing is said: Tomcat's defaults. */
    public static final ContextSettings DEFAULT = new ContextSettings(null, "", null, null, Duration.ofSeconds(2),
            defaults(), ScanSettings.DEFAULT, LoaderSettings.DEFAULT, ResourceSettings.DEFAULT, SessionConfig.DEFAULT,
            List.of(), List.of(), List.of("WEB-INF/web.xml"), null, List.of(), List.of(), SourceLocation.NONE);

    public ContextSettings {
        if (path != null && !path.isEmpty() && (!path.startsWith("/") || path.endsWith("/"))) {
            throw new IllegalArgumentException(
                    "path must be empty or start with / and not end with it, was \"" + path + '"');
        }
        switches = switches.isEmpty() ? Set.of() : Set.copyOf(switches);
        parameters = List.copyOf(parameters);
        naming = List.copyOf(naming);
        watched = List.copyOf(watched);
        valves = List.copyOf(valves);
        listeners = List.copyOf(listeners);
    }

    private static Set<ContextSwitch> defaults() {
        Set<ContextSwitch> on = EnumSet.noneOf(ContextSwitch.class);
        for (ContextSwitch each : ContextSwitch.values()) {
            if (each.byDefault()) {
                on.add(each);
            }
        }
        return on;
    }

    /** Whether a switch is on. */
    public boolean is(ContextSwitch which) {
        return switches.contains(which);
    }

    /** These settings with one switch turned on or off. */
    public ContextSettings with(ContextSwitch which, boolean on) {
        Set<ContextSwitch> changed = EnumSet.noneOf(ContextSwitch.class);
        changed.addAll(switches);
        if (on) {
            changed.add(which);
        } else {
            changed.remove(which);
        }
        return withSwitches(changed);
    }

    /** These settings for another place: what a file name or a program decides. */
    public ContextSettings at(String path, String version, String docBase) {
        return new ContextSettings(path, version, docBase, workDir, unloadDelay, switches, scan, loader, resources,
                sessions, parameters, naming, watched, realm, valves, listeners, location);
    }

    public ContextSettings withWorkDir(String workDir) {
        return new ContextSettings(path, version, docBase, workDir, unloadDelay, switches, scan, loader, resources,
                sessions, parameters, naming, watched, realm, valves, listeners, location);
    }

    public ContextSettings withUnloadDelay(Duration unloadDelay) {
        return new ContextSettings(path, version, docBase, workDir, unloadDelay, switches, scan, loader, resources,
                sessions, parameters, naming, watched, realm, valves, listeners, location);
    }

    public ContextSettings withSwitches(Set<ContextSwitch> switches) {
        return new ContextSettings(path, version, docBase, workDir, unloadDelay, switches, scan, loader, resources,
                sessions, parameters, naming, watched, realm, valves, listeners, location);
    }

    public ContextSettings withScan(ScanSettings scan) {
        return new ContextSettings(path, version, docBase, workDir, unloadDelay, switches, scan, loader, resources,
                sessions, parameters, naming, watched, realm, valves, listeners, location);
    }

    public ContextSettings withLoader(LoaderSettings loader) {
        return new ContextSettings(path, version, docBase, workDir, unloadDelay, switches, scan, loader, resources,
                sessions, parameters, naming, watched, realm, valves, listeners, location);
    }

    public ContextSettings withResources(ResourceSettings resources) {
        return new ContextSettings(path, version, docBase, workDir, unloadDelay, switches, scan, loader, resources,
                sessions, parameters, naming, watched, realm, valves, listeners, location);
    }

    public ContextSettings withSessions(SessionConfig sessions) {
        return new ContextSettings(path, version, docBase, workDir, unloadDelay, switches, scan, loader, resources,
                sessions, parameters, naming, watched, realm, valves, listeners, location);
    }

    public ContextSettings withParameters(List<ParameterConfig> parameters) {
        return new ContextSettings(path, version, docBase, workDir, unloadDelay, switches, scan, loader, resources,
                sessions, parameters, naming, watched, realm, valves, listeners, location);
    }

    public ContextSettings withNaming(List<NamingConfig> naming) {
        return new ContextSettings(path, version, docBase, workDir, unloadDelay, switches, scan, loader, resources,
                sessions, parameters, naming, watched, realm, valves, listeners, location);
    }

    public ContextSettings withWatched(List<String> watched) {
        return new ContextSettings(path, version, docBase, workDir, unloadDelay, switches, scan, loader, resources,
                sessions, parameters, naming, watched, realm, valves, listeners, location);
    }

    public ContextSettings withRealm(RealmConfig realm) {
        return new ContextSettings(path, version, docBase, workDir, unloadDelay, switches, scan, loader, resources,
                sessions, parameters, naming, watched, realm, valves, listeners, location);
    }

    public ContextSettings withValves(List<ValveConfig> valves) {
        return new ContextSettings(path, version, docBase, workDir, unloadDelay, switches, scan, loader, resources,
                sessions, parameters, naming, watched, realm, valves, listeners, location);
    }

    public ContextSettings withListeners(List<ListenerConfig> listeners) {
        return new ContextSettings(path, version, docBase, workDir, unloadDelay, switches, scan, loader, resources,
                sessions, parameters, naming, watched, realm, valves, listeners, location);
    }

    public ContextSettings withLocation(SourceLocation location) {
        return new ContextSettings(path, version, docBase, workDir, unloadDelay, switches, scan, loader, resources,
                sessions, parameters, naming, watched, realm, valves, listeners, location);
    }
}
