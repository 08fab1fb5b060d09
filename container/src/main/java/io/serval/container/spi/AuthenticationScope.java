package io.serval.container.spi;

import jakarta.servlet.ServletContext;

/**
 * The application whose callers are authenticated. Immutable.
 *
 * @param context    not initialised yet when a mechanism is made
 * @param realm      who the users are; knows nobody if none was configured
 * @param authMethod {@code auth-method} of the {@code login-config}, or {@code null} if there is none
 */
public record AuthenticationScope(ServletContext context, Realm realm, String authMethod) {
}
