package io.serval.arquillian;

import java.nio.file.Path;
import java.util.Set;

import org.jboss.arquillian.container.spi.client.container.DeploymentException;
import org.jboss.arquillian.container.spi.client.container.LifecycleException;

import io.serval.container.Serval;
import io.serval.container.ServalBuilder;

/** Serval in the JVM of the tests, driven by the embedding API. */
final class EmbeddedServer implements Server {
    private final ServalConfiguration configuration;
    private Serval server;

    EmbeddedServer(ServalConfiguration configuration) {
        this.configuration = configuration;
    }

    @Override public void start() throws LifecycleException {
        try {
            ServalBuilder builder = Serval.builder().address(configuration.getAddress()).port(configuration.getPort());
            if (!configuration.userList().isEmpty()) {
                builder.realm(new UserListRealm(configuration.userList()));
            }
            server = builder.start();
        } catch (RuntimeException e) {
            throw new LifecycleException("Serval does not start: " + e.getMessage(), e);
        }
    }

    @Override public void stop() {
        if (server != null) {
            server.stop();
            server = null;
        }
    }

    @Override public int port() {
        return server.port();
    }

    @Override public Set<String> deploy(Path war) throws DeploymentException {
        String path = Server.contextPath(war.getFileName().toString());
        try {
            server.deploy(path, war);
        } catch (RuntimeException e) {
            throw new DeploymentException(war.getFileName() + " cannot be deployed: " + e.getMessage(), e);
        }
        return server.context(path).orElseThrow().servletContext().getServletRegistrations().keySet();
    }

    @Override public void undeploy(Path war) {
        server.undeploy(Server.contextPath(war.getFileName().toString()));
    }
}
