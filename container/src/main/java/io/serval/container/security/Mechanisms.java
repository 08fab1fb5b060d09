package io.serval.container.security;

import java.io.IOException;
import java.util.List;

import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletResponse;

import io.serval.container.spi.AuthenticationMechanism;
import io.serval.container.spi.AuthenticationMechanism.Outcome;

/**
 * The mechanisms that extensions bring to one application, in the order in which they are asked. Immutable, safe for
 * any thread.
 */
final class Mechanisms {
    private final List<AuthenticationMechanism> all;

    Mechanisms(List<AuthenticationMechanism> all) {
        this.all = List.copyOf(all);
    }

    boolean isEmpty() {
        return all.isEmpty();
    }

    boolean forbidLogin() {
        for (AuthenticationMechanism each : all) {
            if (each.forbidsLogin()) {
                return true;
            }
        }
        return false;
    }

    /** Whether a mechanism is at work on that request, and calls the methods of the request itself. */
    static boolean areRunning(SecuredRequest request) {
        GuardedExchange exchange = request.guarded();
        return exchange != null && exchange.isRunning();
    }

    /** Asks them about a client's request, whose exchange is that of the mechanism that did not pass. */
    Outcome admit(SecurityHandler security, SecuredRequest request, boolean mandatory)
            throws IOException, ServletException {
        for (AuthenticationMechanism each : all) {
            GuardedExchange exchange = GuardedExchange.arriving(security, request, each, mandatory);
            request.guarded(exchange);
            Outcome outcome = exchange.validate();
            if (outcome != Outcome.PASSED) {
                return outcome;
            }
        }
        request.guarded(null);
        return Outcome.PASSED;
    }

    /** Asks them on behalf of the application, which may have wrapped the response. */
    Outcome ask(SecurityHandler security, SecuredRequest request, HttpServletResponse answer)
            throws IOException, ServletException {
        GuardedExchange before = request.guarded();
        for (AuthenticationMechanism each : all) {
            GuardedExchange exchange = GuardedExchange.asked(security, request, each, answer);
            request.guarded(exchange);
            try {
                Outcome outcome = exchange.validate();
                if (outcome == Outcome.DECIDED) {
                    security.settle(request, exchange);
                }
                if (outcome != Outcome.PASSED) {
                    return outcome;
                }
            } finally {
                request.guarded(before == null && exchange.isDecided() ? exchange : before);
            }
        }
        return Outcome.PASSED;
    }

    void logout(SecurityHandler security, SecuredRequest request) {
        GuardedExchange before = request.guarded();
        for (AuthenticationMechanism each : all) {
            GuardedExchange exchange = GuardedExchange.asked(security, request, each, request.servletResponse());
            request.guarded(exchange);
            try {
                exchange.logout();
            } finally {
                request.guarded(before);
            }
        }
    }
}
