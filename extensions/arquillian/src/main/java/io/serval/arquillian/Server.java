package io.serval.arquillian;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Set;

import org.jboss.arquillian.container.spi.client.container.DeploymentException;
import org.jboss.arquillian.container.spi.client.container.LifecycleException;

/** A server that tests talk to, in this process or in one of its own. Used by one thread. */
interface Server {
    void start() throws LifecycleException;

    /** Does nothing if it does not run. */
    void stop() throws LifecycleException;

    /** The port of its first connector. */
    int port();

    /**
     * Starts an application.
     *
     * @param war as the server shall see it; its name gives the path of the context
     * @return names of its servlets, as far as they can be known
     * @throws DeploymentException if it does not start; the message has the cause
     */
    Set<String> deploy(Path war) throws DeploymentException, IOException;

    void undeploy(Path war) throws DeploymentException, IOException;

    /** The path that the name of a WAR gives: {@code ROOT.war} is the root, {@code a#b.war} is {@code /a/b}. */
    static String contextPath(String war) {
        String base = war.endsWith(".war") ? war.substring(0, war.length() - ".war".length()) : war;
        return base.equals("ROOT") ? "" : '/' + base.replace('#', '/');
    }
}
