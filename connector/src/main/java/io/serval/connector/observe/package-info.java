/**
 * How the connector watches itself: counters that cost a few additions a request, the last slow requests, and the
 * events
 * of JDK Flight Recorder ({@code jdk.jfr}, which may be missing).
 *
 * <p>Loops, exchanges and the acceptor call in, from their own threads; what others may see leaves as records of
 * {@code io.serval.connector.metrics}.
 */
package io.serval.connector.observe;
