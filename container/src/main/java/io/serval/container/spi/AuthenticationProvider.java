package io.serval.container.spi;

import java.nio.file.Path;
import java.util.Optional;

/**
 * Brings ways to authenticate callers beside those of {@code login-config}: Jakarta Authentication, tokens, OpenID
 * Connect. Found by {@link java.util.ServiceLoader} with the class loader of the container, or given to the builder of
 * a server; a provider that was found belongs to one server. Called by the threads that start and stop servers and
 * applications.
 *
 * <p>Where there is none, requests cost nothing more.
 */
public interface AuthenticationProvider {
    /**
     * A server starts, none of its applications has begun to.
     *
     * @param base what names of files are relative to; has {@code conf/} if the server was started from files
     */
    default void start(Path base) {
    }

    /**
     * The mechanism for an application, asked for before anything of the application runs. If there are mechanisms of
     * several providers, they are asked in the order of the providers.
     *
     * @return empty if callers of that application do not concern this provider
     * @throws IllegalArgumentException if it is configured in a way that cannot work; the message says what to change
     */
    Optional<AuthenticationMechanism> mechanism(AuthenticationScope application);

    /** The server has stopped, and so have all its applications. */
    default void stop() {
    }
}
