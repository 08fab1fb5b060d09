/**
 * The servers: each in a JVM of its own, started by {@link io.serval.benchmarks.server.ServerMain} with the application
 * and settings that are the same for all: loopback, 200 threads, keep-alive without a count limit, no access log.
 */
package io.serval.benchmarks.server;
