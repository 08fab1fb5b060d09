package io.serval.container.valve;

import java.net.InetSocketAddress;

/** Lets requests pass or refuses them by the text of the client's address, such as {@code 192\.0\.2\.\d+|::1}. */
public final class RemoteAddrValve extends PatternAccessValve {
    @Override String textOf(InetSocketAddress client) {
        return client.getAddress().getHostAddress();
    }
}
