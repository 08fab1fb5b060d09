package io.serval.container.engine;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;

import jakarta.servlet.DispatcherType;
import jakarta.servlet.ServletException;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.serval.container.config.ContextSwitch;
import io.serval.container.config.RequestSettings;
import io.serval.container.descriptor.WebAppDescriptor;
import io.serval.container.security.SecurityHandler;
import io.serval.container.servlet.ContextFacts;
import io.serval.container.servlet.ContextLoader;
import io.serval.container.servlet.ContextStart;
import io.serval.container.servlet.HttpServletRequestImpl;
import io.serval.container.servlet.RequestCycle;
import io.serval.container.servlet.RequestView;
import io.serval.container.servlet.ServletContextImpl;
import io.serval.container.spi.LifecycleListener;
import io.serval.container.spi.Valve;
import io.serval.http.HttpExchange;

/**
 * One web application: its life, and the way of a request through it. Started and stopped once, by one thread at a
 * time; requests come from all workers at once.
 */
public final class WebApp {
    private static final Logger log = LoggerFactory.getLogger(WebApp.class);
    private static final long IDLE_CHECK_NANOS = Duration.ofMillis(2).toNanos();

    private final WebAppEnvironment environment;
    private final ServletContextImpl context;
    private final ContextStart life;
    private final RequestCycle cycle;
    private final AsyncThreads threads;
    private final LongAdder active = new LongAdder();
    private final ClassLoader loader;
    private SecurityHandler security;
    private boolean servletsLoaded;
    private volatile AppState state = AppState.NEW;
    private volatile Throwable failure;

    private WebApp(WebAppDescriptor descriptor, WebAppEnvironment environment) {
        this.environment = environment;
        this.loader = environment.loader();
        String path = environment.contextPath();
        threads = environment.executor() == null ? new AsyncThreads(path.isEmpty() ? "/" : path) : null;
        context = new ServletContextImpl(new ContextFacts(path, environment.version(), environment.hostName(),
                descriptor, environment.settings(), loader, environment.resources(), environment.tempDirectory(),
                environment.mimeTypes(), environment.neighbours(), environment.objects(), environment.sessions(),
                environment.errorReport(), threads == null ? environment.executor() : threads,
                environment.overridableServlets()));
        life = new ContextStart(context);
        cycle = new RequestCycle(context, active::decrement);
    }

    /**
     * An application that can be started.
     *
     * @throws IllegalArgumentException if what is said of it cannot be
     */
    public static WebApp create(WebAppDescriptor descriptor, WebAppEnvironment environment) {
        return new WebApp(descriptor, environment);
    }

    /** An application that could not even be put together: it stands for its path, and answers 503. */
    public static WebApp failed(WebAppEnvironment environment, Throwable cause) {
        WebApp app = new WebApp(WebAppDescriptor.EMPTY, environment);
        app.failure = cause;
        app.state = AppState.FAILED;
        return app;
    }

    public String contextPath() {
        return environment.contextPath();
    }

    /** Orders parallel deployments of one path; empty for none. */
    public String version() {
        return environment.version();
    }

    public String hostName() {
        return environment.hostName();
    }

    public AppState state() {
        return state;
    }

    /** Why it failed, or {@code null} if it did not. */
    public Throwable failure() {
        return failure;
    }

    public ServletContextImpl servletContext() {
        return context;
    }

    /** The temporary directory of the application. */
    public Path tempDirectory() {
        return environment.tempDirectory().get();
    }

    /** Requests that were begun and are not over, asynchronous ones among them. */
    public long activeRequests() {
        return active.sum();
    }

    /**
     * Starts it completely: {@link #startContext} and {@link #loadOnStartup}.
     *
     * @throws ServletException what a part of the application threw, or with that as its cause; all is stopped then
     */
    public void start() throws ServletException {
        startContext();
        loadOnStartup();
    }

    /**
     * Runs initializers and listeners and initialises the filters; from here on it takes requests.
     *
     * @throws ServletException as {@link #start}
     */
    public void startContext() throws ServletException {
        require(AppState.NEW);
        state = AppState.STARTING;
        tell(LifecycleListener.Event.STARTING, null);
        ContextLoader outer = ContextLoader.enter(loader);
        try {
            environment.security().begin(context);
            life.start(environment.initializers());
            security = environment.security().create(context);
            context.security(security);
            state = AppState.RUNNING;
        } catch (ServletException | RuntimeException | Error e) {
            abandon(e);
            throw e;
        } finally {
            outer.leave();
        }
        tell(LifecycleListener.Event.STARTED, null);
    }

