/**
 * The sessions of one web application (Servlet 6.1 chapter 7).
 *
 * <p>The {@link io.serval.container.session.SessionManager} belongs to the application; requests find and create
 * sessions from any thread, and a background thread calls {@code expireIdle}. Whether a session lives and how many
 * requests use it is one atomic word of the session, so that it ends exactly once. No lock is held while listeners of
 * the application run. The engine implements {@link io.serval.container.session.SessionEvents} and with it knows the
 * listeners.
 */
package io.serval.container.session;
