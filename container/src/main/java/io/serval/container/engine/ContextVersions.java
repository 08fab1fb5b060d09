package io.serval.container.engine;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

import io.serval.container.servlet.SessionProbe;
import io.serval.http.HttpExchange;

/**
 * The applications of one context path: one, or several versions side by side. Immutable.
 *
 * @param apps in ascending order of their versions; not empty
 */
record ContextVersions(List<WebApp> apps) {
    ContextVersions {
        apps = List.copyOf(apps);
    }

    static ContextVersions of(WebApp app) {
        return new ContextVersions(List.of(app));
    }

    boolean isOne() {
        return apps.size() == 1;
    }

    WebApp latest() {
        return apps.get(apps.size() - 1);
    }

    /** New clients get the latest version; one that has a session stays with the version of that. */
    WebApp choose(HttpExchange exchange) {
        for (int i = apps.size() - 2; i >= 0; i--) {
            WebApp older = apps.get(i);
            if (older.state() == AppState.RUNNING && SessionProbe.names(exchange, older.servletContext())
                    && !SessionProbe.names(exchange, latest().servletContext())) {
                return older;
            }
        }
        return latest();
    }

    /** With an application more, in place of one of the same version. */
    ContextVersions with(WebApp app) {
        List<WebApp> more = new ArrayList<>(apps);
        more.removeIf(each -> each.version().equals(app.version()));
        more.add(app);
        more.sort(Comparator.comparing(WebApp::version));
        return new ContextVersions(more);
    }

    /** @return {@code null} if none is left */
    ContextVersions without(WebApp app) {
        List<WebApp> fewer = new ArrayList<>(apps);
        fewer.remove(app);
        return fewer.isEmpty() ? null : new ContextVersions(fewer);
    }
}
