package io.serval.authentication;

import java.nio.file.Path;
import java.util.Optional;

import io.serval.container.spi.AuthenticationMechanism;
import io.serval.container.spi.AuthenticationProvider;
import io.serval.container.spi.AuthenticationScope;

/**
 * Brings the Servlet Container Profile to a server: as any application may register a module at any time, each one gets
 * a mechanism, which passes as long as nothing is registered. Found by {@code ServiceLoader}.
 */
public final class ServletProfileProvider implements AuthenticationProvider {
    /** For {@code ServiceLoader}. */
    public ServletProfileProvider() {
    }

    @Override public void start(Path base) {
        SystemFactory.acquire(base.resolve(ServalAuthConfigFactory.FILE));
    }

    @Override public Optional<AuthenticationMechanism> mechanism(AuthenticationScope application) {
        return Optional.of(new ServletProfileMechanism(application));
    }

    @Override public void stop() {
        SystemFactory.release();
    }
}
