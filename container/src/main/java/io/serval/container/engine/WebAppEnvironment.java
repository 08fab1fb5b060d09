package io.serval.container.engine;

import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;

import jakarta.servlet.ServletContext;

import io.serval.container.config.ContextSettings;
import io.serval.container.resource.MimeTypes;
import io.serval.container.resource.WebResources;
import io.serval.container.servlet.ErrorReport;
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
 * @param errorReport         tells of errors where the application has no page ({@link ErrorReport#PLAIN})
 * @param executor            runs the tasks of {@code AsyncContext.start}; {@code null} for threads of its own
 * @param valves              in front of it (none)
 * @param listeners           of its life (none)
 * @param overridableServlets names of servlets whose mappings give way to those of the application (none)
 */
public record WebAppEnvironment(String contextPath, String version, String hostName, ContextSettings settings,
                                ClassLoader loader, WebResources resources, Supplier<Path> tempDirectory,
                                List<Initializer> initializers, Function<String, String> mimeTypes,
                                Function<String, ServletContext> neighbours, ObjectFactory objects,
                                SessionSettings sessions, SecuritySource security, ErrorReport errorReport,
                                Executor executor, List<Valve> valves, List<LifecycleListener> listeners,
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
                SessionSettings.DEFAULT, SecuritySource.NONE, ErrorReport.PLAIN, null, List.of(), List.of(), Set.of());
    }

    public WebAppEnvironment withVersion(String value) {
        return with(draft -> draft.version = value);
    }

    public WebAppEnvironment withHostName(String value) {
        return with(draft -> draft.hostName = value);
    }

    public WebAppEnvironment withSettings(ContextSettings value) {
        return with(draft -> draft.settings = value);
    }

    public WebAppEnvironment withInitializers(List<Initializer> value) {
        return with(draft -> draft.initializers = value);
    }

    public WebAppEnvironment withMimeTypes(Function<String, String> value) {
        return with(draft -> draft.mimeTypes = value);
    }

    public WebAppEnvironment withNeighbours(Function<String, ServletContext> value) {
        return with(draft -> draft.neighbours = value);
    }

    public WebAppEnvironment withObjects(ObjectFactory value) {
        return with(draft -> draft.objects = value);
    }

    public WebAppEnvironment withSessions(SessionSettings value) {
        return with(draft -> draft.sessions = value);
    }

    public WebAppEnvironment withSecurity(SecuritySource value) {
        return with(draft -> draft.security = value);
    }

    public WebAppEnvironment withErrorReport(ErrorReport value) {
        return with(draft -> draft.errorReport = value);
    }

    public WebAppEnvironment withExecutor(Executor value) {
        return with(draft -> draft.executor = value);
    }

    public WebAppEnvironment withValves(List<Valve> value) {
        return with(draft -> draft.valves = value);
    }

    public WebAppEnvironment withListeners(List<LifecycleListener> value) {
        return with(draft -> draft.listeners = value);
    }

    public WebAppEnvironment withOverridableServlets(Set<String> value) {
        return with(draft -> draft.overridableServlets = value);
    }

    private WebAppEnvironment with(Consumer<Draft> change) {
        Draft draft = new Draft();
        change.accept(draft);
        return new WebAppEnvironment(contextPath, draft.version, draft.hostName, draft.settings, loader, resources,
                tempDirectory, draft.initializers, draft.mimeTypes, draft.neighbours, draft.objects, draft.sessions,
                draft.security, draft.errorReport, draft.executor, draft.valves, draft.listeners,
                draft.overridableServlets);
    }

    /** All that may be said otherwise, as it is and open to one change. */
    private final class Draft {
        private String version = WebAppEnvironment.this.version;
        private String hostName = WebAppEnvironment.this.hostName;
        private ContextSettings settings = WebAppEnvironment.this.settings;
        private List<Initializer> initializers = WebAppEnvironment.this.initializers;
        private Function<String, String> mimeTypes = WebAppEnvironment.this.mimeTypes;
        private Function<String, ServletContext> neighbours = WebAppEnvironment.this.neighbours;
        private ObjectFactory objects = WebAppEnvironment.this.objects;
        private SessionSettings sessions = WebAppEnvironment.this.sessions;
        private SecuritySource security = WebAppEnvironment.this.security;
        private ErrorReport errorReport = WebAppEnvironment.this.errorReport;
        private Executor executor = WebAppEnvironment.this.executor;
        private List<Valve> valves = WebAppEnvironment.this.valves;
        private List<LifecycleListener> listeners = WebAppEnvironment.this.listeners;
        private Set<String> overridableServlets = WebAppEnvironment.this.overridableServlets;
    }
}
