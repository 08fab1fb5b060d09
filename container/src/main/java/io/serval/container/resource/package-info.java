/**
 * The files of a web application as one tree: its directory or archive, the {@code META-INF/resources} of its libraries
 * (Servlet 6.1 §4.6), and further roots. Also the servlet that serves them.
 *
 * <p>Deployment builds the tree with {@link io.serval.container.resource.ResourceRoots}; the engine hands it to the
 * {@link io.serval.container.resource.DefaultServlet} as a context attribute and answers {@code getResource} with it.
 * Paths start with {@code /} and are canonical: one with an empty, {@code .} or {@code ..} segment finds nothing. Safe
 * for any thread. RFC 9110 §13 (conditions) and §14 (ranges).
 */
package io.serval.container.resource;
