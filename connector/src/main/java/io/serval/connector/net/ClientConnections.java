package io.serval.connector.net;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.Arrays;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/**
 * How many connections each client has, to bound them. A client is an address, with IPv6 the first 64 bits of one,
 * which is what a household or a machine is given. Peers without an Internet address are not counted. Safe for any
 * thread.
 */
public final class ClientConnections {
    private static final int NETWORK_BYTES = 8;

    /** What a client is known by: the bytes that tell it from others. */
    private record Client(byte[] bytes) {
        static Client of(SocketAddress peer) {
            if (!(peer instanceof InetSocketAddress inet) || inet.getAddress() == null) {
                return null;
            }
            InetAddress address = inet.getAddress();
            byte[] bytes = address.getAddress();
            return new Client(address instanceof Inet6Address ? Arrays.copyOf(bytes, NETWORK_BYTES) : bytes);
        }

        @Override public boolean equals(Object other) {
            return other instanceof Client client && Arrays.equals(bytes, client.bytes);
        }

        @Override public int hashCode() {
            return Arrays.hashCode(bytes);
        }
    }

    private final int max;
    private final ConcurrentMap<Client, Integer> counts = new ConcurrentHashMap<>();

    /** @param max most connections of a client, at least 1 */
    public ClientConnections(int max) {
        this.max = max;
    }

    /** A client has one more connection. @return whether it may; if so, {@link #leave} must follow */
    boolean enter(SocketAddress peer) {
        Client client = Client.of(peer);
        if (client == null) {
            return true;
        }
        boolean[] allowed = {false};
        counts.compute(client, (key, count) -> {
            int open = count == null ? 0 : count;
            allowed[0] = open < max;
            return allowed[0] ? open + 1 : count;
        });
        return allowed[0];
    }

    /** A connection that was let in has ended. */
    void leave(SocketAddress peer) {
        Client client = Client.of(peer);
        if (client != null) {
            counts.computeIfPresent(client, (key, count) -> count == 1 ? null : count - 1);
        }
    }

    /** Most connections of a client. */
    int max() {
        return max;
    }

    /** Clients that have connections. */
    int clients() {
        return counts.size();
    }
}
