package io.serval.container.servlet;

import java.io.IOException;

import jakarta.servlet.http.HttpUpgradeHandler;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.serval.http.UpgradeHandler;
import io.serval.http.UpgradedStream;

/** Hands a connection to the {@link HttpUpgradeHandler} of an application (Servlet 6.1 §2.3.3.5). */
final class UpgradeStart implements UpgradeHandler {
    private static final Logger log = LoggerFactory.getLogger(UpgradeStart.class);

    private final ServletContextImpl context;
    private final HttpUpgradeHandler handler;

    UpgradeStart(ServletContextImpl context, HttpUpgradeHandler handler) {
        this.context = context;
        this.handler = handler;
    }

    @Override public void upgraded(UpgradedStream stream) throws IOException {
        WebConnectionImpl connection = new WebConnectionImpl(stream, this);
        ContextLoader outer = ContextLoader.enter(context.getClassLoader());
        try {
            handler.init(connection);
        } catch (RuntimeException | Error e) {
            log.error("Upgrade handler [{}] of {} failed in init(); its connection is closed",
                    handler.getClass().getName(), context, e);
            connection.close();
        } finally {
            outer.leave();
        }
        connection.started();
    }

    /** Calls the application. @return whether it returned without an exception */
    boolean call(Callback callback) {
        ContextLoader outer = ContextLoader.enter(context.getClassLoader());
        try {
            callback.call();
            return true;
        } catch (IOException | RuntimeException | Error e) {
            log.debug("Upgrade handler [{}] of {} failed", handler.getClass().getName(), context, e);
            return false;
        } finally {
            outer.leave();
        }
    }

    /** The connection is closed: the handler is done. */
    void ended() {
        ContextLoader outer = ContextLoader.enter(context.getClassLoader());
        try {
            handler.destroy();
        } catch (RuntimeException | LinkageError e) {
            log.warn("Upgrade handler [{}] of {} failed in destroy()", handler.getClass().getName(), context, e);
        } finally {
            outer.leave();
            context.instances().destroy(handler);
        }
    }

    /** Code of the application. */
    @FunctionalInterface
    interface Callback {
        void call() throws IOException;
    }
}
