/**
 * Cookies by RFC 6265: lenient in what is read, strict in what is written.
 *
 * <p>Called by the request for the {@code Cookie} field and the identifier of the session, by the response for
 * {@code Set-Cookie}. Pure functions over strings; reading never throws. Safe for any thread.
 */
package io.serval.container.cookie;
