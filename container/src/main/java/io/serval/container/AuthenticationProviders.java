package io.serval.container;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.serval.container.spi.AuthenticationProvider;

/** The providers of mechanisms of one server: those of its program, then those that were found. */
final class AuthenticationProviders {
    private static final Logger log = LoggerFactory.getLogger(Serval.class);

    private final List<AuthenticationProvider> started = new ArrayList<>();

    /**
     * @param given by the program
     * @param base  what names of files are relative to
     */
    void start(List<AuthenticationProvider> given, Path base) {
        List<AuthenticationProvider> all = new ArrayList<>(given);
        try {
            ServiceLoader.load(AuthenticationProvider.class, Serval.class.getClassLoader()).forEach(all::add);
        } catch (ServiceConfigurationError e) {
            throw new ServalException("an authentication provider cannot be loaded: " + e.getMessage()
                    + "; its jar needs the API it implements beside it", e);
        }
        for (AuthenticationProvider each : all) {
            each.start(base);
            started.add(each);
        }
    }

    List<AuthenticationProvider> all() {
        return List.copyOf(started);
    }

    void stop() {
        for (AuthenticationProvider each : started) {
            try {
                each.stop();
            } catch (RuntimeException | LinkageError e) {
                log.warn("Authentication provider [{}] failed to stop; the server stops all the same",
                        each.getClass().getName(), e);
            }
        }
        started.clear();
    }
}
