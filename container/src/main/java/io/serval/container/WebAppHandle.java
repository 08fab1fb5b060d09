package io.serval.container;

import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletException;

import io.serval.container.engine.AppState;
import io.serval.container.engine.WebApp;

/** An application of a running server. Safe for any thread. */
public final class WebAppHandle {
    private final WebApp app;

    WebAppHandle(WebApp app) {
        this.app = app;
    }

    /** The context path, empty for the root. */
    public String path() {
        return app.contextPath();
    }

    /** Of a parallel deployment, empty for none. */
    public String version() {
        return app.version();
    }

    /** Name of the virtual host. */
    public String hostName() {
        return app.hostName();
    }

    /** Whether it takes requests. */
    public boolean isRunning() {
        return app.state() == AppState.RUNNING;
    }

    public ServletContext servletContext() {
        return app.servletContext();
    }

    /** Requests that were begun and are not over, asynchronous ones included. */
    public long activeRequests() {
        return app.activeRequests();
    }

    /**
     * Initialises the servlets that ask for it at start, if that was deferred; further calls do nothing.
     *
     * @throws ServalException if a servlet fails and is to fail the application; the cause is what it threw
     */
    public void loadOnStartup() {
        try {
            app.loadOnStartup();
        } catch (ServletException e) {
            throw new ServalException("a servlet of \"" + path() + "\" does not start: " + e.getMessage(), e);
        }
    }

    /** Answers 503 from now on; running requests go on. */
    public void pause() {
        app.pause();
    }

    /** Takes requests again. */
    public void resume() {
        app.resume();
    }

    /** Ends the sessions that were idle for too long now, instead of within the next ten seconds. */
    public void expireSessions() {
        app.periodic();
    }

    @Override public String toString() {
        return app.toString();
    }
}
