package io.serval.container.spi;

import java.util.Optional;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

/** A request as an {@link AuthenticationMechanism} meets it. Used by the thread that owns the request. */
public interface AuthenticationExchange {
    /** The request, or what was put around it. */
    HttpServletRequest request();

    /** The response, or what was put around it. */
    HttpServletResponse response();

    /**
     * Passes on to the application, in place of the request and the response, wrappers of them. Has an effect only on
     * requests that are decided on their way to the application.
     *
     * @throws IllegalArgumentException unless both are those of the container, or wrappers of them
     */
    void passOn(HttpServletRequest request, HttpServletResponse response);

    /** Whether the target needs a caller, or the application wants one. */
    boolean isMandatory();

    /** Whether the application asks by {@code HttpServletRequest.authenticate}, and not the client by its request. */
    boolean isAskedByApplication();

    /** The user this request has now: whom its session remembers, or whom an earlier call established. */
    Optional<RealmUser> user();

    /**
     * Says who calls; takes effect when the request is decided on.
     *
     * @param user     {@code null} for nobody
     * @param authType as {@code getAuthType()}; {@code null} for the {@code auth-method} of the application; a user
     *                 who is that of the session keeps the type of then
     * @param register whether the session shall remember, and a session be made if there is none
     */
    void establish(RealmUser user, String authType, boolean register);

    /** What the mechanism keeps for this request from one call to the next; {@code null} if it kept nothing. */
    Object attachment();

    /** Keeps something for the next call. */
    void attach(Object attachment);
}
