package io.serval.connector;

import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;

import io.serval.http.Networks;

/**
 * What a connector listens on, and who stands before it. Names in parentheses are those of the {@code Connector}
 * element.
 *
 * @param unixPath        a Unix domain socket to listen on instead of a port, or {@code null}
 *                        ({@code unixDomainSocketPath})
 * @param unixPermissions who may connect to it, as in {@code rw-rw-rw-} ({@code unixDomainSocketPathPermissions})
 * @param inherited       listens on the socket that the process was started with ({@code useInheritedChannel}, false)
 * @param proxy           whether connections begin with a PROXY protocol header ({@code proxyProtocol}, off)
 * @param trusted         networks, as {@code 10.0.0.0/8}, whose word in such a header is taken
 *                        ({@code proxyProtocolTrusted}, loopback, link-local and private networks)
 * @param clientConnections most connections of a client, an address or with IPv6 a network of 64 bits; -1 for any
 *                        number ({@code maxConnectionsPerClient}, -1)
 */
public record Endpoint(Path unixPath, String unixPermissions, boolean inherited, Proxy proxy, List<String> trusted,
                       int clientConnections) {
    /** Whether connections begin with a PROXY protocol header. */
    public enum Proxy {
        OFF,
        /** Connections from trusted networks may begin with one; from elsewhere none is expected. */
        OPTIONAL,
        /** Connections without one, or from elsewhere, are closed. */
        REQUIRED
    }

    /** A port, and connections from clients themselves. */
    public static final Endpoint TCP = new Endpoint(null, "rw-rw-rw-", false, Proxy.OFF,
            List.of("127.0.0.0/8", "::1/128", "10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "169.254.0.0/16",
                    "fc00::/7", "fe80::/10"), -1);

    public Endpoint {
        trusted = List.copyOf(trusted);
        new Networks(trusted); // fails where one of them is none
        PosixFilePermissions.fromString(unixPermissions);
        if (clientConnections < -1 || clientConnections == 0) {
            throw new IllegalArgumentException("maxConnectionsPerClient must be at least 1, or -1, was "
                    + clientConnections);
        }
        if (unixPath != null && inherited) {
            throw new IllegalArgumentException("a connector listens on a Unix domain socket or on an inherited"
                    + " channel, not on both");
        }
    }

    public Endpoint withUnixPath(Path path) {
        return new Endpoint(path, unixPermissions, inherited, proxy, trusted, clientConnections);
    }

    public Endpoint withUnixPermissions(String permissions) {
        return new Endpoint(unixPath, permissions, inherited, proxy, trusted, clientConnections);
    }

    public Endpoint withInherited(boolean value) {
        return new Endpoint(unixPath, unixPermissions, value, proxy, trusted, clientConnections);
    }

    /** @param networks whose word is taken */
    public Endpoint withProxy(Proxy value, List<String> networks) {
        return new Endpoint(unixPath, unixPermissions, inherited, value, networks, clientConnections);
    }

    /** @param most connections of a client; -1 for any number */
    public Endpoint withClientConnections(int most) {
        return new Endpoint(unixPath, unixPermissions, inherited, proxy, trusted, most);
    }
}
