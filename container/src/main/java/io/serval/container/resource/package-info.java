/**
 * The files of a web application as one tree: its directory or archive, the {@code META-INF/resources} of its libraries
 * (Servlet 6.1 §4.6), and further roots. Also the servlet that serves them. Paths start with {@code /} and are
 * canonical.
 * Safe for any thread.
 */
package io.serval.container.resource;
