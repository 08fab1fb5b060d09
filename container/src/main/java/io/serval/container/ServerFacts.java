package io.serval.container;

import java.util.List;

import io.serval.connector.HttpConnector;
import io.serval.container.engine.WebApp;
import io.serval.container.management.AppFigures;
import io.serval.container.management.ServerView;
import io.serval.container.management.ServletFigures;
import io.serval.container.servlet.ServletCounts;
import io.serval.container.servlet.ServletHolder;
import io.serval.container.session.SessionCounters;

/** Shows a server to the management. Safe for any thread. */
final class ServerFacts implements ServerView {
    private static final SessionCounters NO_SESSIONS = new SessionCounters(0, 0, 0, 0, 0, 0, 0, 0);

    private final String name;
    private final Serval server;
    private final Hosts hosts;

    ServerFacts(String name, Serval server, Hosts hosts) {
        this.name = name;
        this.server = server;
        this.hosts = hosts;
    }

    @Override public String name() {
        return name;
    }

    @Override public Phase phase() {
        return switch (server.state()) {
            case NEW, CONTEXTS_STARTED -> Phase.STARTING;
            case RUNNING -> server.isDraining() ? Phase.DRAINING : Phase.READY;
            case STOPPED -> Phase.STOPPED;
        };
    }

    @Override public List<HttpConnector> connectors() {
        return server.connectors();
    }

    @Override public List<String> hosts() {
        return hosts.names();
    }

    @Override public List<AppFigures> applications() {
        return hosts.table().apps().stream().map(ServerFacts::figures).toList();
    }

    private static AppFigures figures(WebApp app) {
        var sessions = app.servletContext().sessions();
        return new AppFigures(app.hostName(), app.contextPath(), app.version(), app.state().name(),
                app.activeRequests(), sessions == null ? NO_SESSIONS : sessions.counters(),
                app.servletContext().servlets().stream().map(ServerFacts::figures).toList());
    }

    private static ServletFigures figures(ServletHolder servlet) {
        ServletCounts counts = servlet.counts();
        return new ServletFigures(servlet.name(), counts.requests(), counts.errors(), counts.nanos(),
                counts.longestNanos());
    }
}
