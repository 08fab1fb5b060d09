/**
 * The seam between protocols and applications: what an HTTP exchange is (RFC 9110), without sockets and without
 * servlets.
 *
 * <p>The connector implements the interfaces of this package; a container, or anything else that answers HTTP,
 * implements
 * {@link io.serval.http.HttpHandler} and holds the rest. Nothing here depends on more than {@code java.base}, and
 * nothing
 * here knows which protocol version carried the request.
 *
 * <p>Threads: an {@link io.serval.http.HttpExchange} and everything reached from it is owned by one thread at a time,
 * the
 * one inside {@link io.serval.http.HttpHandler#handle} or inside a task given to the exchange. Records are immutable.
 */
package io.serval.http;
