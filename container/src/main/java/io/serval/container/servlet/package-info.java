/**
 * The Jakarta Servlet API (Servlet 6.1 chapters 2 to 11), one class for each interface, and what they share: the
 * servlets and filters of an application, dispatches, error pages, asynchronous contexts.
 *
 * <p>The engine makes one request and one response object for each exchange and runs them through the chain of filters
 * that {@link io.serval.container.servlet.DispatchTarget} holds ready. These objects are never used twice. When the
 * request ends they are cut off from the exchange, so that a late use fails with an
 * {@link java.lang.IllegalStateException} that names servlet and request.
 *
 * <p>Threads: request, response and their streams are owned by one thread at a time, a worker of the connector or,
 * between {@code startAsync} and {@code complete}, a thread of the application. An asynchronous context may be used by
 * any thread. What belongs to the application and not to one request is immutable after start, or says otherwise.
 */
package io.serval.container.servlet;
