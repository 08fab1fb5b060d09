/**
 * Who may call what (Servlet 6.1 chapter 13): the constraints of an application as a plan computed at deployment, the
 * authenticators, and the login methods of the request.
 *
 * <p>Extensions bring mechanisms of their own, which {@link io.serval.container.security.Mechanisms} asks before the
 * authenticator; without any, nothing of that is on the way of a request.
 *
 * <p>The engine calls {@link io.serval.container.security.SecurityHandler} before the filter chain and from the request
 * object; it shows itself as a {@link io.serval.container.security.SecuredRequest}. Runs on workers. Plans and
 * authenticators are safe for any thread; what is kept between requests hangs on the session.
 */
package io.serval.container.security;
