package io.serval.arquillian;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;
import java.util.Set;

import org.jboss.arquillian.container.spi.client.container.DeploymentException;
import org.jboss.arquillian.container.spi.client.container.LifecycleException;

/**
 * Serval in a process of its own, on a private base. Applications come and go as an administrator would have it: their
 * WARs are moved into {@code webapps/} and taken away again. What became of them stands in the log of the server.
 */
final class ManagedServer implements Server {
    private final ServalConfiguration configuration;
    private PrivateBase base;
    private ServerLog log;
    private ServerProcess process;

    ManagedServer(ServalConfiguration configuration) {
        this.configuration = configuration;
    }

    @Override public void start() throws LifecycleException {
        try {
            base = PrivateBase.make(configuration);
            log = new ServerLog(base.logFile());
            process = ServerProcess.start(configuration, base);
        } catch (IOException e) {
            stop();
            throw new LifecycleException("Serval does not start: " + e.getMessage(), e);
        } catch (LifecycleException e) {
            stop();
            throw e;
        }
    }

    @Override public void stop() throws LifecycleException {
        try {
            if (process != null) {
                process.stop();
                process = null;
            }
            if (base != null) {
                base.close();
                base = null;
            }
        } catch (IOException e) {
            throw new LifecycleException("what the server left cannot be deleted: " + e.getMessage(), e);
        }
    }

    @Override public int port() {
        return process.port();
    }

    @Override public Set<String> deploy(Path war) throws DeploymentException, IOException {
        Path place = base.webapps().resolve(war.getFileName());
        Path beside = Files.copy(war, base.temp().resolve(war.getFileName()), StandardCopyOption.REPLACE_EXISTING);
        long from = log.end();
        Files.move(beside, place, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        Waiting waiting = new Waiting(configuration.deployTimeoutSeconds(), process);
        Optional<ServerLog.Outcome> outcome = waiting.until(() -> log.outcome(place, from));
        if (outcome.isEmpty() || outcome.get().failed()) {
            Files.deleteIfExists(place);
            throw new DeploymentException(outcome.map(ServerLog.Outcome::message).orElseGet(() ->
                    war.getFileName() + " was not deployed " + waiting.limit() + "; the log is " + base.logFile()));
        }
        return Set.of();
    }

    @Override public void undeploy(Path war) throws DeploymentException, IOException {
        String name = war.getFileName().toString();
        long from = log.end();
        if (!Files.deleteIfExists(base.webapps().resolve(name))) {
            return;
        }
        Path unpacked = base.webapps().resolve(name.substring(0, name.length() - ".war".length()));
        Waiting waiting = new Waiting(configuration.deployTimeoutSeconds(), process);
        boolean gone = waiting.until(() -> log.tellsOfUndeployment(Server.contextPath(name), from)
                && !Files.exists(unpacked) ? Optional.of(true) : Optional.empty()).isPresent();
        if (!gone) {
            throw new DeploymentException(name + " was not undeployed " + waiting.limit() + "; the log is "
                    + base.logFile());
        }
    }
}
