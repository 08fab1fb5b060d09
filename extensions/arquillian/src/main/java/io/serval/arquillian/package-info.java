/**
 * Serval as a container of Arquillian: found by it through {@code META-INF/services}, called by the thread that runs
 * the tests. Embedded, archives go through the embedding API; managed, a server runs as a process on a base of its own,
 * and archives go through its {@code webapps}.
 */
package io.serval.arquillian;
