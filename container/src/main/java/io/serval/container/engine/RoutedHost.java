package io.serval.container.engine;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

import io.serval.container.mapping.PathCache;
import io.serval.container.spi.Valve;

/**
 * A virtual host with its applications (Servlet 6.1 §4.8). Immutable, but for the memory of where paths lead, which
 * goes with it when an application comes or goes.
 */
final class RoutedHost {
    private static final int CACHED_PATHS = 1024;

    private final String name;
    private final List<String> aliases;
    private final List<Valve> valves;
    private final Map<String, ContextVersions> contexts;
    private final PathCache<Route> routes = new PathCache<>(CACHED_PATHS);

    RoutedHost(String name, List<String> aliases, List<Valve> valves, Map<String, ContextVersions> contexts) {
        this.name = name;
        this.aliases = List.copyOf(aliases);
        this.valves = List.copyOf(valves);
        this.contexts = Map.copyOf(contexts);
    }

    String name() {
        return name;
    }

    List<String> aliases() {
        return aliases;
    }

    List<Valve> valves() {
        return valves;
    }

    Map<String, ContextVersions> contexts() {
        return contexts;
    }

    PathCache<Route> routes() {
        return routes;
    }

    /**
     * The applications of the longest context path that a canonical path begins with; {@code null} if there is none.
     */
    ContextVersions find(String path) {
        int end = path.length();
        while (end >= 0) {
            ContextVersions versions = contexts.get(path.substring(0, end));
            if (versions != null) {
                return versions;
            }
            end = end == 0 ? -1 : path.lastIndexOf('/', end - 1);
        }
        return null;
    }

    RoutedHost with(WebApp app) {
        Map<String, ContextVersions> more = new HashMap<>(contexts);
        more.merge(app.contextPath(), ContextVersions.of(app), (present, added) -> present.with(app));
        return new RoutedHost(name, aliases, valves, more);
    }

    RoutedHost without(WebApp app) {
        Map<String, ContextVersions> fewer = new HashMap<>(contexts);
        fewer.computeIfPresent(app.contextPath(), (path, present) -> present.without(app));
        return new RoutedHost(name, aliases, valves, fewer);
    }
}
