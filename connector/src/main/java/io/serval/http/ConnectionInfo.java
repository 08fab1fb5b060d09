package io.serval.http;

import java.net.SocketAddress;

/**
 * What is known of a connection for all its exchanges. Immutable.
 *
 * @param id         unique within the life of the connector, never reused
 * @param protocol   the ALPN name of the protocol spoken: {@code http/1.1}, {@code h2}, {@code h2c}
 * @param remote     the peer; an {@code InetSocketAddress} unless the listener is a Unix domain socket
 * @param local      the end of the connection on this side
 * @param tls        facts of the TLS session, or {@code null} if the connection is not encrypted
 * @param secure     whether what the client sent was encrypted on its way here, by this server or a proxy before it
 */
public record ConnectionInfo(long id, String protocol, SocketAddress remote, SocketAddress local, TlsInfo tls,
                             boolean secure) {
    /** A connection of which nothing but itself tells whether it is encrypted. */
    public ConnectionInfo(long id, String protocol, SocketAddress remote, SocketAddress local, TlsInfo tls) {
        this(id, protocol, remote, local, tls, tls != null);
    }
}
