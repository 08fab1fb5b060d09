package io.serval.container.security;

import java.io.IOException;
import java.util.Optional;

import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequestWrapper;
import jakarta.servlet.ServletResponseWrapper;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import io.serval.container.spi.AuthenticationExchange;
import io.serval.container.spi.AuthenticationMechanism;
import io.serval.container.spi.RealmUser;

/**
 * What one mechanism has to do with one request. Made only where an application has mechanisms; owned by the thread of
 * the request. The request keeps the exchange of the mechanism that is being asked, then of the one that decided.
 */
public final class GuardedExchange implements AuthenticationExchange {
    /** Whom a mechanism named. */
    record Caller(RealmUser user, String authType, boolean register) {
        static final Caller NOBODY = new Caller(null, null, false);
    }

    private final SecurityHandler security;
    private final SecuredRequest secured;
    private final AuthenticationMechanism mechanism;
    private final boolean mandatory;
    /** The exchange that goes on after the application has asked; {@code null} if it is the client that asks. */
    private final GuardedExchange outer;
    private final boolean asked;
    private HttpServletRequest request;
    private HttpServletResponse response;
    private Caller caller = Caller.NOBODY;
    private Object attachment;
    private boolean running;
    private boolean decided;
    private boolean secure;

    private GuardedExchange(SecurityHandler security, SecuredRequest secured, AuthenticationMechanism mechanism,
                            HttpServletResponse response, boolean mandatory, boolean asked, GuardedExchange outer) {
        this.security = security;
        this.secured = secured;
        this.mechanism = mechanism;
        this.request = secured.servletRequest();
        this.response = response;
        this.mandatory = mandatory;
        this.asked = asked;
        this.outer = outer;
    }

    /** A client's request on its way to the application. */
    static GuardedExchange arriving(SecurityHandler security, SecuredRequest secured,
                                    AuthenticationMechanism mechanism, boolean mandatory) {
        return new GuardedExchange(security, secured, mechanism, secured.servletResponse(), mandatory, false, null);
    }

    /** The application asks, on behalf of a request that perhaps had its exchange with that mechanism. */
    static GuardedExchange asked(SecurityHandler security, SecuredRequest secured, AuthenticationMechanism mechanism,
                                 HttpServletResponse answer) {
        GuardedExchange before = secured.guarded();
        GuardedExchange outer = before != null && before.mechanism == mechanism ? before : null;
        return new GuardedExchange(security, secured, mechanism, answer, true, true, outer);
    }

    Caller caller() {
        return caller;
    }

    /** Whether the mechanism is being called, so that what it calls itself must not come back to it. */
    boolean isRunning() {
        return running;
    }

    /** Whether it is settled who calls, be it nobody: what the session remembers counts no more. */
    boolean isDecided() {
        return decided;
    }

    void decided() {
        decided = true;
        secure = !asked;
    }

    /** The request has ended with an exception: there is no response of the application to be secured. */
    public void failed() {
        secure = false;
    }

    AuthenticationMechanism.Outcome validate() throws IOException, ServletException {
        running = true;
        try {
            return mechanism.validate(this);
        } finally {
            running = false;
        }
    }

    /**
     * The application has made its response. Does nothing from the second call on.
     *
     * @throws ServletException if the response must not be sent as it is
     */
    public void secure() throws IOException, ServletException {
        if (!secure) {
            return;
        }
        secure = false;
        running = true;
        try {
            mechanism.secure(this);
        } finally {
            running = false;
        }
    }

    void logout() {
        running = true;
        try {
            mechanism.logout(this);
        } finally {
            running = false;
        }
    }

    /** What the application is given. */
    public HttpServletRequest servedRequest() {
        return asked ? secured.servletRequest() : request;
    }

    /** What the application is given. */
    public HttpServletResponse servedResponse() {
        return asked ? secured.servletResponse() : response;
    }

    @Override public HttpServletRequest request() {
        return request;
    }

    @Override public HttpServletResponse response() {
        return response;
    }

    @Override public void passOn(HttpServletRequest newRequest, HttpServletResponse newResponse) {
        HttpServletRequest ownRequest = secured.servletRequest();
        HttpServletResponse ownResponse = secured.servletResponse();
        if (newRequest != ownRequest
                && !(newRequest instanceof ServletRequestWrapper wrapper && wrapper.isWrapperFor(ownRequest))) {
            throw new IllegalArgumentException("the request passed on must be that of the container or a wrapper of it,"
                    + " and is " + newRequest);
        }
        if (newResponse != ownResponse
                && !(newResponse instanceof ServletResponseWrapper wrapper && wrapper.isWrapperFor(ownResponse))) {
            throw new IllegalArgumentException("the response passed on must be that of the container or a wrapper of"
                    + " it, and is " + newResponse);
        }
        request = newRequest;
        response = newResponse;
    }

    @Override public boolean isMandatory() {
        return mandatory;
    }

    @Override public boolean isAskedByApplication() {
        return asked;
    }

    @Override public Optional<RealmUser> user() {
        return Optional.ofNullable(security.identity(secured)).map(Identity::user);
    }

    @Override public void establish(RealmUser user, String authType, boolean register) {
        caller = user == null ? Caller.NOBODY : new Caller(user, authType, register);
    }

    @Override public Object attachment() {
        return outer == null ? attachment : outer.attachment();
    }

    @Override public void attach(Object value) {
        if (outer == null) {
            attachment = value;
        } else {
            outer.attach(value);
        }
    }
}
