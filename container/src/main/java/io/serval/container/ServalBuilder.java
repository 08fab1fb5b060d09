package io.serval.container;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

import io.serval.connector.ConnectorConfig;
import io.serval.connector.WorkerConfig.Threads;
import io.serval.connector.tls.config.TlsConfig;
import io.serval.container.accesslog.AccessLogSettings;
import io.serval.container.config.ListenerConfig;
import io.serval.container.config.NamingConfig;
import io.serval.container.config.RequestSettings;
import io.serval.container.management.ServerAware;
import io.serval.container.security.realm.RealmFactory;
import io.serval.container.spi.AuthenticationProvider;
import io.serval.container.spi.LifecycleListener;
import io.serval.container.spi.Realm;
import io.serval.http.ExchangeListener;

/**
 * Puts a server together. Everything has a default: a connector on port 8080, one virtual host, no files. For one
 * thread.
 */
public final class ServalBuilder {
    static final int NO_PORT = -1;

    private final List<Connector> connectors = new ArrayList<>();
    private final Map<String, HostBuilder> hosts = new LinkedHashMap<>();
    private final List<LifecycleListener> lifecycleListeners = new ArrayList<>();
    private final List<ExchangeListener> exchangeListeners = new ArrayList<>();
    private final List<AccessLogSettings> accessLogs = new ArrayList<>();
    private final List<AuthenticationProvider> authenticationProviders = new ArrayList<>();
    private ConnectorConfig connector = ConnectorConfig.DEFAULT.withPort(8080);
    private RequestSettings requests = RequestSettings.DEFAULT;
    private boolean noPort;
    private String defaultHost = "localhost";
    private String jvmRoute;
    private Realm realm;
    private RealmFactory realms;
    private List<NamingConfig> globalResources = List.of();
    private List<Path> sharedLibraries = List.of();
    private Path base = Path.of("").toAbsolutePath();
    private Path workDir;
    private Duration gracefulStop = Duration.ofSeconds(20);
    private Duration drainDelay = Duration.ZERO;
    private String name = "Serval";
    private String jmxDomain;
    private boolean keepJvmAlive;

    /** A connector with what the container does with its requests. */
    record Connector(ConnectorConfig config, RequestSettings requests) { }

    ServalBuilder() {
    }

    /** The port of the first connector (8080): 0 lets the system choose, -1 opens none. */
    public ServalBuilder port(int port) {
        noPort = port == NO_PORT;
        return noPort ? this : connector(old -> old.withPort(port));
    }

    /** The address the first connector listens on; {@code null} for all. */
    public ServalBuilder address(String address) {
        return connector(old -> old.withAddress(address));
    }

    /** Changes anything about the first connector: limits, timeouts, sockets, threads. */
    public ServalBuilder connector(UnaryOperator<ConnectorConfig> change) {
        connector = change.apply(connector);
        return this;
    }

    /** Changes what the container does with requests of the first connector. */
    public ServalBuilder requests(UnaryOperator<RequestSettings> change) {
        requests = change.apply(requests);
        return this;
    }

    /** Adds a further connector. */
    public ServalBuilder addConnector(ConnectorConfig config, RequestSettings requests) {
        connectors.add(new Connector(config, requests));
        return this;
    }

    /** Whether requests of the first connector run on virtual threads; unless set, from Java 24 on. */
    public ServalBuilder virtualThreads(boolean on) {
        return connector(old -> old.withWorkers(old.workers().withThreads(on ? Threads.VIRTUAL : Threads.PLATFORM)));
    }

    /** The first connector speaks TLS; {@link TlsConfig#development()} makes a certificate for {@code localhost}. */
    public ServalBuilder tls(TlsConfig tls) {
        return connector(old -> old.withTls(tls));
    }

    /** Runs the requests of the first connector on threads of the program's own. */
    public ServalBuilder executor(Executor executor) {
        return connector(old -> old.withWorkers(old.workers().withExecutor(executor)));
    }

    /** Adds an application to the default host. @see HostBuilder#context */
    public ServalBuilder context(String path, Consumer<WebAppBuilder> app) {
        host().context(path, app);
        return this;
    }

    /** Adds an application to the default host. @see HostBuilder#webapp(String, Path) */
    public ServalBuilder webapp(String path, Path warOrDirectory) {
        host().webapp(path, warOrDirectory);
        return this;
    }

    /** Adds an application to the default host. @see HostBuilder#webapp(String, Path, Consumer) */
    public ServalBuilder webapp(String path, Path warOrDirectory, Consumer<WebAppBuilder> app) {
        host().webapp(path, warOrDirectory, app);
        return this;
    }

    /** Adds to a virtual host, or adds the host. */
    public ServalBuilder host(String name, Consumer<HostBuilder> host) {
        host.accept(hosts.computeIfAbsent(name.toLowerCase(Locale.ROOT), HostBuilder::new));
        return this;
    }

    /** The host that answers for names that no host has ({@code localhost}); say so before applications are added. */
    public ServalBuilder defaultHost(String name) {
        defaultHost = name.toLowerCase(Locale.ROOT);
        return this;
    }

    private HostBuilder host() {
        return hosts.computeIfAbsent(defaultHost, HostBuilder::new);
    }

    /** Writes an access log of all requests. */
    public ServalBuilder accessLog(AccessLogSettings settings) {
        accessLogs.add(settings);
        return this;
    }

