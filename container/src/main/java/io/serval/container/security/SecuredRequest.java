package io.serval.container.security;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

/**
 * What security needs of a request beyond the Jakarta API. Implemented by the engine, one for each request, used by the
 * thread that owns the request.
 */
public interface SecuredRequest {
    /** The container's own request object, not a wrapper. */
    HttpServletRequest servletRequest();

    /** The container's own response object, not a wrapper. */
    HttpServletResponse servletResponse();

    /**
     * The path below the context by which the request was mapped: decoded, without path parameters, {@code .} and
     * {@code ..} resolved; starts with {@code /}.
     */
    String canonicalPath();

    /** The path after a welcome file was found; the same object as {@link #canonicalPath()} if none was needed. */
    default String mappedPath() {
        return canonicalPath();
    }

    /** Port of the connector's TLS twin ({@code redirectPort}); 0 or less if there is none. */
    int redirectPort();

    /** Who calls, as set by {@link #identity(Identity)}; {@code null} if not known. */
    Identity identity();

    /** Sets who calls, or nobody with {@code null}. */
    void identity(Identity identity);

    /** What the mechanism has to do with it that decided, or is just being asked; {@code null} if none. */
    GuardedExchange guarded();

    /** Sets what {@link #guarded()} gives. */
    void guarded(GuardedExchange exchange);

    /**
     * The one object that security keeps in the session, out of the application's sight and gone with the session;
     * {@code null} if there is none or no valid session. Never makes a session.
     */
    Object sessionNote();

    /** Keeps an object in the session, making one if needed; {@code null} removes it and makes none. */
    void sessionNote(Object note);

    /**
     * Makes this the request that was saved when the login form was shown: method, content with its type and encoding,
     * and those header fields; cookies, addresses and the connection stay. Called before anything of the content or
     * the parameters was read.
     */
    void restore(SavedRequest saved);
}
