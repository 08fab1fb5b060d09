/**
 * Serval as a container of Arquillian: found by it through {@code META-INF/services}, called by the thread that runs
 * the tests. Archives go through the embedding API, as any program would deploy them.
 */
package io.serval.arquillian;
