/**
 * The parameters of a request, from the query string and from form content (Servlet 6.1 §3.1).
 *
 * <p>One {@link io.serval.container.parameter.Parameters} a request, filled in one pass by the request object when it
 * is first asked for a parameter; owned by the thread of the request.
 */
package io.serval.container.parameter;
