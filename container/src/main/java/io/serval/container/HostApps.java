package io.serval.container;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.locks.ReentrantLock;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.serval.container.deploy.ContextName;
import io.serval.container.deploy.DeployTarget;
import io.serval.container.deploy.WebAppSource;
import io.serval.container.engine.HostTable;
import io.serval.container.engine.WebApp;
import io.serval.container.engine.WebAppEnvironment;
import io.serval.container.loader.WebAppClassLoader;
import io.serval.container.resource.ResourceRoots;
import io.serval.container.session.SessionHandover;

/**
 * The applications of one host that are up, or failed and stand for their path. Calls for different names may come at
 * the same time; those for one name follow each other.
 */
final class HostApps implements DeployTarget {
    private static final Logger log = LoggerFactory.getLogger(Serval.class);

    private final String hostName;
    private final HostTable table;
    private final AppFactory factory;
    /** Held while one name changes between running and failed. */
    private final ReentrantLock lock = new ReentrantLock();
    private final Map<ContextName, Deployment> running = new ConcurrentSkipListMap<>();
    private final Map<ContextName, WebApp> failed = new ConcurrentSkipListMap<>();

    HostApps(String hostName, HostTable table, AppFactory factory) {
        this.hostName = hostName;
        this.table = table;
        this.factory = factory;
    }

    @Override public void deploy(WebAppSource source) throws Exception {
        bringUp(factory.make(source), true);
    }

    /** Deploys what a program put together. */
    void deploy(WebAppSource source, WebAppBuilder builder) throws Exception {
        bringUp(factory.make(source, builder), !builder.defersLoadOnStartup());
    }

    private void bringUp(Deployment added, boolean loadServlets) throws Exception {
        start(added, loadServlets);
        Deployment before = putInPlace(added);
        if (before != null) {
            switchOver(before, added);
        }
    }

    /** Serves it, if nothing serves that name yet. @return what does, or {@code null} */
    private Deployment putInPlace(Deployment added) {
        ContextName name = added.assembled().name();
        lock.lock();
        try {
            Deployment before = running.put(name, added);
            if (before == null) {
                forget(name);
                table.deploy(hostName, added.app());
            }
            return before;
        } finally {
            lock.unlock();
        }
    }

    private void switchOver(Deployment before, Deployment added) {
        SessionHandover sessions = new SessionHandover(before.app().servletContext().sessions(),
                added.app().servletContext().sessions());
        sessions.begin();
        table.replace(hostName, before.app(), added.app());
        before.app().awaitIdle(before.assembled().settings().unloadDelay());
        sessions.finish();
        before.end(false);
    }

    private static void start(Deployment added, boolean loadServlets) throws Exception {
        try {
            added.app().startContext();
            if (loadServlets) {
                added.app().loadOnStartup();
            }
        } catch (Exception | Error failure) {
            added.release();
            throw failure;
        }
    }

    @Override public void replace(WebAppSource source) throws Exception {
        bringUp(factory.make(source), true);
    }

    @Override public void undeploy(ContextName name) {
        end(name, false);
    }

    @Override public void stop(ContextName name) {
        end(name, true);
    }

    private void end(ContextName name, boolean keepSessions) {
        forget(name);
        Deployment known = running.remove(name);
        if (known != null) {
            table.undeploy(hostName, known.app());
            known.end(keepSessions);
        }
    }

    @Override public boolean isIdle(ContextName name) {
        WebApp app = app(name);
        return app == null || app.activeRequests() == 0 && app.servletContext().sessions().sessions().isEmpty();
    }

    private void forget(ContextName name) {
        WebApp stood = failed.remove(name);
        if (stood != null) {
            table.undeploy(hostName, stood);
        }
    }

    @Override public void fail(ContextName name, Throwable cause) {
        try {
            WebAppEnvironment environment = WebAppEnvironment
                    .of(name.path(), Serval.class.getClassLoader(), ResourceRoots.of(null).build(), () -> null)
                    .withVersion(name.version()).withHostName(hostName);
            WebApp standing = WebApp.failed(environment, cause);
            standIn(name, standing);
        } catch (IOException e) {
            log.error("Nothing can answer for the failed application [{}]", name, e);
        }
    }

    String hostName() {
        return hostName;
    }

    private void standIn(ContextName name, WebApp standing) {
        lock.lock();
        try {
            if (!running.containsKey(name)) {
                forget(name);
                failed.put(name, standing);
                table.deploy(hostName, standing);
            }
        } finally {
            lock.unlock();
        }
    }

    /** What has to be done every ten seconds. */
    void periodic() {
        running.values().forEach(each -> each.app().periodic());
    }

    /** What has to be done every minute. */
    void releaseUnusedFiles() {
        for (Deployment each : running.values()) {
            if (each.assembled().loader() instanceof WebAppClassLoader own) {
                own.releaseUnusedJars();
            }
        }
    }

    /** The applications that are up, in the order of their names. */
    List<ContextName> names() {
        return List.copyOf(running.keySet());
    }

    /** @return the application of that name, or {@code null} if it is not up */
    WebApp app(ContextName name) {
        Deployment known = running.get(name);
        return known == null ? null : known.app();
    }

    /** Ends everything, the last first. */
    void end() {
        List<ContextName> names = new ArrayList<>(running.keySet());
        names.addAll(failed.keySet());
        Collections.reverse(names);
        names.forEach(this::stop);
    }
}
