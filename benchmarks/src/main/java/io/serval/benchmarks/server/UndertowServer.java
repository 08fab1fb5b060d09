package io.serval.benchmarks.server;

import java.util.Map;

import jakarta.servlet.DispatcherType;
import jakarta.servlet.Filter;
import jakarta.servlet.http.HttpServlet;

import io.undertow.Undertow;
import io.undertow.UndertowOptions;
import io.undertow.server.handlers.resource.PathResourceManager;
import io.undertow.servlet.Servlets;
import io.undertow.servlet.api.DeploymentInfo;
import io.undertow.servlet.api.DeploymentManager;
import io.undertow.servlet.util.ImmediateInstanceFactory;
import org.xnio.Options;

import io.serval.benchmarks.app.Application;
import io.serval.benchmarks.app.PassFilter;

/** Embedded Undertow with its servlet layer. It has no virtual threads; that setting is ignored. */
final class UndertowServer implements BenchmarkServer {
    @Override
    public void start(Setup setup) throws Exception {
        DeploymentManager deployment = Servlets.defaultContainer().addDeployment(application(setup));
        deployment.deploy();
        Undertow.builder()
                .addHttpListener(setup.port(), Setup.HOST)
                .setWorkerThreads(Setup.THREADS)
                .setSocketOption(Options.BACKLOG, Setup.BACKLOG)
                .setServerOption(UndertowOptions.ENABLE_STATISTICS, false)
                .setHandler(deployment.start())
                .build().start();
    }

    private static DeploymentInfo application(Setup setup) {
        DeploymentInfo application = Servlets.deployment()
                .setClassLoader(UndertowServer.class.getClassLoader())
                .setContextPath("/").setDeploymentName("benchmark")
                .setResourceManager(new PathResourceManager(setup.documentRoot()))
                .addFilter(Servlets.filter("pass", PassFilter.class,
                        new ImmediateInstanceFactory<Filter>(new PassFilter())))
                .addFilterUrlMapping("pass", "/*", DispatcherType.REQUEST);
        for (Map.Entry<String, HttpServlet> servlet : Application.servlets().entrySet()) {
            application.addServlet(Servlets.servlet(servlet.getKey(), servlet.getValue().getClass(),
                    new ImmediateInstanceFactory<>(servlet.getValue())).addMapping(servlet.getKey()));
        }
        return application;
    }
}
