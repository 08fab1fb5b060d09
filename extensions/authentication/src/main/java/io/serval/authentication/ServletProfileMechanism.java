package io.serval.authentication;

import java.io.IOException;
import java.security.Principal;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import javax.security.auth.Subject;

import jakarta.security.auth.message.AuthException;
import jakarta.security.auth.message.AuthStatus;
import jakarta.security.auth.message.config.AuthConfigFactory;
import jakarta.security.auth.message.config.AuthConfigProvider;
import jakarta.security.auth.message.config.RegistrationListener;
import jakarta.security.auth.message.config.ServerAuthConfig;
import jakarta.security.auth.message.config.ServerAuthContext;
import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.serval.container.spi.AuthenticationExchange;
import io.serval.container.spi.AuthenticationMechanism;
import io.serval.container.spi.AuthenticationScope;
import io.serval.container.spi.RealmUser;

/**
 * The Servlet Container Profile (chapter 3) for one application: finds the configuration that is registered for it, and
 * asks again only when the factory says that something changed. Safe for any thread.
 *
 * <p>What the profile leaves open: an {@code AuthException} without a cause is the module's refusal and is answered
 * with 403, one with a cause is a failure and is answered with 500; a module that says {@code SEND_FAILURE} and has
 * set nothing is answered with 403; {@code getAuthType()} is {@code JASPIC} where nobody says otherwise.
 */
final class ServletProfileMechanism implements AuthenticationMechanism, RegistrationListener {
    /** The name of the layer of servlets (§3.1). */
    static final String LAYER = "HttpServlet";

    private static final Logger log = LoggerFactory.getLogger(ServletProfileMechanism.class);
    private static final String DEFAULT_TYPE = "JASPIC";

    private final AuthenticationScope application;
    private final String appContext;
    private final CallerCallbackHandler handler;
    private final AtomicInteger changes = new AtomicInteger();
    private volatile Known known;

    /** The configuration as it was after a number of changes; {@code null} if there was none. */
    private record Known(int changes, ServerAuthConfig config) { }

    /** What one request keeps until its response: the messages, who secures them, and whom they came from. */
    private record Dialog(ServletMessageInfo messages, ServerAuthContext context, Subject client) { }

    ServletProfileMechanism(AuthenticationScope application) {
        this.application = application;
        this.appContext = appContext(application.context());
        this.handler = new CallerCallbackHandler(application);
    }

    /** The identifier of an application (§3.2). */
    static String appContext(ServletContext context) {
        return context.getVirtualServerName() + ' ' + context.getContextPath();
    }

    @Override public void notify(String layer, String context) {
        changes.incrementAndGet();
    }

    /** @return {@code null} if nothing is registered for the application */
    private ServerAuthConfig config() throws AuthException {
        Known last = known;
        if (last != null && last.changes == changes.get()) {
            return last.config;
        }
        int before = changes.get();
        AuthConfigProvider provider = provider(AuthConfigFactory.getFactory());
        ServerAuthConfig config = provider == null ? null : provider.getServerAuthConfig(LAYER, appContext, handler);
        known = new Known(before, config);
        return config;
    }

    private AuthConfigProvider provider(AuthConfigFactory factory) {
        if (factory instanceof ServalAuthConfigFactory own) {
            return own.getConfigProvider(LAYER, appContext, application.context(), this);
        }
        return factory == null ? null : factory.getConfigProvider(LAYER, appContext, this);
    }

    @Override public boolean forbidsLogin() {
        try {
            return config() != null;
        } catch (AuthException e) {
            return true;
        }
    }

    @Override public Outcome validate(AuthenticationExchange exchange) throws IOException, ServletException {
        try {
            return validateByModule(exchange);
        } catch (AuthException e) {
            if (exchange.isAskedByApplication()) {
                throw new ServletException(e.getMessage(), e);
            }
            return refuse(exchange, e);
        }
    }

    private Outcome validateByModule(AuthenticationExchange exchange)
            throws AuthException, IOException, ServletException {
        ServerAuthConfig config = config();
        if (config == null) {
            return Outcome.PASSED;
        }
        ServletMessageInfo messages = new ServletMessageInfo(exchange.request(), exchange.response(),
                exchange.isMandatory());
        ServerAuthContext context = config.getAuthContext(config.getAuthContextID(messages), null, Map.of());
        if (context == null) {
            return Outcome.PASSED;
        }
        Subject client = exchange.attachment() instanceof Dialog before ? before.client : new Subject();
        if (exchange.attachment() == null) {
            exchange.attach(new Dialog(messages, context, client));
        }
        AuthStatus status = context.validateRequest(messages, client, null);
        if (status == AuthStatus.SUCCESS) {
            take(exchange, messages, client);
            return Outcome.DECIDED;
        }
        if (status == AuthStatus.SEND_SUCCESS || status == AuthStatus.SEND_CONTINUE) {
            return Outcome.ANSWERED;
        }
        if (status != AuthStatus.SEND_FAILURE) {
            throw new ServletException("the authentication module of " + appContext + " came to " + status
                    + ", which is none of SUCCESS, SEND_SUCCESS, SEND_CONTINUE and SEND_FAILURE");
        }
        refuseUnlessAnswered(exchange.response());
        return Outcome.ANSWERED;
    }

