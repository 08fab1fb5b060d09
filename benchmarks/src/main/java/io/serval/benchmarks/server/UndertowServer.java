package io.serval.benchmarks.server;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Map;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

import jakarta.servlet.DispatcherType;
import jakarta.servlet.Filter;
import jakarta.servlet.http.HttpServlet;

import io.undertow.Handlers;
import io.undertow.Undertow;
import io.undertow.UndertowOptions;
import io.undertow.predicate.Predicates;
import io.undertow.server.HttpHandler;
import io.undertow.server.handlers.encoding.ContentEncodingRepository;
import io.undertow.server.handlers.encoding.EncodingHandler;
import io.undertow.server.handlers.encoding.GzipEncodingProvider;
import io.undertow.server.handlers.resource.PathResourceManager;
import io.undertow.servlet.Servlets;
import io.undertow.servlet.api.DeploymentInfo;
import io.undertow.servlet.api.DeploymentManager;
import io.undertow.servlet.util.ImmediateInstanceFactory;
import io.undertow.util.Headers;
import org.xnio.Options;

import io.serval.benchmarks.app.Application;
import io.serval.benchmarks.app.PassFilter;

/** Embedded Undertow with its servlet layer. It has no virtual threads; that setting is ignored. */
final class UndertowServer implements BenchmarkServer {
    @Override
    public void start(Setup setup) throws Exception {
        DeploymentManager deployment = Servlets.defaultContainer().addDeployment(application(setup));
        deployment.deploy();
        HttpHandler handler = deployment.start();
        Undertow.Builder server = Undertow.builder()
                .addHttpListener(setup.port(), Setup.HOST)
                .setWorkerThreads(setup.threads())
                .setSocketOption(Options.BACKLOG, Setup.BACKLOG)
                .setServerOption(UndertowOptions.ENABLE_STATISTICS, false)
                .setServerOption(UndertowOptions.ENABLE_HTTP2, true)
                .setServerOption(UndertowOptions.HTTP2_SETTINGS_MAX_CONCURRENT_STREAMS, Setup.STREAMS)
                .setServerOption(UndertowOptions.NO_REQUEST_TIMEOUT, Setup.IDLE_SECONDS * 1_000)
                .setHandler(setup.compression() ? compressed(handler)
                        : setup.queue() > 0 ? Handlers.requestLimitingHandler(setup.threads(), setup.queue(), handler)
                        : handler);
        if (setup.tlsPort() != 0) {
            server.addHttpsListener(setup.tlsPort(), Setup.HOST, tls(setup));
        }
        server.build().start();
    }

    private static SSLContext tls(Setup setup) throws GeneralSecurityException, IOException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(setup.keyStore())) {
            store.load(in, Setup.KEY_PASSWORD.toCharArray());
        }
        KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(store, Setup.KEY_PASSWORD.toCharArray());
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(keys.getKeyManagers(), null, null);
        return context;
    }

    /** Its predicate knows types of responses; lengths it does not look at. */
    private static HttpHandler compressed(HttpHandler handler) {
        return new EncodingHandler(handler, new ContentEncodingRepository().addEncodingHandler("gzip",
                new GzipEncodingProvider(), 50, Predicates.parse("regex(pattern='^(" + String.join("|",
                        Setup.COMPRESSED) + ")', value=%{o," + Headers.CONTENT_TYPE + "}, full-match=false)")));
    }

    private static DeploymentInfo application(Setup setup) {
        DeploymentInfo application = Servlets.deployment()
                .setClassLoader(UndertowServer.class.getClassLoader())
                .setContextPath("/").setDeploymentName("benchmark")
                .setResourceManager(new PathResourceManager(setup.documentRoot()))
                .addFilter(Servlets.filter("pass", PassFilter.class,
                        new ImmediateInstanceFactory<Filter>(new PassFilter())).setAsyncSupported(true))
                .addFilterUrlMapping("pass", "/*", DispatcherType.REQUEST);
        for (Map.Entry<String, HttpServlet> servlet : Application.servlets().entrySet()) {
            application.addServlet(Servlets.servlet(servlet.getKey(), servlet.getValue().getClass(),
                    new ImmediateInstanceFactory<>(servlet.getValue())).addMapping(servlet.getKey())
                    .setAsyncSupported(true));
        }
        return application;
    }
}
