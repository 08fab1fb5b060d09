package io.serval.container.security;

import java.io.IOException;
import java.security.Principal;
import java.util.List;
import java.util.Map;
import java.util.Set;

import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpSession;

import io.serval.container.descriptor.LoginDeclaration;
import io.serval.container.spi.AuthenticationMechanism;
import io.serval.container.spi.Realm;

/**
 * Security of one application as the engine meets it: {@link #admit} before the filter chain of a client's request
 * (never of a forward or include, Servlet 6.1 §13.2), the rest behind the methods of {@code HttpServletRequest}. Safe
 * for any thread; each request is used by its own.
 */
public final class SecurityHandler {
    private final SecurityPlan plan;
    private final Authenticator authenticator;
    private final Realm realm;
    private final Set<String> declaredRoles;
    private final AuthenticationSettings settings;
    private final TransportGuard transport;
    private final Mechanisms mechanisms;
    private final boolean remembers;
    private final boolean idle;

    SecurityHandler(SecurityPlan plan, Authenticator authenticator, Realm realm, Set<String> declaredRoles,
                    AuthenticationSettings settings, List<AuthenticationMechanism> mechanisms) {
        this.plan = plan;
        this.authenticator = authenticator;
        this.realm = realm;
        this.declaredRoles = Set.copyOf(declaredRoles);
        this.settings = settings;
        this.transport = new TransportGuard(settings.redirectStatus());
        this.mechanisms = new Mechanisms(mechanisms);
        boolean byForm = authenticator instanceof FormAuthenticator;
        this.remembers = settings.cache() || byForm;
        this.idle = plan.isOpen() && !settings.preemptive() && !byForm && mechanisms.isEmpty();
    }

    /**
     * @param login         what the descriptor says, or {@code null}
     * @param realm         who the users are
     * @param declaredRoles of the application
     * @param mechanisms    that are asked before that of the descriptor
     * @throws IllegalArgumentException if the login configuration cannot work; the message says why
     */
    public static SecurityHandler of(SecurityPlan plan, LoginDeclaration login, Realm realm,
                                     Set<String> declaredRoles, AuthenticationSettings settings,
                                     List<AuthenticationMechanism> mechanisms) {
        Authenticator authenticator = Authenticators.of(login, realm, settings);
        return new SecurityHandler(plan, authenticator, realm, declaredRoles, settings, mechanisms);
    }

    /**
     * Decides on a request before anything of the application sees it. Costs nothing where the application constrains
     * nothing and no extension brings a mechanism.
     *
     * @return whether the request may go on; if not, it has been answered
     */
    public boolean admit(SecuredRequest request) throws IOException, ServletException {
        return idle || (mechanisms.isEmpty() ? admitConstrained(request) : admitByMechanism(request));
    }

    private boolean admitByMechanism(SecuredRequest request) throws IOException, ServletException {
        String method = request.servletRequest().getMethod();
        Rule asked = plan.rule(method, request.canonicalPath());
        Rule mapped = plan.rule(method, request.mappedPath());
        if (isShut(request, asked) || isShut(request, mapped)) {
            return false;
        }
        return switch (mechanisms.admit(this, request, asked.needsCaller() || mapped.needsCaller())) {
            case PASSED -> admitConstrained(request);
            case ANSWERED -> false;
            case DECIDED -> {
                settle(request, request.guarded());
                yield authorizes(asked, request) && authorizes(mapped, request);
            }
        };
    }

    private boolean admitConstrained(SecuredRequest request) throws IOException, ServletException {
        if (authenticator.intercept(request)) {
            return false;
        }
        String path = request.canonicalPath();
        String mapped = request.mappedPath();
        return permits(request, path) && (mapped.equals(path) || permits(request, mapped));
    }

