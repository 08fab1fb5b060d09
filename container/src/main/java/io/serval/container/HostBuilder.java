package io.serval.container;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;

import io.serval.container.accesslog.AccessLogSettings;
import io.serval.container.config.ContextSettings;
import io.serval.container.config.ErrorReportSettings;
import io.serval.container.config.HostConfig;
import io.serval.container.config.ListenerConfig;
import io.serval.container.config.PropertySubstitution;
import io.serval.container.config.ScanSettings;
import io.serval.container.config.ValveConfig;
import io.serval.container.deploy.HostLayout;
import io.serval.container.spi.LifecycleListener;
import io.serval.container.spi.Realm;
import io.serval.container.spi.Valve;

/** Puts a virtual host together. For one thread. */
public final class HostBuilder {
    private final String name;
    private final List<String> aliases = new ArrayList<>();
    private final Map<String, WebAppBuilder> webApps = new LinkedHashMap<>();
    private final List<AccessLogSettings> accessLogs = new ArrayList<>();
    private final List<Valve> valves = new ArrayList<>();
    private final List<LifecycleListener> lifecycleListeners = new ArrayList<>();
    private ErrorReportSettings errorReport = ErrorReportSettings.DEFAULT;
    private Realm realm;
    private Watched watched;
    private Path defaultsXml;
    private Path workDir;

    /** A directory that applications are dropped into. */
    record Watched(HostConfig host, HostLayout layout, PropertySubstitution substitution) { }

    HostBuilder(String name) {
        this.name = name.toLowerCase(Locale.ROOT);
    }

    /** Further names of the host. */
    public HostBuilder alias(String... names) {
        for (String each : names) {
            aliases.add(each.toLowerCase(Locale.ROOT));
        }
        return this;
    }

    /**
     * Adds an application that is put together by program; its classes are those of the program.
     *
     * @param path empty for the root, or starting with {@code /} and not ending with it
     */
    public HostBuilder context(String path, Consumer<WebAppBuilder> app) {
        WebAppBuilder builder = new WebAppBuilder(
                ContextSettings.DEFAULT.at(path, "", null).withScan(ScanSettings.NONE));
        return add(path, builder, app);
    }

    /**
     * Adds an application from a WAR or a directory, with classes of its own.
     *
     * @param path empty for the root, or starting with {@code /} and not ending with it
     */
    public HostBuilder webapp(String path, Path warOrDirectory) {
        return webapp(path, warOrDirectory, app -> { });
    }

    /** As {@link #webapp(String, Path)}, with more said by program. */
    public HostBuilder webapp(String path, Path warOrDirectory, Consumer<WebAppBuilder> app) {
        WebAppBuilder builder = new WebAppBuilder(ContextSettings.DEFAULT.at(path, "", warOrDirectory.toString()));
        builder.resources(warOrDirectory);
        return add(path, builder, app);
    }

    private HostBuilder add(String path, WebAppBuilder builder, Consumer<WebAppBuilder> app) {
        app.accept(builder);
        if (webApps.putIfAbsent(path, builder) != null) {
            throw new IllegalArgumentException("host " + name + " has an application at \"" + path + "\" already");
        }
        return this;
    }

    /** Writes an access log of the requests of this host. */
    public HostBuilder accessLog(AccessLogSettings settings) {
        accessLogs.add(settings);
        return this;
    }

    /** Puts a valve in front of the applications of this host. */
    public HostBuilder valve(Valve valve) {
        valves.add(valve);
        return this;
    }

    /**
     * As {@link #valve}, for {@code Valve} elements; access logs and error reports among them are passed over.
     *
     * @throws IllegalArgumentException if one cannot be made; the message says where its element stands
     */
    public HostBuilder valves(List<ValveConfig> elements) {
        valves.addAll(NamedClasses.valves(elements));
        return this;
    }

    /** How clients are told of errors where no application has a page of its own. */
    public HostBuilder errorReport(ErrorReportSettings settings) {
        errorReport = settings;
        return this;
    }

    /** Tells somebody of the life of the applications of this host. */
    public HostBuilder lifecycleListener(LifecycleListener listener) {
        lifecycleListeners.add(listener);
        return this;
    }

    /**
     * As {@link #lifecycleListener}, for {@code Listener} elements. @throws IllegalArgumentException as {@link
     * #valves}
     */
    public HostBuilder lifecycleListeners(List<ListenerConfig> elements) {
        lifecycleListeners.addAll(NamedClasses.listeners(elements));
        return this;
    }

    /** Who the users are; unless set, as the server says. */
    public HostBuilder realm(Realm realm) {
        this.realm = realm;
        return this;
    }

    /**
     * Deploys what lies in a directory, and watches it.
     *
     * @param host         its switches and contexts
     * @param layout       where its directories are, and the files that hold for all its applications
     * @param substitution of {@code ${…}} in context files
     */
    public HostBuilder watch(HostConfig host, HostLayout layout, PropertySubstitution substitution) {
        watched = new Watched(host, layout, substitution);
        workDir = layout.workDir();
        return this;
    }

    /** A {@code web.xml} that every application with scanning starts from; without one there is the default servlet. */
    public HostBuilder defaults(Path webXml) {
        defaultsXml = webXml;
        return this;
    }

    String name() {
        return name;
    }

    List<String> aliases() {
        return aliases;
    }

    Map<String, WebAppBuilder> webApps() {
        return webApps;
    }

    List<AccessLogSettings> accessLogs() {
        return accessLogs;
    }

    List<Valve> valves() {
        return valves;
    }

    ErrorReportSettings errorReport() {
        return errorReport;
    }

    List<LifecycleListener> lifecycleListeners() {
        return lifecycleListeners;
    }

    Realm realm() {
        return realm;
    }

    Watched watched() {
        return watched;
    }

    Path defaultsXml() {
        return defaultsXml;
    }

    Path workDir() {
        return workDir;
    }
}
