/**
 * Reads {@code multipart/form-data} (RFC 7578, RFC 2046 §5.1) as a stream into the parts of a request (Servlet 6.1
 * §3.2).
 *
 * <p>One {@link io.serval.container.multipart.MultipartReader} a request, used by the thread of the request. Every size
 * and count has a limit; small parts stay in memory, others go to temporary files that are deleted with the request.
 */
package io.serval.container.multipart;
