/**
 * How a web application finds its classes (Servlet 6.1 §10.7): its own before those of the server, those of the JDK and
 * the Jakarta APIs before its own, and the server's classes and libraries not at all.
 *
 * <pre>
 *   platform  ◀── SharedApi (filters the server's loader) ◀── lib/shared, if any ◀── WebAppClassLoader
 * </pre>
 *
 * <p>An embedded application with classes of its own class path gets a
 * {@link io.serval.container.loader.ResourcelessClassLoader} instead. Loaders are safe for any thread; they are made by
 * {@code deploy} and closed when the application has stopped. Knows {@code resource}, nothing else of the container.
 */
package io.serval.container.loader;
