package io.serval.benchmarks.server;

import java.nio.file.Files;
import java.util.Map;

import jakarta.servlet.http.HttpServlet;

import org.apache.catalina.Context;
import org.apache.catalina.connector.Connector;
import org.apache.catalina.servlets.DefaultServlet;
import org.apache.catalina.startup.Tomcat;
import org.apache.coyote.AbstractProtocol;
import org.apache.tomcat.util.descriptor.web.FilterDef;
import org.apache.tomcat.util.descriptor.web.FilterMap;
import org.apache.tomcat.util.threads.VirtualThreadExecutor;

import io.serval.benchmarks.app.Application;
import io.serval.benchmarks.app.PassFilter;

/** Embedded Tomcat with its NIO connector. */
final class TomcatServer implements BenchmarkServer {
    @Override
    public void start(Setup setup) throws Exception {
        Tomcat tomcat = new Tomcat();
        tomcat.setBaseDir(Files.createTempDirectory("benchmark-tomcat").toString());
        tomcat.setConnector(connector(setup));
        Context context = tomcat.addContext("", setup.documentRoot().toString());
        context.addMimeMapping("txt", "text/plain");
        Tomcat.addServlet(context, "default", new DefaultServlet());
        context.addServletMapping("/", "default");
        for (Map.Entry<String, HttpServlet> servlet : Application.servlets().entrySet()) {
            Tomcat.addServlet(context, servlet.getKey(), servlet.getValue());
            context.addServletMapping(servlet.getKey(), servlet.getKey());
        }
        addFilter(context);
        tomcat.start();
    }

    private static Connector connector(Setup setup) {
        Connector connector = new Connector("org.apache.coyote.http11.Http11NioProtocol");
        connector.setPort(setup.port());
        connector.setProperty("address", Setup.HOST);
        connector.setProperty("maxThreads", Integer.toString(Setup.THREADS));
        connector.setProperty("acceptCount", Integer.toString(Setup.BACKLOG));
        connector.setProperty("maxKeepAliveRequests", "-1");
        connector.setProperty("processorCache", "-1");
        if (setup.virtualThreads()) {
            ((AbstractProtocol<?>) connector.getProtocolHandler()).setExecutor(new VirtualThreadExecutor("virtual-"));
        }
        return connector;
    }

    private static void addFilter(Context context) {
        FilterDef definition = new FilterDef();
        definition.setFilterName("pass");
        definition.setFilter(new PassFilter());
        context.addFilterDef(definition);
        FilterMap mapping = new FilterMap();
        mapping.setFilterName("pass");
        mapping.addURLPattern("/*");
        context.addFilterMap(mapping);
    }
}
