package io.serval.container;

import java.util.Map;
import java.util.Set;

import io.serval.container.config.ContextSettings;
import io.serval.container.config.ContextSwitch;
import io.serval.container.config.ValveConfig;
import io.serval.container.descriptor.SourceLocation;
import io.serval.container.descriptor.WebAppDescriptor;
import io.serval.container.engine.SecuritySource;
import io.serval.container.security.AuthenticationSettings;
import io.serval.container.security.AuthenticatorValve;
import io.serval.container.security.SecurityHandler;
import io.serval.container.security.SecurityPlan;
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
        Set<String> roles = context.roles();
        boolean deny = descriptor.denyUncoveredHttpMethods() || settings.is(ContextSwitch.DENY_UNCOVERED_HTTP_METHODS);
        SecurityPlan plan = SecurityPlan.of(descriptor.securityConstraints(), context.servletConstraints(), roles,
                deny);
        if (plan.isOpen() && descriptor.login() == null && realm == null) {
            return null;
        }
        Realm asked = realm != null ? realm : new NullRealm();
        return SecurityHandler.of(plan, descriptor.login(), asked, roles, authentication());
    }

    private AuthenticationSettings authentication() {
        boolean preemptive = settings.is(ContextSwitch.PREEMPTIVE_AUTHENTICATION);
        for (ValveConfig each : settings.valves()) {
            if (AuthenticatorValve.isOne(each)) {
                return AuthenticatorValve.settings(each, preemptive);
            }
        }
        return AuthenticatorValve.settings(new ValveConfig("", Map.of(), SourceLocation.NONE), preemptive);
    }
}
