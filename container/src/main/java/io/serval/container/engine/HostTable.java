package io.serval.container.engine;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.UnaryOperator;

import jakarta.servlet.ServletContext;

import io.serval.container.servlet.ErrorReport;
import io.serval.container.spi.Valve;

/**
 * The hosts of a server and their applications, as deployment changes them. Each change makes a new table and puts it
 * in place at once, so a request sees the one or the other. Safe for any thread.
 */
public final class HostTable {
    private final ReentrantLock changing = new ReentrantLock();
    private volatile RoutingTable table;
    private volatile Runnable changed = () -> { };

    /**
     * A virtual host without applications yet.
     *
     * @param name    of the host
     * @param aliases further names; {@code *.example.org} stands for all names with one label before that domain
     * @param valves  in front of its applications
     * @param report  tells clients of errors where no application does
     */
    public record Host(String name, List<String> aliases, List<Valve> valves, ErrorReport report) {
        public Host {
            aliases = List.copyOf(aliases);
            valves = List.copyOf(valves);
        }

        /** A host with the plain report of errors. */
        public Host(String name, List<String> aliases, List<Valve> valves) {
            this(name, aliases, valves, ErrorReport.PLAIN);
        }
    }

    /**
     * @param hosts       at least one
     * @param defaultHost name of the one for requests that name no other
     */
    public HostTable(List<Host> hosts, String defaultHost) {
        List<RoutedHost> empty = new ArrayList<>();
        hosts.forEach(host -> empty.add(new RoutedHost(host, Map.of())));
        table = new RoutingTable(empty, defaultHost);
    }

    /** One host, {@code localhost}, for all requests. */
    public static HostTable single() {
        return new HostTable(List.of(new Host("localhost", List.of(), List.of())), "localhost");
    }

    RoutingTable table() {
        return table;
    }

    /** Lets requests go to an application, in place of one of the same path and version. */
    public void deploy(String host, WebApp app) {
        change(host, present -> present.with(app));
    }

    /** Lets no more requests go to an application; those that run there go on. */
    public void undeploy(String host, WebApp app) {
        change(host, present -> present.without(app));
    }

    /** Lets requests go to a new application instead of an old one, with no moment between the two. */
    public void replace(String host, WebApp old, WebApp replacement) {
        change(host, present -> present.without(old).with(replacement));
    }

    private void change(String host, UnaryOperator<RoutedHost> changed) {
        changing.lock();
        try {
            RoutedHost present = table.named(host);
            table = table.replacing(present, changed.apply(present));
        } finally {
            changing.unlock();
        }
        this.changed.run();
    }

    /** Tells somebody of every change, by the thread that made it. */
    public void onChange(Runnable listener) {
        changed = listener;
    }

    /** The applications of a host, in no order. */
    public List<WebApp> apps(String host) {
        List<WebApp> apps = new ArrayList<>();
        table.named(host).contexts().values().forEach(versions -> apps.addAll(versions.apps()));
        return apps;
    }

    /** The applications of all hosts. */
    public List<WebApp> apps() {
        List<WebApp> apps = new ArrayList<>();
        table.hosts().forEach(host -> apps.addAll(apps(host.name())));
        return apps;
    }

    /** The context that serves a path of a host, the latest version; {@code null} if none does. */
    public ServletContext context(String host, String path) {
        ContextVersions versions = table.named(host).find(path);
        return versions == null || versions.latest().state() != AppState.RUNNING
                ? null : versions.latest().servletContext();
    }
}
