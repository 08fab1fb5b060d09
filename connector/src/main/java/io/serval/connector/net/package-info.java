/**
 * The event loop: sockets become readable and writable here, and who may touch a connection is decided here. Knows no
 * protocol.
 *
 * <p>A {@link io.serval.connector.net.Poller} is one thread with one selector. Only it touches selection keys. It never
 * runs user code and never blocks but in its selector. A {@link io.serval.connector.net.Connection} stays with its
 * Poller for life and is lent to a worker for the time of a request; {@link io.serval.connector.net.Owner} says whose
 * it is. No locks are held here.
 */
package io.serval.connector.net;
