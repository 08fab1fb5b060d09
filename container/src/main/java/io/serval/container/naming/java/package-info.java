/**
 * Where JNDI looks for whoever knows names that start with {@code java:}: its rule is a class of fixed name in a
 * package named after the scheme, below a package of {@code java.naming.factory.url.pkgs}.
 */
package io.serval.container.naming.java;
