package io.serval.arquillian;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

import org.jboss.arquillian.container.spi.client.container.DeployableContainer;
import org.jboss.arquillian.container.spi.client.container.DeploymentException;
import org.jboss.arquillian.container.spi.client.container.LifecycleException;
import org.jboss.arquillian.container.spi.client.protocol.ProtocolDescription;
import org.jboss.arquillian.container.spi.client.protocol.metadata.HTTPContext;
import org.jboss.arquillian.container.spi.client.protocol.metadata.ProtocolMetaData;
import org.jboss.arquillian.container.spi.client.protocol.metadata.Servlet;
import org.jboss.shrinkwrap.api.Archive;
import org.jboss.shrinkwrap.api.exporter.ZipExporter;

/**
 * One server for a suite, in this process or in one of its own. An archive is written to a file and deployed at the
 * path its name gives ({@code ROOT.war} at the root). Used by one thread.
 */
public final class ServalContainer implements DeployableContainer<ServalConfiguration> {
    /** Answers tests that run inside an archive; the fragment of the protocol brings it. */
    private static final String TEST_SERVLET = "ArquillianServletRunnerEE9";

    private final Map<String, Path> files = new HashMap<>();
    private ServalConfiguration configuration;
    private Server server;

    @Override public Class<ServalConfiguration> getConfigurationClass() {
        return ServalConfiguration.class;
    }

    @Override public ProtocolDescription getDefaultProtocol() {
        return new ProtocolDescription("Servlet 6.0");
    }

    @Override public void setup(ServalConfiguration values) {
        configuration = values;
    }

    @Override public void start() throws LifecycleException {
        server = switch (configuration.mode()) {
            case EMBEDDED -> new EmbeddedServer(configuration);
            case MANAGED -> new ManagedServer(configuration);
        };
        server.start();
    }

    @Override public void stop() throws LifecycleException {
        if (server != null) {
            server.stop();
            server = null;
        }
    }

    @Override public ProtocolMetaData deploy(Archive<?> archive) throws DeploymentException {
        String path = Server.contextPath(archive.getName());
        try {
            Path war = Files.createTempDirectory("serval-arquillian").resolve(archive.getName());
            files.put(archive.getName(), war);
            archive.as(ZipExporter.class).exportTo(war.toFile(), true);
            Set<String> servlets = new LinkedHashSet<>(server.deploy(war));
            servlets.add(TEST_SERVLET);
            HTTPContext context = new HTTPContext(configuration.getAddress(), server.port());
            servlets.forEach(name -> context.add(new Servlet(name, path)));
            return new ProtocolMetaData().addContext(context);
        } catch (IOException e) {
            forget(archive);
            throw new DeploymentException(archive.getName() + " cannot be deployed: " + e.getMessage(), e);
        } catch (DeploymentException | RuntimeException e) {
            forget(archive);
            throw e;
        }
    }

    @Override public void undeploy(Archive<?> archive) throws DeploymentException {
        try {
            server.undeploy(files.getOrDefault(archive.getName(), Path.of(archive.getName())));
        } catch (IOException e) {
            throw new DeploymentException(archive.getName() + " cannot be undeployed: " + e.getMessage(), e);
        } finally {
            forget(archive);
        }
    }

    private void forget(Archive<?> archive) throws DeploymentException {
        Path war = files.remove(archive.getName());
        try {
            if (war != null) {
                Files.deleteIfExists(war);
                Files.deleteIfExists(war.getParent());
            }
        } catch (IOException e) {
            throw new DeploymentException("temporary file " + war + " cannot be deleted", e);
        }
    }
}
