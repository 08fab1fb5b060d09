package io.serval.container.management;

import java.util.List;

import io.serval.container.session.SessionCounters;

/**
 * An application at one moment.
 *
 * @param host           name of its virtual host
 * @param path           of its context, empty for the root
 * @param version        of a parallel deployment, empty for none
 * @param state          {@code RUNNING}, {@code PAUSED}, {@code FAILED} …
 * @param activeRequests begun and not over, asynchronous ones included
 * @param sessions       its sessions
 * @param servlets       its servlets, in the order of their declaration
 */
public record AppFigures(String host, String path, String version, String state, long activeRequests,
                         SessionCounters sessions, List<ServletFigures> servlets) {
    /** Whether it takes requests. */
    public boolean isRunning() {
        return state.equals("RUNNING");
    }

    /** Path and version as Tomcat writes them: {@code /shop##2}, and {@code /} for the root. */
    public String name() {
        return (path.isEmpty() ? "/" : path) + (version.isEmpty() ? "" : "##" + version);
    }
}