    private boolean permits(SecuredRequest request, String path) throws IOException, ServletException {
        Rule rule = plan.rule(request.servletRequest().getMethod(), path);
        if (isShut(request, rule)) {
            return false;
        }
        if (rule.needsCaller() && !authenticator.exempts(path)) {
            return isKnown(request) && authorizes(rule, request);
        }
        if (settings.preemptive()) {
            tryAuthenticate(request);
        }
        return true;
    }

    /** Whether nobody may enter, or nobody by such a connection; then the request has been answered. */
    private boolean isShut(SecuredRequest request, Rule rule) throws IOException {
        if (rule.access() == Rule.Access.NOBODY) {
            request.servletResponse().sendError(HttpServletResponse.SC_FORBIDDEN);
            return true;
        }
        return rule.confidential() && !transport.admit(request);
    }

    private boolean authorizes(Rule rule, SecuredRequest request) throws IOException {
        if (!rule.needsCaller()) {
            return true;
        }
        Identity caller = identity(request);
        if (caller == null || !rule.allows(caller)) {
            request.servletResponse().sendError(HttpServletResponse.SC_FORBIDDEN);
            return false;
        }
        if (settings.disableProxyCaching()) {
            request.servletResponse().setHeader("Cache-Control", "private");
        }
        return true;
    }

    /** Whether the caller is known, or could be authenticated; if not, a challenge has been sent. */
    private boolean isKnown(SecuredRequest request) throws IOException, ServletException {
        if (identity(request) != null) {
            return true;
        }
        Attempt attempt = tryAuthenticate(request);
        if (!attempt.accepted()) {
            authenticator.challenge(request, attempt);
        }
        return attempt.accepted();
    }

    private Attempt tryAuthenticate(SecuredRequest request) throws IOException {
        if (identity(request) != null) {
            return new Attempt(Attempt.Outcome.ACCEPTED, request.identity());
        }
        Attempt attempt = authenticator.verify(request);
        if (attempt.accepted()) {
            establish(request, attempt.identity());
        }
        return attempt;
    }

    /** Makes a caller known to the request and its session, which gets a new identifier (§13.10). */
    void establish(SecuredRequest request, Identity identity) {
        request.identity(identity);
        HttpServletRequest servletRequest = request.servletRequest();
        HttpSession session = servletRequest.getSession(settings.alwaysUseSession());
        if (session == null) {
            return;
        }
        if (settings.changeSessionId() && !request.servletResponse().isCommitted()) {
            servletRequest.changeSessionId();
        }
        if (remembers) {
            request.sessionNote(SessionLogin.of(identity, authenticator.fingerprint(servletRequest)));
        }
    }

    /** What a mechanism decided becomes true of the request, and of its session if the mechanism wants that. */
    void settle(SecuredRequest request, GuardedExchange exchange) {
        GuardedExchange.Caller caller = exchange.caller();
        Identity before = identity(request);
        exchange.decided();
        if (caller.user() == null) {
            request.identity(null);
            return;
        }
        boolean same = before != null && before.user().equals(caller.user());
        String otherwise = same ? before.authType() : authenticator.authType();
        Identity now = new Identity(caller.user(), caller.authType() != null ? caller.authType() : otherwise);
        request.identity(now);
        if (caller.register()) {
            register(request, now);
        }
    }

    /** The session gets a new identifier unless it was that user's already (§13.10). */
    private void register(SecuredRequest request, Identity identity) {
        SessionLogin before = SessionLogin.of(request);
        boolean same = before != null && before.identity() != null && before.identity().name().equals(identity.name());
        HttpServletRequest servletRequest = request.servletRequest();
        if (!same && servletRequest.getSession(false) != null && settings.changeSessionId()
                && !request.servletResponse().isCommitted()) {
            servletRequest.changeSessionId();
        }
        request.sessionNote(SessionLogin.of(identity, null));
    }

