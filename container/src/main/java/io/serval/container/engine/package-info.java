/**
 * From an HTTP exchange to a web application: hosts, contexts and their versions, the life of an application, and what
 * surrounds a request before and after filters and servlets see it (Servlet 6.1 §2.3, §3.5, §4.1, §10.9).
 *
 * <p>{@link io.serval.container.engine.ServletEngine} is the handler a connector calls. It looks up the application in
 * an immutable {@link io.serval.container.engine.RoutingTable} that deployment replaces as a whole, so a request sees
 * one state of the world and no lock. {@link io.serval.container.engine.WebApp} is one running application. Requests
 * run on workers; starting and stopping is for one thread at a time.
 */
package io.serval.container.engine;
