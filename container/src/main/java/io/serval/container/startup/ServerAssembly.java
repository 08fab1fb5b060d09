package io.serval.container.startup;

import java.io.Closeable;
import java.io.IOException;
import java.net.BindException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.serval.connector.ConnectorConfig;
import io.serval.container.HostBuilder;
import io.serval.container.PortException;
import io.serval.container.Serval;
import io.serval.container.ServalBuilder;
import io.serval.container.accesslog.AccessLogSettings;
import io.serval.container.accesslog.AccessLogValve;
import io.serval.container.config.ConfigProblems;
import io.serval.container.config.ConnectorElement;
import io.serval.container.config.EngineConfig;
import io.serval.container.config.ErrorReportSettings;
import io.serval.container.config.ExecutorConfig;
import io.serval.container.config.HostConfig;
import io.serval.container.config.NamingConfig;
import io.serval.container.config.RealmConfig;
import io.serval.container.config.ServiceConfig;
import io.serval.container.config.UsersXmlReader;
import io.serval.container.config.ValveConfig;
import io.serval.container.deploy.HostLayout;
import io.serval.container.security.realm.RealmFactory;
import io.serval.container.security.realm.UserSource;
import io.serval.container.security.realm.UsersFile;
import io.serval.container.spi.Realm;
import io.serval.container.valve.ErrorReportValve;

/** Makes servers of what stands in {@code conf/}: one for each {@code Service}. For the main thread. */
final class ServerAssembly implements Closeable {
    private static final Logger log = LoggerFactory.getLogger(ServerAssembly.class);
    private static final int NO_PORT = -1;

    private final HomeAndBase places;
    private final ServerFiles files;
    private final ConfigProblems problems;
    private final RealmFactory realmFactory = new RealmFactory(new Users(), getClass().getClassLoader());
    private final List<Realm> realms = new ArrayList<>();

    /** @param problems gets what is found wrong in valves and realms */
    ServerAssembly(HomeAndBase places, ServerFiles files, ConfigProblems problems) {
        this.places = places;
        this.files = files;
        this.problems = problems;
    }

    /** Servers that were not started yet. */
    List<Serval> build() throws IOException {
        List<Serval> servers = new ArrayList<>();
        for (ServiceConfig each : files.server().services()) {
            servers.add(builder(each).build());
        }
        return servers;
    }

    /** Looks at everything {@link #build} would, without making a server. */
    void check() throws IOException {
        for (ServiceConfig each : files.server().services()) {
            builder(each);
        }
        close();
    }

    private ServalBuilder builder(ServiceConfig service) throws IOException {
        try {
            return assemble(service);
        } catch (IllegalArgumentException e) {
            throw new StartException(e.getMessage());
        }
    }

    private ServalBuilder assemble(ServiceConfig service) throws IOException {
        EngineConfig engine = service.engine();
        ServalBuilder builder = Serval.builder().port(NO_PORT).defaultHost(engine.defaultHost())
                .jvmRoute(engine.jvmRoute()).gracefulStop(service.gracefulStopAwait())
                .drainDelay(service.drainDelay()).name(engine.name()).jmx(engine.name())
                .baseDirectory(places.base()).workDirectory(places.work().resolve(engine.name())).realms(realmFactory)
                .globalResources(resources()).sharedLibraries(places.sharedLibraries());
        builder.lifecycleListeners(files.server().listeners()).lifecycleListeners(service.listeners())
                .lifecycleListeners(engine.listeners());
        connectors(service, builder);
        if (engine.realm() != null) {
            builder.realm(realm(engine.realm()));
        }
        accessLogs(engine.valves()).forEach(builder::accessLog);
        for (HostConfig each : engine.hosts()) {
            builder.host(each.name(), host -> host(engine, each, host));
        }
        return builder;
    }