    /**
     * As {@code HttpServletRequest.authenticate}.
     *
     * @param answer the response that the application passed
     */
    public boolean authenticate(SecuredRequest request, HttpServletResponse answer)
            throws IOException, ServletException {
        if (mechanisms.isEmpty() || Mechanisms.areRunning(request)) {
            return authenticateByLogin(request);
        }
        return switch (mechanisms.ask(this, request, answer)) {
            case PASSED -> authenticateByLogin(request);
            case ANSWERED -> false;
            case DECIDED -> true;
        };
    }

    private boolean authenticateByLogin(SecuredRequest request) throws IOException, ServletException {
        if (identity(request) != null) {
            return true;
        }
        Attempt attempt = tryAuthenticate(request);
        if (attempt.accepted()) {
            return true;
        }
        if (!authenticator.canAsk()) {
            throw new ServletException("the caller cannot be asked who they are: authentication by "
                    + authenticator.authType() + " has no challenge");
        }
        if (request.servletResponse().isCommitted()) {
            throw new IllegalStateException("the caller cannot be asked who they are: the response is committed");
        }
        authenticator.challenge(request, attempt);
        return false;
    }

    /** As {@code HttpServletRequest.login}. */
    public void login(SecuredRequest request, String user, String password) throws ServletException {
        if (identity(request) != null) {
            throw new ServletException("a caller is logged in already");
        }
        if (mechanisms.forbidLogin()) {
            throw new ServletException("login is not possible: the application has an authentication module that"
                    + " knows no passwords from its callers; use authenticate()");
        }
        if (!authenticator.takesPasswords()) {
            throw new ServletException("login is not possible: the application authenticates by "
                    + authenticator.authType());
        }
        Attempt attempt = user == null || password == null ? Attempt.REFUSED
                : Attempt.of(realm.authenticate(user, password), authenticator.authType());
        if (!attempt.accepted()) {
            throw new ServletException("login failed");
        }
        establish(request, attempt.identity());
    }

    /** As {@code HttpServletRequest.logout}. */
    public void logout(SecuredRequest request) {
        if (!mechanisms.isEmpty() && !Mechanisms.areRunning(request)) {
            mechanisms.logout(this, request);
        }
        request.identity(null);
        request.sessionNote(null);
    }

    /** Who calls, from the request or its session; {@code null} if not known. */
    public Identity identity(SecuredRequest request) {
        Identity known = request.identity();
        return known == null && (remembers || !mechanisms.isEmpty()) ? remembered(request) : known;
    }

    private Identity remembered(SecuredRequest request) {
        GuardedExchange guarded = request.guarded();
        if (guarded != null && guarded.isDecided()) {
            return null;
        }
        SessionLogin login = SessionLogin.of(request);
        if (login == null || login.identity() == null || !authenticator.confirms(request.servletRequest(), login)) {
            return null;
        }
        request.identity(login.identity());
        return login.identity();
    }

    /** As {@code HttpServletRequest.getUserPrincipal}. */
    public Principal userPrincipal(SecuredRequest request) {
        Identity identity = identity(request);
        return identity == null ? null : identity.principal();
    }

    /** As {@code HttpServletRequest.getRemoteUser}. */
    public String remoteUser(SecuredRequest request) {
        Identity identity = identity(request);
        return identity == null ? null : identity.name();
    }

    /** As {@code HttpServletRequest.getAuthType}. */
    public String authType(SecuredRequest request) {
        Identity identity = identity(request);
        return identity == null ? null : identity.authType();
    }

    /**
     * As {@code HttpServletRequest.isUserInRole}.
     *
     * @param roleRefs {@code security-role-ref} of the servlet that asks: name in code to declared role
     */
    public boolean isUserInRole(SecuredRequest request, String role, Map<String, String> roleRefs) {
        if (role == null || role.equals("*")) {
            return false;
        }
        Identity caller = identity(request);
        if (caller == null) {
            return false;
        }
        String meant = roleRefs.getOrDefault(role, role);
        boolean anybody = meant.equals("**") && !declaredRoles.contains("**");
        return anybody || caller.user().roles().contains(meant);
    }
}
