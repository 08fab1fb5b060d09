package io.serval.container;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Function;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.serval.container.accesslog.AccessLogSettings;
import io.serval.container.accesslog.AccessLogValve;
import io.serval.container.config.ConfigProblems;
import io.serval.container.config.ContextSettings;
import io.serval.container.config.ContextSwitch;
import io.serval.container.config.SessionConfig;
import io.serval.container.config.ValveConfig;
import io.serval.container.deploy.AssembledApp;
import io.serval.container.deploy.WebAppAssembler;
import io.serval.container.deploy.WebAppAssembler.Embedding;
import io.serval.container.deploy.WebAppSource;
import io.serval.container.descriptor.WebAppDescriptor;
import io.serval.container.engine.WebApp;
import io.serval.container.engine.WebAppEnvironment;
import io.serval.container.naming.AppNaming;
import io.serval.container.naming.InjectionRules;
import io.serval.container.naming.Instances;
import io.serval.container.security.AuthenticatorValve;
import io.serval.container.servlet.ErrorReport;
import io.serval.container.servlet.Initializer;
import io.serval.container.session.SessionSettings;
import io.serval.container.spi.LifecycleListener;
import io.serval.container.spi.Valve;
import io.serval.container.valve.ErrorReportValve;

/**
 * Makes applications of a host: assembles them, adds what a program says, gives them names, sessions, guards and
 * valves. Starts nothing. Safe for any thread.
 */
final class AppFactory {
    private static final Logger log = LoggerFactory.getLogger(Serval.class);
    private static final int DEFAULT_SESSION_SECONDS = 1_800;

    private final String hostName;
    private final WebAppAssembler assembler;
    private final boolean hasDefaults;
    private final HostFacts facts;

    /** @param hasDefaults whether a {@code conf/web.xml} says what every application starts from */
    AppFactory(String hostName, WebAppAssembler assembler, boolean hasDefaults, HostFacts facts) {
        this.hostName = hostName;
        this.assembler = assembler;
        this.hasDefaults = hasDefaults;
        this.facts = facts;
    }

    /** An application that was found in files, not started. */
    Deployment make(WebAppSource source) throws IOException {
        return make(source, new WebAppBuilder(source.settings()).defaultServlet(!hasDefaults));
    }

    /** An application that a program put together, perhaps from files; not started. */
    Deployment make(WebAppSource source, WebAppBuilder builder) throws IOException {
        AssembledApp assembled = assemble(source, builder);
        AppNaming naming = null;
        try {
            WebAppDescriptor descriptor = descriptor(assembled, builder);
            naming = names(source.settings(), descriptor, assembled.loader());
            WebApp app = WebApp.create(descriptor, environment(assembled, builder, descriptor, naming));
            return new Deployment(app, assembled, naming,
                    facts.contextLogs().open(hostName, assembled.name().path(), accessLogs(assembled.settings())));
        } catch (RuntimeException | Error failure) {
            if (naming != null) {
                naming.close();
            }
            assembled.close();
            throw failure;
        }
    }

    private AppNaming names(ContextSettings settings, WebAppDescriptor descriptor, ClassLoader loader) {
        if (!settings.is(ContextSwitch.USE_NAMING)) {
            return AppNaming.none(loader);
        }
        AppNaming naming = new AppNaming(settings.naming(), descriptor.namingEntries(), facts.globalNaming(), loader);
        naming.open();
        return naming;
    }

    private AssembledApp assemble(WebAppSource source, WebAppBuilder builder) throws IOException {
        ClassLoader parent = builder.classLoader() != null ? builder.classLoader()
                : source.settings().scan().webXml() ? null : contextLoader();
        return assembler.assemble(source, new Embedding(parent, builder.resourceRoots()));
    }

    private static ClassLoader contextLoader() {
        ClassLoader loader = Thread.currentThread().getContextClassLoader();
        return loader != null ? loader : Serval.class.getClassLoader();
    }

