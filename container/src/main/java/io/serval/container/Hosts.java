package io.serval.container;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Collectors;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.serval.container.accesslog.ContextAccessLogs;
import io.serval.container.config.RequestSettings;
import io.serval.container.deploy.ContextName;
import io.serval.container.deploy.HostDeployer;
import io.serval.container.deploy.WebAppSource;
import io.serval.container.engine.HostTable;
import io.serval.container.engine.ServletEngine;
import io.serval.container.naming.GlobalNaming;
import io.serval.container.servlet.ErrorReport;
import io.serval.container.spi.LifecycleListener;
import io.serval.http.HttpHandler;

/** The virtual hosts of a server with their applications. Guarded by the lock of {@link Serval}. */
final class Hosts {
    private static final Logger log = LoggerFactory.getLogger(Hosts.class);
    private static final long PERIOD_SECONDS = 10;
    /** Jars from which nothing was read for that long are closed. */
    private static final long FILES_SECONDS = 60;

    private final ServalBuilder builder;
    private final ContextAccessLogs contextLogs;
    private final HostTable table;
    private final Path ownWorkDir;
    private final Map<String, HostApps> apps = new LinkedHashMap<>();
    private final List<HostDeployer> deployers = new ArrayList<>();
    private final AuthenticationProviders authentication = new AuthenticationProviders();
    private GlobalNaming globalNaming;
    private SharedClasses shared;
    private ScheduledThreadPoolExecutor background;

    Hosts(ServalBuilder builder, ContextAccessLogs contextLogs) {
        this.builder = builder;
        this.contextLogs = contextLogs;
        this.table = new HostTable(builder.hosts().stream().map(each -> new HostTable.Host(each.name(),
                each.aliases(), each.valves(), new ErrorReport(each.errorReport()))).toList(), builder.defaultHost());
        this.ownWorkDir = Path.of(System.getProperty("java.io.tmpdir"), "serval-" + UUID.randomUUID());
    }

    HostTable table() {
        return table;
    }

    List<String> names() {
        return builder.hosts().stream().map(HostBuilder::name).toList();
    }

    /** What a connector calls. */
    HttpHandler handler(RequestSettings requests) {
        return new ServletEngine(table, requests);
    }

    /** Brings all applications up. @throws ServalException if one that a program asked for does not start */
    void start() throws IOException {
        shared = SharedClasses.of(builder.sharedLibraries());
        globalNaming = new GlobalNaming(builder.globalResources(), shared.forResources());
        authentication.start(builder.authenticationProviders(), builder.base());
        for (HostBuilder each : builder.hosts()) {
            start(each);
        }
        background = new ScheduledThreadPoolExecutor(1, task -> daemon("serval-background", task));
        repeat(PERIOD_SECONDS, HostApps::periodic);
        repeat(FILES_SECONDS, HostApps::releaseUnusedFiles);
    }

    private void repeat(long seconds, Consumer<HostApps> task) {
        background.scheduleWithFixedDelay(() -> {
            for (HostApps each : apps.values()) {
                try {
                    task.accept(each);
                } catch (RuntimeException | LinkageError failure) {
                    log.error("The background work of host [{}] failed and is tried again in {} s", each.hostName(),
                            seconds, failure);
                }
            }
        }, seconds, seconds, TimeUnit.SECONDS);
    }

    private static Thread daemon(String name, Runnable task) {
        Thread thread = new Thread(task, name);
        thread.setDaemon(true);
        return thread;
    }

    private void start(HostBuilder host) throws IOException {
        Path workDir = workDir(host);
        List<LifecycleListener> listeners = new ArrayList<>(builder.lifecycleListeners());
        listeners.addAll(host.lifecycleListeners());
        HostFacts facts = new HostFacts(table, globalNaming, host.realm() != null ? host.realm() : builder.realm(),
                builder.realms(), builder.jvmRoute(), authentication.all(), workDir, builder.base(), contextLogs,
                listeners, host.errorReport());
        AppFactory factory = new AppFactory(host.name(), shared.assembler(host.defaultsXml(), workDir, builder.base()),
                host.defaultsXml() != null, facts);
        HostApps ofHost = new HostApps(host.name(), table, factory);
        apps.put(host.name(), ofHost);
        host.webApps().forEach((path, app) -> deploy(host.name(), path, app));
        if (host.watched() != null) {
            HostBuilder.Watched watched = host.watched();
            HostDeployer deployer = new HostDeployer(watched.host(), watched.layout(), watched.substitution(), ofHost);
            deployers.add(deployer);
            deployer.start();
        }
    }

    private Path workDir(HostBuilder host) {
        if (host.workDir() != null) {
            return host.workDir();
        }
        return (builder.workDir() != null ? builder.workDir() : ownWorkDir).resolve(host.name());
    }

    /** Deploys, or replaces, what a program put together. */
    WebAppHandle deploy(String host, String path, WebAppBuilder app) {
        ContextName name = new ContextName(path, app.settings().version());
        WebAppSource source = new WebAppSource(name, app.docBase(), app.docBase(), app.settings());
        try {
            of(host).deploy(source, app);
        } catch (RuntimeException | Error failure) {
            throw failure;
        } catch (Exception failure) {
            throw new ServalException("the application at \"" + path + "\" does not start: " + failure.getMessage(),
                    failure);
        }
        return new WebAppHandle(of(host).app(name));
    }

    private HostApps of(String host) {
        HostApps known = apps.get(host);
        if (known == null) {
            throw new IllegalArgumentException("there is no host " + host + "; there are " + apps.keySet());
        }
        return known;
    }

    /** @return whether there was one */
    boolean undeploy(String host, String path) {
        Optional<ContextName> name = newest(host, path);
        name.ifPresent(of(host)::undeploy);
        return name.isPresent();
    }

    private Optional<ContextName> newest(String host, String path) {
        HostApps ofHost = apps.get(host);
        return ofHost == null ? Optional.empty() : ofHost.names().stream().filter(each -> each.path().equals(path))
                .reduce((older, newer) -> newer);
    }

    Optional<WebAppHandle> find(String host, String path) {
        return newest(host, path).map(name -> new WebAppHandle(of(host).app(name)));
    }

    List<WebAppHandle> all() {
        return apps.values().stream().flatMap(host -> host.names().stream().map(host::app)).map(WebAppHandle::new)
                .collect(Collectors.toUnmodifiableList());
    }

    /** Nothing of ours runs on when the server says that it is stopped. */
    private void awaitBackground() {
        try {
            if (!background.awaitTermination(5, TimeUnit.SECONDS)) {
                log.warn("The background thread still runs 5 seconds after it was told to end");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Ends all applications, the last first, and gives everything back. */
    void stop() {
        if (background != null) {
            background.shutdownNow();
            awaitBackground();
        }
        deployers.forEach(HostDeployer::stop);
        List<HostApps> reversed = new ArrayList<>(apps.values());
        Collections.reverse(reversed);
        reversed.forEach(HostApps::end);
        authentication.stop();
        if (globalNaming != null) {
            globalNaming.close();
        }
        if (shared != null) {
            shared.close();
        }
        removeOwnWorkDir();
    }

    /** Applications have removed their own directories below it. */
    private void removeOwnWorkDir() {
        try {
            for (HostBuilder each : builder.hosts()) {
                Files.deleteIfExists(ownWorkDir.resolve(each.name()));
            }
            Files.deleteIfExists(ownWorkDir);
        } catch (IOException e) {
            throw new UncheckedIOException(ownWorkDir + " cannot be removed", e);
        }
    }
}
