package io.serval.container.security;

import java.util.List;
import java.util.Set;

import io.serval.container.config.ContextSettings;
import io.serval.container.config.ContextSwitch;
import io.serval.container.config.ValveConfig;
import io.serval.container.descriptor.WebAppDescriptor;
import io.serval.container.spi.AuthenticationMechanism;
import io.serval.container.spi.Realm;

/**
 * All that decides on the security of one application. Immutable.
 *
 * @param contextPath for messages; empty for the root
 * @param descriptor  its constraints, login and roles
 * @param settings    the switches and the authenticator valve of the administrator
 * @param servlets    what servlets say of themselves; complete after initializers and listeners
 * @param roles       of the descriptor and by program
 * @param realm       who the users are
 * @param mechanisms  of extensions, in the order in which they are asked
 */
public record SecuritySetup(String contextPath, WebAppDescriptor descriptor, ContextSettings settings,
                            List<ServletConstraints> servlets, Set<String> roles, Realm realm,
                            List<AuthenticationMechanism> mechanisms) {
    public SecuritySetup {
        servlets = List.copyOf(servlets);
        roles = Set.copyOf(roles);
        mechanisms = List.copyOf(mechanisms);
    }

    /**
     * Makes the guard of the application, and tells the administrator what the configuration leaves open.
     *
     * @throws IllegalArgumentException if something cannot work; the message says what, and where it stands
     */
    public SecurityHandler build() {
        boolean denyUncovered = descriptor.denyUncoveredHttpMethods()
                || settings.is(ContextSwitch.DENY_UNCOVERED_HTTP_METHODS);
        SecurityPlan plan = SecurityPlan.of(descriptor.securityConstraints(), servlets, roles, denyUncovered);
        SecurityReport report = new SecurityReport(contextPath);
        report.uncoveredMethods(plan, denyUncovered);
        report.roles(descriptor, roles);
        return SecurityHandler.of(plan, descriptor.login(), realm, roles, authentication(), mechanisms);
    }

    private AuthenticationSettings authentication() {
        boolean preemptive = settings.is(ContextSwitch.PREEMPTIVE_AUTHENTICATION);
        for (ValveConfig valve : settings.valves()) {
            if (AuthenticatorValve.isOne(valve)) {
                return AuthenticatorValve.settings(valve, preemptive);
            }
        }
        return preemptive ? AuthenticationSettings.PREEMPTIVE : AuthenticationSettings.DEFAULT;
    }
}
