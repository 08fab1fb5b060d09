package io.serval.container;

import java.io.IOException;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.serval.container.deploy.AssembledApp;
import io.serval.container.engine.WebApp;
import io.serval.container.naming.AppNaming;

/**
 * An application with what it was made of. One thread at a time starts and ends it.
 *
 * @param app       may be running, or stand for one that failed
 * @param assembled its files and class loader
 * @param naming    its names
 * @param closeLogs closes its access logs
 */
record Deployment(WebApp app, AssembledApp assembled, AppNaming naming, Runnable closeLogs) {
    private static final Logger log = LoggerFactory.getLogger(Serval.class);

    /**
     * Stops the application, waiting for its requests, and gives everything back.
     *
     * @param keepSessions whether sessions go to their store, if they have one
     */
    void end(boolean keepSessions) {
        app.stop(keepSessions);
        release();
    }

    /** Gives back what an application that is not running was made of. */
    void release() {
        closeLogs.run();
        naming.close();
        try {
            assembled.close();
        } catch (IOException e) {
            log.warn("Files of [{}] could not be given back: {}", assembled.name(), e.toString());
        }
    }
}