    private void connectors(ServiceConfig service, ServalBuilder builder) {
        Map<String, ExecutorConfig> executors = service.executors().stream()
                .collect(Collectors.toMap(ExecutorConfig::name, each -> each));
        for (ConnectorElement each : service.connectors()) {
            ConnectorConfig config = each.connector().withName("http-nio-" + each.connector().port());
            if (each.executor() != null) {
                config = config.withWorkers(executors.get(each.executor()).workers());
            }
            builder.addConnector(config, each.requests());
        }
    }

    private void host(EngineConfig engine, HostConfig config, HostBuilder host) {
        config.aliases().forEach(host::alias);
        accessLogs(config.valves()).forEach(host::accessLog);
        host.valves(engine.valves()).valves(config.valves()).lifecycleListeners(config.listeners());
        host.errorReport(errorReport(config.valves(), errorReport(engine.valves(), ErrorReportSettings.DEFAULT)));
        if (config.realm() != null) {
            host.realm(realm(config.realm()));
        }
        host.defaults(places.conf("web.xml"));
        host.watch(config, layout(engine, config), files.substitution());
    }

    private HostLayout layout(EngineConfig engine, HostConfig host) {
        Path xmlBase = places.base().resolve(host.xmlBase() != null ? host.xmlBase()
                : "conf/" + engine.name() + '/' + host.name());
        Path workDir = places.base().resolve(host.workDir() != null ? host.workDir()
                : "work/" + engine.name() + '/' + host.name());
        return new HostLayout(places.base().resolve(host.appBase()), xmlBase, workDir, places.conf("context.xml"),
                places.conf("web.xml"));
    }

    private List<AccessLogSettings> accessLogs(List<ValveConfig> valves) {
        return AccessLogValve.readAll(valves, places.base(), problems);
    }

    private ErrorReportSettings errorReport(List<ValveConfig> valves, ErrorReportSettings otherwise) {
        return ErrorReportValve.read(valves, places.base(), otherwise, problems);
    }

    /** Without the users, which realms read and nobody looks up. */
    private List<NamingConfig> resources() {
        return files.server().globalResources().stream()
                .filter(each -> !"org.apache.catalina.UserDatabase".equals(each.type())).toList();
    }

    private Realm realm(RealmConfig config) {
        Realm realm = realmFactory.create(config);
        realms.add(realm);
        return realm;
    }

    /** Where realms find their users. */
    private final class Users implements RealmFactory.Users {
        @Override public UserSource ofResource(String resourceName) {
            for (NamingConfig each : files.server().globalResources()) {
                if (each.name().equals(resourceName)) {
                    return ofFile(each.attributes().getOrDefault("pathname", "conf/tomcat-users.xml"));
                }
            }
            throw new IllegalArgumentException("resourceName \"" + resourceName
                    + "\" is not among the GlobalNamingResources");
        }

        @Override public UserSource ofFile(String pathname) {
            Path users = places.file(pathname);
            if (!Files.exists(users)) {
                log.warn("There is no {}, so nobody can log in; make it, or name another file in the realm", users);
                return UserSource.of(List.of());
            }
            return new UsersFile(users,
                    file -> new UsersXmlReader(files.substitution(), new ConfigProblems()).read(file));
        }
    }

    /** A failure with the place in the configuration that it comes from, where that is known. */
    RuntimeException located(RuntimeException failure) {
        if (!(failure instanceof PortException port)) {
            return failure;
        }
        for (ServiceConfig service : files.server().services()) {
            for (ConnectorElement each : service.connectors()) {
                if (each.connector().port() == port.port()) {
                    return new StartException(explain(port, each));
                }
            }
        }
        return failure;
    }

    private static String explain(PortException failure, ConnectorElement connector) {
        String why = failure.getCause().getMessage();
        return failure.getCause() instanceof BindException
                ? "Port " + failure.port() + " cannot be opened: " + why + ". It is the attribute port of Connector at "
                        + connector.portLocation() + "; stop what has the port, or choose another one"
                : "The Connector at " + connector.location() + " does not start: " + why;
    }

    @Override public void close() {
        realms.forEach(Realm::close);
    }
}
