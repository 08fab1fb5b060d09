package io.serval.container.servlet;

import java.net.InetSocketAddress;
import java.net.SocketAddress;

/** What the Servlet API says of socket addresses; those that are none of IP have neither number nor port. */
final class Addresses {
    private Addresses() { }

    static String numeric(SocketAddress address) {
        return address instanceof InetSocketAddress inet && inet.getAddress() != null
                ? withoutScope(inet.getAddress().getHostAddress())
                : "";
    }

    /** The zone of a link-local address is this machine's own affair. */
    private static String withoutScope(String address) {
        int percent = address.indexOf('%');
        return percent < 0 ? address : address.substring(0, percent);
    }

    /** Asks the name service, which can take its time. */
    static String name(SocketAddress address) {
        return address instanceof InetSocketAddress inet ? inet.getHostName() : "";
    }

    static int port(SocketAddress address) {
        return address instanceof InetSocketAddress inet ? inet.getPort() : -1;
    }
}
