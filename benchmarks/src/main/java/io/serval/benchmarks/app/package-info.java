/**
 * The application that every server runs: one filter before a few small servlets. Nothing in it depends on the server,
 * so differences are the container's. Container threads call in.
 */
package io.serval.benchmarks.app;