    private static WebAppDescriptor descriptor(AssembledApp assembled, WebAppBuilder builder) {
        WebAppDescriptor descriptor = DescriptorAdditions.of(builder, assembled.descriptor());
        if (builder.hasDefaultServlet()) {
            descriptor = DescriptorAdditions.withDefaultServlet(descriptor);
        }
        return DescriptorAdditions.withOurServlets(descriptor, assembled.loader());
    }

    private WebAppEnvironment environment(AssembledApp assembled, WebAppBuilder builder, WebAppDescriptor descriptor,
                                          AppNaming naming) {
        ContextSettings settings = assembled.settings();
        Instances objects = new Instances(naming,
                InjectionRules.of(descriptor, settings));
        WebAppEnvironment environment = WebAppEnvironment
                .of(assembled.name().path(), assembled.loader(), assembled.resources(), assembled.tempDirectory())
                .withVersion(assembled.name().version()).withHostName(hostName).withSettings(settings)
                .withInitializers(initializers(assembled, builder)).withObjects(objects)
                .withNeighbours(path -> facts.table().context(hostName, path))
                .withSessions(sessions(assembled, descriptor))
                .withSecurity(new Guards(settings, facts.realm(settings), facts.authentication()))
                .withErrorReport(errorReport(settings))
                .withValves(valves(settings, assembled.loader()))
                .withListeners(listeners(settings, assembled.loader()))
                .withOverridableServlets(overridable(assembled, builder));
        return builder.mimeLookup() == null ? environment : environment.withMimeTypes(builder.mimeLookup());
    }

    private static List<Initializer> initializers(AssembledApp assembled, WebAppBuilder builder) {
        List<Initializer> all = new ArrayList<>(assembled.initializers());
        all.addAll(builder.initializers());
        return all;
    }

    private static Set<String> overridable(AssembledApp assembled, WebAppBuilder builder) {
        return builder.hasDefaultServlet() ? Set.of(DescriptorAdditions.DEFAULT_SERVLET)
                : assembled.overridableServlets();
    }

    private SessionSettings sessions(AssembledApp assembled, WebAppDescriptor descriptor) {
        SessionConfig config = assembled.settings().sessions();
        Integer declaredMinutes = descriptor.session().timeoutMinutes();
        int declared = declaredMinutes == null ? DEFAULT_SESSION_SECONDS : declaredMinutes * 60;
        SessionSettings settings = SessionSettings.DEFAULT
                .withTimeoutSeconds(config.timeoutSeconds() != null ? config.timeoutSeconds() : declared)
                .withMaxActiveSessions(config.maxActiveSessions())
                .withLastAccessAtStart(config.lastAccessAtStart()).withIdBytes(config.idLength())
                .withJvmRoute(facts.jvmRoute()).withDistributable(descriptor.distributable());
        if (config.store().isEmpty()) {
            return settings;
        }
        Path file = facts.workDir().resolve(assembled.name().baseName() + '.' + config.store());
        return settings.withFile(file);
    }

    private static List<Valve> valves(ContextSettings settings, ClassLoader loader) {
        List<ValveConfig> wanted = settings.valves().stream().filter(each -> !AuthenticatorValve.isOne(each)).toList();
        return NamedClasses.valves(wanted, loader);
    }

    private List<LifecycleListener> listeners(ContextSettings settings, ClassLoader loader) {
        List<LifecycleListener> all = new ArrayList<>(facts.listeners());
        all.addAll(NamedClasses.listeners(settings.listeners(), loader));
        return all;
    }

    private List<AccessLogSettings> accessLogs(ContextSettings settings) {
        return checked(problems -> AccessLogValve.readAll(settings.valves(), facts.base(), problems));
    }

    private ErrorReport errorReport(ContextSettings settings) {
        return new ErrorReport(checked(problems ->
                ErrorReportValve.read(settings.valves(), facts.base(), facts.errorReport(), problems)));
    }

    /** Reads something of a context. What is wrong fails the application; what is odd is logged. */
    private static <T> T checked(Function<ConfigProblems, T> reader) {
        ConfigProblems problems = new ConfigProblems();
        T read = reader.apply(problems);
        problems.throwIfFailed(false);
        problems.warnings().forEach(each -> log.warn("{}", each));
        return read;
    }
}