    /**
     * Initialises the servlets that ask for it at start, in their order. Further calls do nothing.
     *
     * @throws ServletException where the administrator wants a failing servlet to fail the application
     */
    public void loadOnStartup() throws ServletException {
        if (servletsLoaded) {
            return;
        }
        servletsLoaded = true;
        ContextLoader outer = ContextLoader.enter(loader);
        try {
            life.loadOnStartup(environment.settings().is(ContextSwitch.FAIL_CTX_IF_SERVLET_START_FAILS));
        } catch (ServletException | RuntimeException | Error e) {
            abandon(e);
            throw e;
        } finally {
            outer.leave();
        }
    }

    private void abandon(Throwable cause) {
        failure = cause;
        state = AppState.FAILED;
        life.stop(false);
        environment.security().end();
        stopThreads();
        tell(LifecycleListener.Event.FAILED, cause);
    }

    /** Takes no more requests for a while; those that run go on. */
    public void pause() {
        require(AppState.RUNNING);
        state = AppState.PAUSED;
    }

    /** Takes requests again. */
    public void resume() {
        require(AppState.PAUSED);
        state = AppState.RUNNING;
    }

    /**
     * Ends it: takes no more requests, waits for those that run, at most {@code unloadDelay}, then destroys servlets,
     * filters, sessions and listeners. Does nothing if it is not running.
     */
    public void stop() {
        stop(true);
    }

    /** @param persistSessions whether sessions go to their store, if they have one, instead of ending */
    public void stop(boolean persistSessions) {
        if (state != AppState.RUNNING && state != AppState.PAUSED) {
            return;
        }
        state = AppState.STOPPING;
        tell(LifecycleListener.Event.STOPPING, null);
        if (!awaitIdle(environment.settings().unloadDelay())) {
            log.warn("{} stops although {} requests run still; unloadDelay of the Context says how long it waits",
                    context, active.sum());
        }
        ContextLoader outer = ContextLoader.enter(loader);
        try {
            life.stop(persistSessions);
        } finally {
            environment.security().end();
            outer.leave();
            stopThreads();
            state = AppState.STOPPED;
        }
        tell(LifecycleListener.Event.STOPPED, null);
    }

    private void stopThreads() {
        if (threads != null) {
            threads.stop();
        }
    }

    /** Waits until no request is active. @return false if there still is one when the time is up */
    public boolean awaitIdle(Duration timeout) {
        long deadline = System.nanoTime() + timeout.toNanos();
        while (active.sum() > 0) {
            if (System.nanoTime() - deadline >= 0 || Thread.currentThread().isInterrupted()) {
                return false;
            }
            LockSupport.parkNanos(IDLE_CHECK_NANOS);
        }
        return true;
    }

    /** What has to be done from time to time: ends sessions that were idle for too long. */
    public void periodic() {
        if (state == AppState.RUNNING) {
            context.sessions().expireIdle();
        }
    }

    private void require(AppState expected) {
        if (state != expected) {
            throw new IllegalStateException(context + " is " + state + ", and not " + expected);
        }
    }

    private void tell(LifecycleListener.Event event, Throwable cause) {
        for (LifecycleListener listener : environment.listeners()) {
            listener.lifecycleEvent(event, environment.contextPath(), cause);
        }
    }

    /**
     * Takes a request through the application.
     *
     * @param view where it leads to, in this application
     * @return false if the application takes no requests now; then nothing was done
     */
    boolean handle(HttpExchange exchange, RequestView view, RequestSettings settings) {
        active.increment();
        if (state != AppState.RUNNING) {
            active.decrement();
            return false;
        }
        Thread thread = Thread.currentThread();
        ClassLoader outer = thread.getContextClassLoader();
        thread.setContextClassLoader(loader);
        HttpServletRequestImpl request = new HttpServletRequestImpl(cycle, settings, exchange, view);
        exchange.attach(new LoggedRequest(environment.hostName(), environment.contextPath(), request));
        try {
            cycle.begin(request);
            int refusal = view.target().refusal();
            if (refusal != 0) {
                request.response().sendError(refusal);
            } else if (security == null || security.admit(request)) {
                view.target().chain(DispatcherType.REQUEST).doFilter(request.servedRequest(),
                        request.servedResponse());
            }
        } catch (Throwable e) {
            cycle.fail(request, e);
        }
        try {
            cycle.settle(request);
        } finally {
            thread.setContextClassLoader(outer);
        }
        return true;
    }

    /** As {@link #handle}, by way of the valves that stand before the application. */
    boolean handleByValves(HttpExchange exchange, RequestView view, RequestSettings settings) throws IOException {
        boolean[] taken = {true};
        Valve.chain(environment.valves(), passed -> taken[0] = handle(passed, view, settings))
                .handle(exchange);
        return taken[0];
    }

    boolean hasValves() {
        return !environment.valves().isEmpty();
    }

    @Override public String toString() {
        return context.toString();
    }
}
