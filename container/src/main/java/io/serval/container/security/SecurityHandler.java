package io.serval.container.security;

import java.io.IOException;
import java.security.Principal;
import java.util.Map;
import java.util.Set;

import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpSession;

import io.serval.container.descriptor.LoginDeclaration;
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
    private final boolean remembers;
    private final boolean idle;

    SecurityHandler(SecurityPlan plan, Authenticator authenticator, Realm realm, Set<String> declaredRoles,
                    AuthenticationSettings settings) {
        this.plan = plan;
        this.authenticator = authenticator;
        this.realm = realm;
        this.declaredRoles = Set.copyOf(declaredRoles);
        this.settings = settings;
        this.transport = new TransportGuard(settings.redirectStatus());
        boolean byForm = authenticator instanceof FormAuthenticator;
        this.remembers = settings.cache() || byForm;
        this.idle = plan.isOpen() && !settings.preemptive() && !byForm;
    }

    /**
     * @param login         what the descriptor says, or {@code null}
     * @param realm         who the users are
     * @param declaredRoles of the application
     * @throws IllegalArgumentException if the login configuration cannot work; the message says why
     */
    public static SecurityHandler of(SecurityPlan plan, LoginDeclaration login, Realm realm,
                                     Set<String> declaredRoles, AuthenticationSettings settings) {
        Authenticator authenticator = Authenticators.of(login, realm, settings);
        return new SecurityHandler(plan, authenticator, realm, declaredRoles, settings);
    }

    /**
     * Decides on a request before anything of the application sees it. Costs nothing where the application constrains
     * nothing.
     *
     * @return whether the request may go on; if not, it has been answered
     */
    public boolean admit(SecuredRequest request) throws IOException, ServletException {
        return idle || admitConstrained(request);
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
        if (rule.access() == Rule.Access.NOBODY) {
            request.servletResponse().sendError(HttpServletResponse.SC_FORBIDDEN);
            return false;
        }
        if (rule.confidential() && !transport.admit(request)) {
            return false;
        }
        if (rule.needsCaller() && !authenticator.exempts(path)) {
            return authorizes(rule, request);
        }
        if (settings.preemptive()) {
            tryAuthenticate(request);
        }
        return true;
    }

    private boolean authorizes(Rule rule, SecuredRequest request) throws IOException, ServletException {
        if (!isKnown(request)) {
            return false;
        }
        if (!rule.allows(request.identity())) {
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

    /** As {@code HttpServletRequest.authenticate}. */
    public boolean authenticate(SecuredRequest request) throws IOException, ServletException {
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
        request.identity(null);
        request.sessionNote(null);
    }

    /** Who calls, from the request or its session; {@code null} if not known. */
    public Identity identity(SecuredRequest request) {
        Identity known = request.identity();
        return known == null && remembers ? remembered(request) : known;
    }

    private Identity remembered(SecuredRequest request) {
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
