/**
 * Servlet 6.1 chapter by chapter, over real connections: what {@code docs/servlet-conformance.md} points to where no
 * test of a package says it already.
 */
package io.serval.container.conformance;
