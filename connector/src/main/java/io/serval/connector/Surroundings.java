package io.serval.connector;

import java.util.function.UnaryOperator;

import io.serval.connector.net.SelectorSource;
import io.serval.connector.net.Transport;

/**
 * What a connector takes from the system it runs on; tests put something less reliable in its place.
 *
 * @param selectors    gives the loops their selectors
 * @param sockets      may put something in front of each accepted socket
 * @param trackBuffers whether lent buffers are kept track of, which is slow
 */
record Surroundings(SelectorSource selectors, UnaryOperator<Transport> sockets, boolean trackBuffers) {
    static final Surroundings SYSTEM = new Surroundings(SelectorSource.SYSTEM, UnaryOperator.identity(), false);
}
