package io.serval.benchmarks.server;

import java.time.Duration;

import io.serval.benchmarks.app.Application;
import io.serval.benchmarks.app.PassFilter;
import io.serval.connector.Compression;
import io.serval.connector.ConnectorConfig;
import io.serval.connector.WorkerConfig;
import io.serval.connector.tls.config.CertificateSource;
import io.serval.connector.tls.config.TlsConfig;
import io.serval.connector.tls.config.TlsHost;
import io.serval.container.Serval;
import io.serval.container.ServalBuilder;
import io.serval.container.WebAppBuilder;
import io.serval.container.config.RequestSettings;

/** Serval through its embedding API. */
final class ServalServer implements BenchmarkServer {
    @Override
    public void start(Setup setup) {
        ConnectorConfig config = config(setup);
        ServalBuilder server = Serval.builder()
                .connector(defaults -> config)
                .virtualThreads(setup.virtualThreads())
                .context("", app -> application(app, setup));
        if (setup.tlsPort() != 0) {
            server.addConnector(config.withPort(setup.tlsPort()).withTls(tls(setup)), RequestSettings.DEFAULT);
        }
        server.start();
    }

    private static ConnectorConfig config(Setup setup) {
        ConnectorConfig defaults = ConnectorConfig.DEFAULT;
        return defaults.withPort(setup.port()).withAddress(Setup.HOST)
                .withLimits(defaults.limits().withMaxKeepAlive(-1))
                .withTimeouts(defaults.timeouts().withKeepAlive(Duration.ofSeconds(Setup.IDLE_SECONDS)))
                .withSocket(defaults.socket().withBacklog(Setup.BACKLOG))
                .withMaxConnections(Setup.CONNECTIONS)
                .withHttp2(defaults.http2().withMaxConcurrentStreams(Setup.STREAMS))
                .withCompression(setup.compression()
                        ? Compression.ON.withTypes(Setup.COMPRESSED).withMinSize(Setup.COMPRESSED_FROM)
                        : Compression.OFF)
                .withWorkers(workers(defaults.workers().withMaxThreads(setup.threads()), setup));
    }

    private static WorkerConfig workers(WorkerConfig workers, Setup setup) {
        return setup.queue() > 0 ? workers.withMaxQueue(setup.queue()) : workers;
    }

    private static TlsConfig tls(Setup setup) {
        return TlsConfig.of(TlsHost.of(new CertificateSource.StoreFile(setup.keyStore(), "PKCS12",
                Setup.KEY_PASSWORD.toCharArray(), null, null)));
    }

    private static void application(WebAppBuilder app, Setup setup) {
        app.resources(setup.documentRoot()).mimeType("txt", "text/plain").filter("/*", new PassFilter());
        Application.servlets().forEach(app::servlet);
    }
}
