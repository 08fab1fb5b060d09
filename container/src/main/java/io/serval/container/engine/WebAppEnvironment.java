package io.serval.container.engine;

import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.function.Function;
import java.util.function.Supplier;

import jakarta.servlet.ServletContext;

import io.serval.container.config.ContextSettings;
import io.serval.container.resource.MimeTypes;
import io.serval.container.resource.WebResources;
import io.serval.container.servlet.Initializer;
import io.serval.container.session.SessionSettings;
import io.serval.container.spi.LifecycleListener;
import io.serval.container.spi.ObjectFactory;
import io.serval.container.spi.Valve;

/**
 * All that a web application is given beside its descriptor. Immutable; made with {@link #of} and changed copies.
 *
 * @param contextPath         empty for the root, else with a leading and without a trailing slash
 * @param version             of a parallel deployment, empty for none (empty)
 * @param hostName            name of the virtual host (localhost)
 * @param settings            what the administrator says (defaults)
 * @param loader              of the application
 * @param resources           its files
 * @param tempDirectory       made when it is first asked for
 * @param initializers        in the order of their calls (none)
 * @param mimeTypes           extension without dot to type, or {@code null} ({@link MimeTypes})
 * @param neighbours          context path to the context of another application, or {@code null} (none)
 * @param objects             makes servlets, filters and listeners (plain)
 * @param sessions            how sessions are kept (defaults)
 * @param security            makes its guard (none)
 * @param executor            runs the tasks of {@code AsyncContext.start}; {@code null} for threads of its own
 * @param valves              in front of it (none)
 * @param listeners           of its life (none)
 * @param overridableServlets names of servlets whose mappings give way to those of the application (none)
 */
public record WebAppEnvironment(String contextPath, String version, String hostName, ContextSettings settings,
                                ClassLoader loader, WebResources resources, Supplier<Path> tempDirectory,
                                List<Initializer> initializers, Function<String, String> mimeTypes,
                                Function<String, ServletContext> neighbours, ObjectFactory objects,
                                SessionSettings sessions, SecuritySource security, Executor executor,
                                List<Valve> valves, List<LifecycleListener> listeners,
                                Set<String> overridableServlets) {
    public WebAppEnvironment {
        initializers = List.copyOf(initializers);
        valves = List.copyOf(valves);
        listeners = List.copyOf(listeners);
        overridableServlets = Set.copyOf(overridableServlets);
    }

    /** With the defaults of everything else. */
    public static WebAppEnvironment of(String contextPath, ClassLoader loader, WebResources resources,
                                       Supplier<Path> tempDirectory) {
        return new WebAppEnvironment(contextPath, "", "localhost", ContextSettings.DEFAULT, loader, resources,
                tempDirectory, List.of(), MimeTypes::ofExtension, path -> null, ObjectFactory.PLAIN,
                SessionSettings.DEFAULT, SecuritySource.NONE, null, List.of(), List.of(), Set.of());
    }

    public WebAppEnvironment withVersion(String value) {
        return new WebAppEnvironment(contextPath, value, hostName, settings, loader, resources, tempDirectory,
                initializers, mimeTypes, neighbours, objects, sessions, security, executor, valves, listeners,
                overridableServlets);
    }

    public WebAppEnvironment withHostName(String value) {
        return new WebAppEnvironment(contextPath, version, value, settings, loader, resources, tempDirectory,
                initializers, mimeTypes, neighbours, objects, sessions, security, executor, valves, listeners,
                overridableServlets);
    }

    public WebAppEnvironment withSettings(ContextSettings value) {
        return new WebAppEnvironment(contextPath, version, hostName, value, loader, resources, tempDirectory,
                initializers, mimeTypes, neighbours, objects, sessions, security, executor, valves, listeners,
                overridableServlets);
    }

    public WebAppEnvironment withInitializers(List<Initializer> value) {
        return new WebAppEnvironment(contextPath, version, hostName, settings, loader, resources, tempDirectory,
                value, mimeTypes, neighbours, objects, sessions, security, executor, valves, listeners,
                overridableServlets);
    }

    public WebAppEnvironment withMimeTypes(Function<String, String> value) {
        return new WebAppEnvironment(contextPath, version, hostName, settings, loader, resources, tempDirectory,
                initializers, value, neighbours, objects, sessions, security, executor, valves, listeners,
                overridableServlets);
    }

    public WebAppEnvironment withNeighbours(Function<String, ServletContext> value) {
        return new WebAppEnvironment(contextPath, version, hostName, settings, loader, resources, tempDirectory,
                initializers, mimeTypes, value, objects, sessions, security, executor, valves, listeners,
                overridableServlets);
    }

    public WebAppEnvironment withObjects(ObjectFactory value) {
        return new WebAppEnvironment(contextPath, version, hostName, settings, loader, resources, tempDirectory,
                initializers, mimeTypes, neighbours, value, sessions, security, executor, valves, listeners,
                overridableServlets);
    }

    public WebAppEnvironment withSessions(SessionSettings value) {
        return new WebAppEnvironment(contextPath, version, hostName, settings, loader, resources, tempDirectory,
                initializers, mimeTypes, neighbours, objects, value, security, executor, valves, listeners,
                overridableServlets);
    }

    public WebAppEnvironment withSecurity(SecuritySource value) {
        return new WebAppEnvironment(contextPath, version, hostName, settings, loader, resources, tempDirectory,
                initializers, mimeTypes, neighbours, objects, sessions, value, executor, valves, listeners,
                overridableServlets);
    }

    public WebAppEnvironment withExecutor(Executor value) {
        return new WebAppEnvironment(contextPath, version, hostName, settings, loader, resources, tempDirectory,
                initializers, mimeTypes, neighbours, objects, sessions, security, value, valves, listeners,
                overridableServlets);
    }

    public WebAppEnvironment withValves(List<Valve> value) {
        return new WebAppEnvironment(contextPath, version, hostName, settings, loader, resources, tempDirectory,
                initializers, mimeTypes, neighbours, objects, sessions, security, executor, value, listeners,
                overridableServlets);
    }

    public WebAppEnvironment withListeners(List<LifecycleListener> value) {
        return new WebAppEnvironment(contextPath, version, hostName, settings, loader, resources, tempDirectory,
                initializers, mimeTypes, neighbours, objects, sessions, security, executor, valves, value,
                overridableServlets);
    }

    public WebAppEnvironment withOverridableServlets(Set<String> value) {
        return new WebAppEnvironment(contextPath, version, hostName, settings, loader, resources, tempDirectory,
                initializers, mimeTypes, neighbours, objects, sessions, security, executor, valves, listeners, value);
    }
}
