package io.serval.benchmarks.server;

import java.util.EnumSet;
import java.util.Map;

import jakarta.servlet.DispatcherType;
import jakarta.servlet.http.HttpServlet;

import org.eclipse.jetty.ee11.servlet.DefaultServlet;
import org.eclipse.jetty.ee11.servlet.FilterHolder;
import org.eclipse.jetty.ee11.servlet.ServletContextHandler;
import org.eclipse.jetty.ee11.servlet.ServletHolder;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.VirtualThreads;
import org.eclipse.jetty.util.thread.QueuedThreadPool;

import io.serval.benchmarks.app.Application;
import io.serval.benchmarks.app.PassFilter;

/** Embedded Jetty with its Jakarta EE 11 environment. */
final class JettyServer implements BenchmarkServer {
    @Override
    public void start(Setup setup) throws Exception {
        QueuedThreadPool threads = new QueuedThreadPool(Setup.THREADS);
        if (setup.virtualThreads()) {
            threads.setVirtualThreadsExecutor(VirtualThreads.getDefaultVirtualThreadsExecutor());
        }
        Server server = new Server(threads);
        ServerConnector connector = new ServerConnector(server);
        connector.setHost(Setup.HOST);
        connector.setPort(setup.port());
        connector.setAcceptQueueSize(Setup.BACKLOG);
        server.addConnector(connector);
        server.setHandler(context(setup));
        server.start();
    }

    private static ServletContextHandler context(Setup setup) {
        ServletContextHandler context = new ServletContextHandler("/");
        context.setBaseResourceAsPath(setup.documentRoot());
        context.addFilter(new FilterHolder(new PassFilter()), "/*", EnumSet.of(DispatcherType.REQUEST));
        for (Map.Entry<String, HttpServlet> servlet : Application.servlets().entrySet()) {
            context.addServlet(new ServletHolder(servlet.getValue()), servlet.getKey());
        }
        context.addServlet(new ServletHolder(new DefaultServlet()), "/");
        return context;
    }
}
