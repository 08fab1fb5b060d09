package io.serval.container.management;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import javax.management.ObjectName;

import io.serval.connector.HttpConnector;

/**
 * The MBeans of a server, under the names and with the attributes of Tomcat's, so that tools made for Tomcat read them.
 * Registered by {@link #open} and taken back by {@link #close}; {@link #applicationsChanged} follows deployment. Safe
 * for any thread.
 */
public final class ServerBeans {
    private static final List<String> NO_SERVER = List.of("J2EEApplication", "none", "J2EEServer", "none");

    private final ServerView server;
    private final String wantedDomain;
    private final ReentrantLock lock = new ReentrantLock();
    private final Set<String> applications = new HashSet<>();
    private final Map<String, List<String>> servlets = new HashMap<>();
    private MBeanDomain domain;

    /** @param domain that the names begin with, {@code Catalina} as a rule; another while that is taken */
    public ServerBeans(ServerView server, String domain) {
        this.server = server;
        this.wantedDomain = domain;
    }

    /** Registers the beans of a server whose ports are open. */
    public void open() {
        lock.lock();
        try {
            MBeanDomain opened = new MBeanDomain();
            opened.open(wantedDomain, "Server", BeanFigures.server(server));
            opened.register(BeanFigures.engine(server), "type", "Engine");
            opened.register(BeanFigures.engine(server), "type", "Service");
            opened.register(BeanFigures.targets(server), "type", "StringCache");
            server.hosts().forEach(host -> opened.register(BeanFigures.host(server, host), "type", "Host", "host",
                    value(host)));
            server.connectors().forEach(each -> register(opened, each));
            domain = opened;
            sync();
        } finally {
            lock.unlock();
        }
    }

    private static void register(MBeanDomain domain, HttpConnector connector) {
        String name = ObjectName.quote(connector.name());
        domain.register(BeanFigures.threadPool(connector), "type", "ThreadPool", "name", name);
        domain.register(BeanFigures.requests(connector), "type", "GlobalRequestProcessor", "name", name);
        domain.register(BeanFigures.connector(connector), "type", "Connector", "port",
                Integer.toString(connector.localPort()));
        int loops = connector.metrics().loops().size();
        for (int i = 0; i < loops; i++) {
            domain.register(BeanFigures.loop(connector, i), "type", "Loop", "name", name, "loop",
                    Integer.toString(i + 1));
        }
    }

    /** Applications came, went, or changed. */
    public void applicationsChanged() {
        lock.lock();
        try {
            if (domain != null) {
                sync();
            }
        } finally {
            lock.unlock();
        }
    }

    private void sync() {
        Set<String> present = new HashSet<>();
        for (AppFigures each : server.applications()) {
            present.add(id(each));
            if (applications.add(id(each))) {
                domain.register(BeanFigures.sessions(server, each), manager(each));
                domain.register(BeanFigures.application(server, each), webModule(each));
            }
            syncServlets(each);
        }
        applications.removeIf(each -> !present.contains(each) && forget(each));
    }

    /** An application that was replaced may have other servlets under the same name. */
    private void syncServlets(AppFigures app) {
        List<String> names = app.servlets().stream().map(ServletFigures::name).toList();
        List<String> before = servlets.put(id(app), names);
        if (!names.equals(before)) {
            forgetServlets(id(app), before);
            names.forEach(each -> domain.register(BeanFigures.servlet(server, app, each), servlet(id(app), each)));
        }
    }

    private void forgetServlets(String id, List<String> names) {
        if (names != null) {
            names.forEach(each -> domain.unregister(servlet(id, each)));
        }
    }

    /** Host and name, which no host name can confuse: it has no slash. */
    private static String id(AppFigures app) {
        return app.host() + app.name();
    }

    private boolean forget(String id) {
        int slash = id.indexOf('/');
        domain.unregister(manager(id.substring(0, slash), id.substring(slash)));
        domain.unregister(webModule(id.substring(0, slash), id.substring(slash)));
        forgetServlets(id, servlets.remove(id));
        return true;
    }

    private static String[] manager(AppFigures app) {
        return manager(app.host(), app.name());
    }

    private static String[] manager(String host, String name) {
        return new String[] {"type", "Manager", "host", value(host), "context", value(name)};
    }

    private static String[] webModule(AppFigures app) {
        return webModule(app.host(), app.name());
    }

    private static String[] webModule(String host, String name) {
        return new String[] {"j2eeType", "WebModule", "name", value("//" + host + name), NO_SERVER.get(0),
            NO_SERVER.get(1), NO_SERVER.get(2), NO_SERVER.get(3)};
    }

    private static String[] servlet(String id, String name) {
        return new String[] {"j2eeType", "Servlet", "WebModule", value("//" + id), "name", value(name),
            NO_SERVER.get(0), NO_SERVER.get(1), NO_SERVER.get(2), NO_SERVER.get(3)};
    }

    /** As it is where that is allowed, else quoted. */
    private static String value(String text) {
        return text.chars().anyMatch(c -> ",=:\"*?\n".indexOf(c) >= 0) ? ObjectName.quote(text) : text;
    }

    /** Takes all beans back; does nothing when they are. */
    public void close() {
        lock.lock();
        try {
            if (domain != null) {
                domain.close();
                domain = null;
                applications.clear();
                servlets.clear();
            }
        } finally {
            lock.unlock();
        }
    }
}
