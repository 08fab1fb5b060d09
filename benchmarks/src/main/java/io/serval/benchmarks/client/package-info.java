/**
 * The load: one thread and a selector drive all connections, so that the client needs no more than its one core.
 * Everything here is confined to the thread that calls {@link io.serval.benchmarks.client.Load}.
 */
package io.serval.benchmarks.client;
