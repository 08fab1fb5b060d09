package io.serval.container.valve;

import java.net.InetSocketAddress;

/**
 * Lets requests pass or refuses them by the name of the client's host. The name service is asked for each new address,
 * which can take its time.
 */
public final class RemoteHostValve extends PatternAccessValve {
    @Override String textOf(InetSocketAddress client) {
        return client.getHostName();
    }
}
