package io.serval.container.engine;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

import io.serval.container.mapping.PathCache;
import io.serval.container.servlet.ErrorReport;
import io.serval.container.spi.Valve;

/**
 * A virtual host with its applications (Servlet 6.1 §4.8). Immutable, but for the memory of where paths lead, which
 * goes with it when an application comes or goes.
 */
final class RoutedHost {
    private static final int CACHED_PATHS = 1024;

    private final HostTable.Host host;
    private final Map<String, ContextVersions> contexts;
    private final PathCache<Route> routes = new PathCache<>(CACHED_PATHS);

    RoutedHost(HostTable.Host host, Map<String, ContextVersions> contexts) {
        this.host = host;
        this.contexts = Map.copyOf(contexts);
    }

    String name() {
        return host.name();
    }

    List<String> aliases() {
        return host.aliases();
    }

    List<Valve> valves() {
        return host.valves();
    }

    /** Tells clients of errors where no application does. */
    ErrorReport report() {
        return host.report();
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
        return new RoutedHost(host, more);
    }

    RoutedHost without(WebApp app) {
        Map<String, ContextVersions> fewer = new HashMap<>(contexts);
        fewer.computeIfPresent(app.contextPath(), (path, present) -> present.without(app));
        return new RoutedHost(host, fewer);
    }
}