    /** Tells somebody of every exchange that ended; called by workers and loops, so it must not block. */
    public ServalBuilder exchangeListener(ExchangeListener listener) {
        exchangeListeners.add(listener);
        return this;
    }

    /** Tells somebody of the life of the server and of its applications. */
    public ServalBuilder lifecycleListener(LifecycleListener listener) {
        lifecycleListeners.add(listener);
        return this;
    }

    /**
     * As {@link #lifecycleListener}, for {@code Listener} elements.
     *
     * @throws IllegalArgumentException if one cannot be made; the message says where its element stands
     */
    public ServalBuilder lifecycleListeners(List<ListenerConfig> elements) {
        lifecycleListeners.addAll(NamedClasses.listeners(elements));
        return this;
    }

    /** Who the users are; unless set, nobody. */
    public ServalBuilder realm(Realm realm) {
        this.realm = realm;
        return this;
    }

    /** Makes the realms that {@code Realm} elements of contexts ask for; unless set, theirs are passed over. */
    public ServalBuilder realms(RealmFactory factory) {
        realms = factory;
        return this;
    }

    /** Authenticates callers beside what {@code login-config} says; asked before providers that are found. */
    public ServalBuilder authenticationProvider(AuthenticationProvider provider) {
        authenticationProviders.add(provider);
        return this;
    }

    /** Resources that applications reach by {@code ResourceLink} and {@code java:global}. */
    public ServalBuilder globalResources(List<NamingConfig> resources) {
        globalResources = List.copyOf(resources);
        return this;
    }

    /** Jars that all applications with classes of their own see, such as database drivers. */
    public ServalBuilder sharedLibraries(List<Path> jars) {
        sharedLibraries = List.copyOf(jars);
        return this;
    }

    /** Appended to session identifiers, for load balancers. */
    public ServalBuilder jvmRoute(String route) {
        jvmRoute = route;
        return this;
    }

    /** What names of files in settings are relative to; unless set, the working directory of the process. */
    public ServalBuilder baseDirectory(Path directory) {
        base = directory.toAbsolutePath();
        return this;
    }

    /** Where temporary files go; unless set, a directory that is made on need and removed at the end. */
    public ServalBuilder workDirectory(Path directory) {
        workDir = directory;
        return this;
    }

    /** How long {@link Serval#stop()} lets running requests go on (20 s). */
    public ServalBuilder gracefulStop(Duration timeout) {
        gracefulStop = timeout;
        return this;
    }

    /**
     * How long {@link Serval#stop()} serves on before it closes the ports (not at all), while health checks say already
     * that the server is not ready: for load balancers that need time to notice.
     */
    public ServalBuilder drainDelay(Duration delay) {
        drainDelay = delay;
        return this;
    }

    /** Name of the server for the management ({@code Serval}). */
    public ServalBuilder name(String name) {
        this.name = name;
        return this;
    }

    /**
     * Registers MBeans with the names and attributes of Tomcat's while the server runs; unless this is called, none.
     * The
     * domain is {@code Catalina} for a server like a Tomcat, {@code Tomcat} like an embedded one; a number is appended
     * while another server of the JVM has that domain.
     */
    public ServalBuilder jmx(String domain) {
        jmxDomain = domain;
        return this;
    }

    /** The JVM goes on while the server runs, though {@code main} has returned; without this it may end. */
    public ServalBuilder keepJvmAlive() {
        keepJvmAlive = true;
        return this;
    }

    /** A server that was not started yet. */
    public Serval build() {
        host();
        return new Serval(this);
    }

    /**
     * A server that serves.
     *
     * @throws PortException   if a port cannot be had
     * @throws ServalException if an application does not start; in both cases nothing of the server is left
     */
    public Serval start() {
        Serval server = build();
        server.start();
        return server;
    }

    List<Connector> connectors() {
        List<Connector> all = new ArrayList<>();
        if (!noPort) {
            all.add(new Connector(connector, requests));
        }
        all.addAll(connectors);
        return all;
    }

    List<HostBuilder> hosts() {
        return List.copyOf(hosts.values());
    }

    List<LifecycleListener> lifecycleListeners() {
        return List.copyOf(lifecycleListeners);
    }

    List<ExchangeListener> exchangeListeners() {
        return List.copyOf(exchangeListeners);
    }

    List<AccessLogSettings> accessLogs() {
        return List.copyOf(accessLogs);
    }

    String defaultHost() {
        return defaultHost;
    }

    String jvmRoute() {
        return jvmRoute;
    }

    Realm realm() {
        return realm;
    }

    RealmFactory realms() {
        return realms;
    }

    List<AuthenticationProvider> authenticationProviders() {
        return List.copyOf(authenticationProviders);
    }

    List<NamingConfig> globalResources() {
        return globalResources;
    }

    List<Path> sharedLibraries() {
        return sharedLibraries;
    }

    Path base() {
        return base;
    }

    Path workDir() {
        return workDir;
    }

    Duration gracefulStop() {
        return gracefulStop;
    }

    Duration drainDelay() {
        return drainDelay;
    }

    String name() {
        return name;
    }

    String jmxDomain() {
        return jmxDomain;
    }

    /** The valves that answer for the server as a whole. */
    List<ServerAware> serverAware() {
        return hosts.values().stream().flatMap(each -> each.valves().stream()).filter(ServerAware.class::isInstance)
                .map(ServerAware.class::cast).toList();
    }

    boolean keepsJvmAlive() {
        return keepJvmAlive;
    }
}
