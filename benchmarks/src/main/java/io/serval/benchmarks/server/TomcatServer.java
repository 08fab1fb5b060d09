package io.serval.benchmarks.server;

import java.nio.file.Files;
import java.util.Map;

import jakarta.servlet.http.HttpServlet;

import org.apache.catalina.Context;
import org.apache.catalina.Wrapper;
import org.apache.catalina.connector.Connector;
import org.apache.catalina.servlets.DefaultServlet;
import org.apache.catalina.startup.Tomcat;
import org.apache.coyote.AbstractProtocol;
import org.apache.coyote.http2.Http2Protocol;
import org.apache.tomcat.util.descriptor.web.FilterDef;
import org.apache.tomcat.util.descriptor.web.FilterMap;
import org.apache.tomcat.util.net.SSLHostConfig;
import org.apache.tomcat.util.net.SSLHostConfigCertificate;
import org.apache.tomcat.util.threads.VirtualThreadExecutor;

import io.serval.benchmarks.app.Application;
import io.serval.benchmarks.app.PassFilter;

/** Embedded Tomcat with its NIO connector. */
final class TomcatServer implements BenchmarkServer {
    @Override
    public void start(Setup setup) throws Exception {
        Tomcat tomcat = new Tomcat();
        tomcat.setBaseDir(Files.createTempDirectory("benchmark-tomcat").toString());
        tomcat.setConnector(connector(setup, setup.port()));
        if (setup.tlsPort() != 0) {
            tomcat.getService().addConnector(tlsConnector(setup));
        }
        Context context = tomcat.addContext("", setup.documentRoot().toString());
        context.addMimeMapping("txt", "text/plain");
        Tomcat.addServlet(context, "default", new DefaultServlet());
        context.addServletMapping("/", "default");
        for (Map.Entry<String, HttpServlet> servlet : Application.servlets().entrySet()) {
            Wrapper wrapper = Tomcat.addServlet(context, servlet.getKey(), servlet.getValue());
            wrapper.setAsyncSupported(true);
            context.addServletMapping(servlet.getKey(), servlet.getKey());
        }
        addFilter(context);
        tomcat.start();
    }

    private static Connector connector(Setup setup, int port) {
        Connector connector = new Connector("org.apache.coyote.http11.Http11NioProtocol");
        connector.setPort(port);
        connector.setProperty("address", Setup.HOST);
        connector.setProperty("maxThreads", Integer.toString(setup.threads()));
        connector.setProperty("minSpareThreads", Integer.toString(Math.min(10, setup.threads())));
        connector.setProperty("acceptCount", Integer.toString(Setup.BACKLOG));
        connector.setProperty("maxConnections", Integer.toString(Setup.CONNECTIONS));
        connector.setProperty("maxKeepAliveRequests", "-1");
        connector.setProperty("keepAliveTimeout", Integer.toString(Setup.IDLE_SECONDS * 1_000));
        connector.setProperty("processorCache", "-1");
        if (setup.queue() > 0) {
            connector.setProperty("maxQueueSize", Integer.toString(setup.queue()));
        }
        if (setup.compression()) {
            connector.setProperty("compression", "on");
            connector.setProperty("compressionMinSize", Integer.toString(Setup.COMPRESSED_FROM));
            connector.setProperty("compressibleMimeType", String.join(",", Setup.COMPRESSED));
        }
        if (setup.virtualThreads()) {
            ((AbstractProtocol<?>) connector.getProtocolHandler()).setExecutor(new VirtualThreadExecutor("virtual-"));
        }
        Http2Protocol http2 = new Http2Protocol();
        http2.setMaxConcurrentStreams(Setup.STREAMS);
        http2.setMaxConcurrentStreamExecution(Setup.STREAMS);
        connector.addUpgradeProtocol(http2);
        return connector;
    }

    private static Connector tlsConnector(Setup setup) {
        Connector connector = connector(setup, setup.tlsPort());
        connector.setSecure(true);
        connector.setScheme("https");
        connector.setProperty("SSLEnabled", "true");
        connector.setProperty("sslImplementationName", "org.apache.tomcat.util.net.jsse.JSSEImplementation");
        SSLHostConfig host = new SSLHostConfig();
        SSLHostConfigCertificate certificate =
                new SSLHostConfigCertificate(host, SSLHostConfigCertificate.Type.UNDEFINED);
        certificate.setCertificateKeystoreFile(setup.keyStore().toString());
        certificate.setCertificateKeystoreType("PKCS12");
        certificate.setCertificateKeystorePassword(Setup.KEY_PASSWORD);
        host.addCertificate(certificate);
        connector.addSslHostConfig(host);
        return connector;
    }

    private static void addFilter(Context context) {
        FilterDef definition = new FilterDef();
        definition.setFilterName("pass");
        definition.setFilter(new PassFilter());
        definition.setAsyncSupported("true");
        context.addFilterDef(definition);
        FilterMap mapping = new FilterMap();
        mapping.setFilterName("pass");
        mapping.addURLPattern("/*");
        context.addFilterMap(mapping);
    }
}
