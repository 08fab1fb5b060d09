package io.serval.container.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EventListener;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

import jakarta.servlet.Filter;
import jakarta.servlet.Servlet;
import jakarta.servlet.ServletContainerInitializer;
import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRegistration;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import io.serval.container.config.RequestSettings;
import io.serval.container.descriptor.WebAppDescriptor;
import io.serval.container.engine.HostTable;
import io.serval.container.engine.ServletEngine;
import io.serval.container.engine.WebApp;
import io.serval.container.engine.WebAppEnvironment;
import io.serval.container.resource.ResourceRoots;
import io.serval.container.servlet.Initializer;

/**
 * One application behind an engine, put together by program: what most tests start from. {@link #close} stops it.
 */
public final class TestApp implements AutoCloseable {
    private final HostTable hosts = HostTable.single();
    private final ServletEngine engine;
    private final WebApp app;

    /** A servlet in few words. */
    @FunctionalInterface
    public interface Service {
        void serve(HttpServletRequest request, HttpServletResponse response) throws ServletException, IOException;
    }

    /** Configures an application as a {@link ServletContainerInitializer} does. */
    public static final class Setup {
        private final ServletContext context;

        Setup(ServletContext context) {
            this.context = context;
        }

        public ServletContext context() {
            return context;
        }

        /** A servlet, named as its first pattern, that supports asynchronous requests. */
        public ServletRegistration.Dynamic servlet(String pattern, Service service) {
            return servlet(pattern, pattern, new ServiceServlet(service));
        }

        public ServletRegistration.Dynamic servlet(String name, String pattern, Servlet servlet) {
            ServletRegistration.Dynamic registration = context.addServlet(name, servlet);
            registration.addMapping(pattern);
            registration.setAsyncSupported(true);
            return registration;
        }

        /** A filter for requests, in the order of the calls. */
        public void filter(String name, String pattern, Filter filter) {
            var registration = context.addFilter(name, filter);
            registration.addMappingForUrlPatterns(null, true, pattern);
            registration.setAsyncSupported(true);
        }

        public void listener(EventListener listener) {
            context.addListener(listener);
        }
    }

    private static final class ServiceServlet extends HttpServlet {
        private final transient Service service;

        ServiceServlet(Service service) {
            this.service = service;
        }

        @Override protected void service(HttpServletRequest request, HttpServletResponse response)
                throws ServletException, IOException {
            service.serve(request, response);
        }
    }

    private TestApp(WebApp app) throws ServletException {
        this.app = app;
        engine = new ServletEngine(hosts, RequestSettings.DEFAULT);
        app.start();
        hosts.deploy("localhost", app);
    }

    /** At the root, without files. */
    public static TestApp root(Consumer<Setup> setup) throws Exception {
        return of("", WebAppDescriptor.EMPTY, setup, UnaryOperator.identity());
    }

    /** At a context path, without files. */
    public static TestApp at(String contextPath, Consumer<Setup> setup) throws Exception {
        return of(contextPath, WebAppDescriptor.EMPTY, setup, UnaryOperator.identity());
    }

    /** Of a descriptor, and with changes to the usual environment. */
    public static TestApp of(String contextPath, WebAppDescriptor descriptor, Consumer<Setup> setup,
                             UnaryOperator<WebAppEnvironment> changes) throws Exception {
        return new TestApp(WebApp.create(descriptor, changes.apply(environment(contextPath, null, setup))));
    }

    /** What an application of a test is given: files of a directory, or none, and an initializer. */
    public static WebAppEnvironment environment(String contextPath, Path files, Consumer<Setup> setup)
            throws IOException {
        ServletContainerInitializer initializer = (types, context) -> setup.accept(new Setup(context));
        return WebAppEnvironment.of(contextPath, TestApp.class.getClassLoader(),
                        ResourceRoots.of(files).cacheTtl(Duration.ZERO).build(), TestApp::temporaryDirectory)
                .withInitializers(List.of(new Initializer(initializer, null)));
    }

    private static Path temporaryDirectory() {
        try {
            Path directory = Files.createTempDirectory("serval-test");
            directory.toFile().deleteOnExit();
            return directory;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public WebApp app() {
        return app;
    }

    public HostTable hosts() {
        return hosts;
    }

    public ServletEngine engine() {
        return engine;
    }

    /** The exchange after its end. */
    public TestExchange get(String pathAndQuery) throws Exception {
        return send(TestExchange.get(pathAndQuery));
    }

    /** The exchange after its end, however long it is suspended. */
    public TestExchange send(TestExchange exchange) throws Exception {
        return exchange.handledBy(engine).pump();
    }

    /** The exchange when the handler has returned. */
    public TestExchange begin(TestExchange exchange) throws Exception {
        return exchange.handledBy(engine);
    }

    @Override public void close() {
        app.stop(false);
    }
}
