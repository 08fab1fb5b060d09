package io.serval.connector.net;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.net.UnknownHostException;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

class ClientConnectionsTest {
    private final ClientConnections clients = new ClientConnections(2);

    private static SocketAddress peer(String address, int port) throws UnknownHostException {
        return new InetSocketAddress(InetAddress.getByName(address), port);
    }

    @Test void countsByAddressWhateverThePort() throws UnknownHostException {
        assertTrue(clients.enter(peer("192.0.2.1", 1)));
        assertTrue(clients.enter(peer("192.0.2.1", 2)));
        assertFalse(clients.enter(peer("192.0.2.1", 3)));
        assertTrue(clients.enter(peer("192.0.2.2", 1)));
        clients.leave(peer("192.0.2.1", 1));
        assertTrue(clients.enter(peer("192.0.2.1", 4)));
    }

    @Test void countsIpv6ByTheNetworkOfAClient() throws UnknownHostException {
        assertTrue(clients.enter(peer("2001:db8:0:1::1", 1)));
        assertTrue(clients.enter(peer("2001:db8:0:1:ffff::2", 1)));
        assertFalse(clients.enter(peer("2001:db8:0:1::3", 1)));
        assertTrue(clients.enter(peer("2001:db8:0:2::1", 1)));
    }

    @Test void forgetsClientsThatAreGone() throws UnknownHostException {
        clients.enter(peer("192.0.2.1", 1));
        clients.enter(peer("192.0.2.1", 2));
        clients.leave(peer("192.0.2.1", 2));
        assertEquals(1, clients.clients());
        clients.leave(peer("192.0.2.1", 1));
        assertEquals(0, clients.clients());
    }

    @Test void doesNotCountPeersWithoutAnAddress() {
        assertTrue(IntStream.range(0, 5).allMatch(i -> clients.enter(UnixDomainSocketAddress.of("/run/a.sock"))));
        assertEquals(0, clients.clients());
    }
}
