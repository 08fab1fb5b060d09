package io.serval.benchmarks.server;

import io.serval.benchmarks.app.Application;
import io.serval.benchmarks.app.PassFilter;
import io.serval.connector.ConnectorConfig;
import io.serval.container.Serval;
import io.serval.container.WebAppBuilder;

/** Serval through its embedding API. */
final class ServalServer implements BenchmarkServer {
    @Override
    public void start(Setup setup) {
        Serval.builder()
                .connector(connector -> connector(connector, setup))
                .virtualThreads(setup.virtualThreads())
                .context("", app -> application(app, setup))
                .start();
    }

    private static ConnectorConfig connector(ConnectorConfig defaults, Setup setup) {
        return defaults.withPort(setup.port()).withAddress(Setup.HOST)
                .withLimits(defaults.limits().withMaxKeepAlive(-1))
                .withSocket(defaults.socket().withBacklog(Setup.BACKLOG))
                .withWorkers(defaults.workers().withMaxThreads(Setup.THREADS));
    }

    private static void application(WebAppBuilder app, Setup setup) {
        app.resources(setup.documentRoot()).mimeType("txt", "text/plain").filter("/*", new PassFilter());
        Application.servlets().forEach(app::servlet);
    }
}
