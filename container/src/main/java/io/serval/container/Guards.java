package io.serval.container;

import io.serval.container.config.ContextSettings;
import io.serval.container.descriptor.WebAppDescriptor;
import io.serval.container.engine.SecuritySource;
import io.serval.container.security.SecurityHandler;
import io.serval.container.security.SecuritySetup;
import io.serval.container.security.realm.NullRealm;
import io.serval.container.servlet.ServletContextImpl;
import io.serval.container.spi.Realm;

/**
 * Makes the guard of an application: constraints of descriptor and servlets, the authenticator, and the realm of the
 * context, the host or the server.
 *
 * @param settings of the application
 * @param realm    or {@code null} if nobody knows any user
 */
record Guards(ContextSettings settings, Realm realm) implements SecuritySource {
    @Override public SecurityHandler create(ServletContextImpl context) {
        WebAppDescriptor descriptor = context.facts().descriptor();
        boolean guardsNothing = realm == null && descriptor.login() == null
                && descriptor.securityConstraints().isEmpty() && context.servletConstraints().isEmpty();
        return guardsNothing ? null : new SecuritySetup(context.getContextPath(), descriptor, settings,
                context.servletConstraints(), context.roles(), realm != null ? realm : new NullRealm()).build();
    }
}
