package io.serval.container;

import java.util.ArrayList;
import java.util.List;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.serval.container.config.ContextSettings;
import io.serval.container.descriptor.LoginDeclaration;
import io.serval.container.descriptor.WebAppDescriptor;
import io.serval.container.engine.SecuritySource;
import io.serval.container.security.SecurityHandler;
import io.serval.container.security.SecuritySetup;
import io.serval.container.security.realm.NullRealm;
import io.serval.container.servlet.ServletContextImpl;
import io.serval.container.spi.AuthenticationMechanism;
import io.serval.container.spi.AuthenticationProvider;
import io.serval.container.spi.AuthenticationScope;
import io.serval.container.spi.Realm;

/**
 * Makes the guard of one application: constraints of descriptor and servlets, the mechanisms of extensions, the
 * authenticator, and the realm of the context, the host or the server. For the thread that starts or stops the
 * application.
 */
final class Guards implements SecuritySource {
    private static final Logger log = LoggerFactory.getLogger(Serval.class);

    private final ContextSettings settings;
    private final Realm realm;
    private final List<AuthenticationProvider> providers;
    private final List<AuthenticationMechanism> mechanisms = new ArrayList<>();

    /**
     * @param settings  of the application
     * @param realm     or {@code null} if nobody knows any user
     * @param providers of mechanisms
     */
    Guards(ContextSettings settings, Realm realm, List<AuthenticationProvider> providers) {
        this.settings = settings;
        this.realm = realm;
        this.providers = providers;
    }

    private Realm users() {
        return realm != null ? realm : new NullRealm();
    }

    @Override public void begin(ServletContextImpl context) {
        LoginDeclaration login = context.facts().descriptor().login();
        for (AuthenticationProvider each : providers) {
            each.mechanism(new AuthenticationScope(context, users(), login == null ? null : login.authMethod()))
                    .ifPresent(mechanisms::add);
        }
    }

    @Override public SecurityHandler create(ServletContextImpl context) {
        WebAppDescriptor descriptor = context.facts().descriptor();
        boolean guardsNothing = realm == null && descriptor.login() == null && mechanisms.isEmpty()
                && descriptor.securityConstraints().isEmpty() && context.servletConstraints().isEmpty();
        return guardsNothing ? null : new SecuritySetup(context.getContextPath(), descriptor, settings,
                context.servletConstraints(), context.roles(), users(), mechanisms).build();
    }

    @Override public void end() {
        for (AuthenticationMechanism each : mechanisms) {
            try {
                each.close();
            } catch (RuntimeException | LinkageError e) {
                log.warn("Authentication mechanism [{}] failed to close; the application ends all the same",
                        each.getClass().getName(), e);
            }
        }
        mechanisms.clear();
    }
}
