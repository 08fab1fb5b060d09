/**
 * Jakarta Authentication 3.1: the factory with its registrations (§2.1) and the Servlet Container Profile (chapter 3).
 *
 * <p>The container finds {@link io.serval.authentication.ServletProfileProvider} by {@code ServiceLoader} when the jar
 * is there, and asks its mechanism at each request. Applications and administrators reach
 * {@link io.serval.authentication.ServalAuthConfigFactory} through {@code AuthConfigFactory.getFactory()}, which is one
 * for the whole JVM. Registrations may change at any time and from any thread; modules are called by workers.
 */
package io.serval.authentication;
