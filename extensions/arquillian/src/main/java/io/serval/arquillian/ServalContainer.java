package io.serval.arquillian;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

import org.jboss.arquillian.container.spi.client.container.DeployableContainer;
import org.jboss.arquillian.container.spi.client.container.DeploymentException;
import org.jboss.arquillian.container.spi.client.container.LifecycleException;
import org.jboss.arquillian.container.spi.client.protocol.ProtocolDescription;
import org.jboss.arquillian.container.spi.client.protocol.metadata.HTTPContext;
import org.jboss.arquillian.container.spi.client.protocol.metadata.ProtocolMetaData;
import org.jboss.arquillian.container.spi.client.protocol.metadata.Servlet;
import org.jboss.shrinkwrap.api.Archive;
import org.jboss.shrinkwrap.api.exporter.ZipExporter;

import io.serval.container.Serval;

/**
 * One server for a suite. An archive is written to a temporary file and deployed at the path its name gives
 * ({@code ROOT.war} at the root). Used by one thread.
 */
public final class ServalContainer implements DeployableContainer<ServalConfiguration> {
    private static final String SUFFIX = ".war";

    private final Map<String, Path> files = new HashMap<>();
    private ServalConfiguration configuration;
    private Serval server;

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
        try {
            server = Serval.builder().address(configuration.getAddress()).port(configuration.getPort()).start();
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

    @Override public ProtocolMetaData deploy(Archive<?> archive) throws DeploymentException {
        String path = contextPath(archive);
        try {
            Path file = Files.createTempFile("serval-arquillian", SUFFIX);
            files.put(path, file);
            archive.as(ZipExporter.class).exportTo(file.toFile(), true);
            server.deploy(path, file);
        } catch (IOException | RuntimeException e) {
            forget(path);
            throw new DeploymentException(archive.getName() + " cannot be deployed: " + e.getMessage(), e);
        }
        return new ProtocolMetaData().addContext(context(path));
    }

    private HTTPContext context(String path) {
        HTTPContext context = new HTTPContext(configuration.getAddress(), server.port());
        server.context(path).orElseThrow().servletContext().getServletRegistrations()
                .forEach((name, servlet) -> context.add(new Servlet(name, path)));
        return context;
    }

    @Override public void undeploy(Archive<?> archive) throws DeploymentException {
        String path = contextPath(archive);
        server.undeploy(path);
        forget(path);
    }

    private void forget(String path) throws DeploymentException {
        Path file = files.remove(path);
        try {
            if (file != null) {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            throw new DeploymentException("temporary file " + file + " cannot be deleted", e);
        }
    }

    private static String contextPath(Archive<?> archive) {
        String name = archive.getName();
        String base = name.endsWith(SUFFIX) ? name.substring(0, name.length() - SUFFIX.length()) : name;
        return base.equals("ROOT") ? "" : '/' + base.replace('#', '/');
    }
}
