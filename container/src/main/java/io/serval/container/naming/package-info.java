/**
 * Names and injection (Servlet 6.1 §15.2, §15.5): {@code java:comp/env} of each application, the resources behind its
 * names, and {@link io.serval.container.naming.Instances}, which makes the application's objects, fills them and calls
 * their life-cycle methods.
 *
 * <p>Built at deployment; names cannot be changed by the application and may be looked up from any thread. The only
 * state outside an application is {@link io.serval.container.naming.NamingRegistry}, which finds the names of the
 * calling thread's class loader and forgets them when the application stops.
 */
package io.serval.container.naming;
