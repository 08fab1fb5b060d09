package io.serval.benchmarks.server;

import java.util.EnumSet;
import java.util.Map;

import jakarta.servlet.DispatcherType;
import jakarta.servlet.http.HttpServlet;

import org.eclipse.jetty.alpn.server.ALPNServerConnectionFactory;
import org.eclipse.jetty.compression.gzip.GzipCompression;
import org.eclipse.jetty.compression.gzip.GzipEncoderConfig;
import org.eclipse.jetty.compression.server.CompressionConfig;
import org.eclipse.jetty.compression.server.CompressionHandler;
import org.eclipse.jetty.ee11.servlet.DefaultServlet;
import org.eclipse.jetty.ee11.servlet.FilterHolder;
import org.eclipse.jetty.ee11.servlet.ServletContextHandler;
import org.eclipse.jetty.ee11.servlet.ServletHolder;
import org.eclipse.jetty.http2.server.AbstractHTTP2ServerConnectionFactory;
import org.eclipse.jetty.http2.server.HTTP2CServerConnectionFactory;
import org.eclipse.jetty.http2.server.HTTP2ServerConnectionFactory;
import org.eclipse.jetty.server.ConnectionFactory;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.SecureRequestCustomizer;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.SslConnectionFactory;
import org.eclipse.jetty.server.handler.QoSHandler;
import org.eclipse.jetty.util.VirtualThreads;
import org.eclipse.jetty.util.ssl.SslContextFactory;
import org.eclipse.jetty.util.thread.QueuedThreadPool;

import io.serval.benchmarks.app.Application;
import io.serval.benchmarks.app.PassFilter;

/** Embedded Jetty with its Jakarta EE 11 environment. */
final class JettyServer implements BenchmarkServer {
    @Override
    public void start(Setup setup) throws Exception {
        QueuedThreadPool threads = new QueuedThreadPool(setup.threads(), Math.min(8, setup.threads()));
        if (setup.virtualThreads()) {
            threads.setVirtualThreadsExecutor(VirtualThreads.getDefaultVirtualThreadsExecutor());
        }
        Server server = new Server(threads);
        HttpConfiguration clear = new HttpConfiguration();
        addConnector(server, setup.port(), new HttpConnectionFactory(clear),
                withStreams(new HTTP2CServerConnectionFactory(clear)));
        if (setup.tlsPort() != 0) {
            addTlsConnector(server, setup);
        }
        Handler application = context(setup);
        server.setHandler(setup.compression() ? compressed(application)
                : setup.queue() > 0 ? limited(application, setup) : application);
        server.start();
    }

    private static void addTlsConnector(Server server, Setup setup) {
        HttpConfiguration secure = new HttpConfiguration();
        secure.addCustomizer(new SecureRequestCustomizer(false));           // clients ask an address, not a name
        SslContextFactory.Server tls = new SslContextFactory.Server();
        tls.setKeyStorePath(setup.keyStore().toString());
        tls.setKeyStorePassword(Setup.KEY_PASSWORD);
        ALPNServerConnectionFactory alpn = new ALPNServerConnectionFactory();
        alpn.setDefaultProtocol("http/1.1");
        addConnector(server, setup.tlsPort(), new SslConnectionFactory(tls, alpn.getProtocol()), alpn,
                withStreams(new HTTP2ServerConnectionFactory(secure)), new HttpConnectionFactory(secure));
    }

    private static ConnectionFactory withStreams(AbstractHTTP2ServerConnectionFactory http2) {
        http2.setMaxConcurrentStreams(Setup.STREAMS);
        return http2;
    }

    private static void addConnector(Server server, int port, ConnectionFactory... protocols) {
        ServerConnector connector = new ServerConnector(server, protocols);
        connector.setHost(Setup.HOST);
        connector.setPort(port);
        connector.setAcceptQueueSize(Setup.BACKLOG);
        connector.setIdleTimeout(Setup.IDLE_SECONDS * 1_000L);
        server.addConnector(connector);
    }

    private static Handler compressed(Handler handler) {
        GzipEncoderConfig encoder = new GzipEncoderConfig();
        encoder.setSyncFlush(true);
        GzipCompression gzip = new GzipCompression();
        gzip.setMinCompressSize(Setup.COMPRESSED_FROM);
        gzip.setDefaultEncoderConfig(encoder);
        CompressionConfig.Builder config = CompressionConfig.builder();
        Setup.COMPRESSED.forEach(config::compressIncludeMimeType);
        CompressionHandler compression = new CompressionHandler();
        compression.putCompression(gzip);
        compression.putConfiguration("/*", config.build());
        compression.setHandler(handler);
        return compression;
    }

    /** Its means against overload: requests wait in the handler, without a thread. */
    private static Handler limited(Handler handler, Setup setup) {
        QoSHandler limited = new QoSHandler(handler);
        limited.setMaxRequestCount(setup.threads() - 4);                    // some are needed for the selector
        limited.setMaxSuspendedRequestCount(setup.queue());
        return limited;
    }

    private static ServletContextHandler context(Setup setup) {
        ServletContextHandler context = new ServletContextHandler("/", ServletContextHandler.SESSIONS);
        context.setBaseResourceAsPath(setup.documentRoot());
        FilterHolder filter = new FilterHolder(new PassFilter());
        filter.setAsyncSupported(true);
        context.addFilter(filter, "/*", EnumSet.of(DispatcherType.REQUEST));
        for (Map.Entry<String, HttpServlet> servlet : Application.servlets().entrySet()) {
            ServletHolder holder = new ServletHolder(servlet.getValue());
            holder.setAsyncSupported(true);
            context.addServlet(holder, servlet.getKey());
        }
        context.addServlet(new ServletHolder(new DefaultServlet()), "/");
        return context;
    }
}