    /** Nobody shall take an empty answer for a good one. */
    private static void refuseUnlessAnswered(HttpServletResponse response) throws IOException {
        if (!response.isCommitted() && response.getStatus() == HttpServletResponse.SC_OK) {
            response.sendError(HttpServletResponse.SC_FORBIDDEN);
        }
    }

    private Outcome refuse(AuthenticationExchange exchange, AuthException why) throws IOException, ServletException {
        if (why.getCause() != null) {
            throw new ServletException("the authentication module of " + appContext + " failed", why);
        }
        log.debug("An authentication module of {} refuses a request: {}", appContext, why.getMessage());
        if (!exchange.response().isCommitted()) {
            exchange.response().sendError(HttpServletResponse.SC_FORBIDDEN);
        }
        return Outcome.ANSWERED;
    }

    /** What a module established becomes that of the request (§3.8.4). */
    private void take(AuthenticationExchange exchange, ServletMessageInfo messages, Subject client)
            throws ServletException {
        Principal caller = Caller.of(client);
        if (caller == null) {
            exchange.establish(null, null, false);
        } else {
            String otherwise = application.authMethod() == null ? DEFAULT_TYPE : null;
            RealmUser user = user(exchange, caller, Caller.groups(client));
            boolean known = exchange.user().map(user::equals).orElse(false);
            String type = messages.authType() != null || known ? messages.authType() : otherwise;
            exchange.establish(user, type, messages.registersSession());
        }
        if (!exchange.isAskedByApplication()) {
            passOn(exchange, messages);
        }
    }

    /** A module that hands on the principal of the session means the user of then, roles and all. */
    private static RealmUser user(AuthenticationExchange exchange, Principal caller, Set<String> groups) {
        RealmUser before = exchange.user().orElse(null);
        if (before != null && before.principal().equals(caller)) {
            groups.addAll(before.roles());
        }
        return new RealmUser(caller, groups);
    }

    private static void passOn(AuthenticationExchange exchange, ServletMessageInfo messages) throws ServletException {
        if (messages.getRequestMessage() instanceof HttpServletRequest request
                && messages.getResponseMessage() instanceof HttpServletResponse response) {
            exchange.passOn(request, response);
        } else {
            throw new ServletException("an authentication module put messages in place of the request and the"
                    + " response which are not of HTTP: " + messages.getRequestMessage() + ", "
                    + messages.getResponseMessage());
        }
    }

    @Override public void secure(AuthenticationExchange exchange) throws IOException, ServletException {
        if (!(exchange.attachment() instanceof Dialog dialog)) {
            return;
        }
        try {
            AuthStatus status = dialog.context.secureResponse(dialog.messages, null);
            if (status == AuthStatus.SEND_FAILURE) {
                failUnlessAnswered(exchange.response());
            } else if (status != AuthStatus.SEND_SUCCESS && status != AuthStatus.SEND_CONTINUE) {
                throw new ServletException("the authentication module of " + appContext + " came to " + status
                        + " for a response, which is none of SEND_SUCCESS, SEND_CONTINUE and SEND_FAILURE");
            }
        } catch (AuthException e) {
            throw new ServletException("the authentication module of " + appContext + " could not secure a response",
                    e);
        }
    }

    private static void failUnlessAnswered(HttpServletResponse response) throws IOException, ServletException {
        if (response.isCommitted()) {
            throw new ServletException("a response was committed before its authentication module could secure it");
        }
        if (response.getStatus() < HttpServletResponse.SC_INTERNAL_SERVER_ERROR) {
            response.sendError(HttpServletResponse.SC_INTERNAL_SERVER_ERROR);
        }
    }

    @Override public void logout(AuthenticationExchange exchange) {
        try {
            ServerAuthConfig config = config();
            ServletMessageInfo messages = new ServletMessageInfo(exchange.request(), exchange.response(), true);
            ServerAuthContext context = config == null ? null
                    : config.getAuthContext(config.getAuthContextID(messages), null, Map.of());
            if (context != null) {
                Subject client = exchange.attachment() instanceof Dialog dialog ? dialog.client : new Subject();
                context.cleanSubject(messages, client);
            }
        } catch (AuthException e) {
            log.warn("An authentication module of {} failed to clean up at a logout; the caller is logged out all the"
                    + " same", appContext, e);
        }
    }

    @Override public void close() {
        AuthConfigFactory factory = AuthConfigFactory.getFactory();
        if (factory == null) {
            return;
        }
        factory.detachListener(this, LAYER, appContext);
        if (factory instanceof ServalAuthConfigFactory own) {
            own.forget(application.context());
        } else {
            factory.removeServerAuthModule(application.context());
        }
    }
}
