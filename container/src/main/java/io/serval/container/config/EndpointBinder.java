package io.serval.container.config;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;

import io.serval.connector.Endpoint;
import io.serval.connector.Endpoint.Proxy;

/** Reads the attributes of a {@code Connector} that say what it listens on and who stands before it. */
final class EndpointBinder {
    private final Path base;

    /** @param base what file names are relative to */
    EndpointBinder(Path base) {
        this.base = base;
    }

    Endpoint bind(AttributeReader attributes) {
        boolean inherited = attributes.flag("useInheritedChannel", false);
        Path path = path(attributes);
        if (inherited && path != null) {
            attributes.error("useInheritedChannel", "cannot be true beside unixDomainSocketPath");
            inherited = false;
        }
        Proxy proxy = attributes.choice("proxyProtocol", Proxy.class, Proxy.OFF);
        Endpoint endpoint = Endpoint.TCP.withUnixPath(path).withInherited(inherited);
        return trusting(attributes, proxy, permitting(attributes, endpoint))
                .withClientConnections(perClient(attributes));
    }

    private static int perClient(AttributeReader attributes) {
        int most = attributes.number("maxConnectionsPerClient", -1, -1, Integer.MAX_VALUE);
        if (most == 0) {
            attributes.error("maxConnectionsPerClient", "must be at least 1, or -1 for any number");
        }
        return most == 0 ? -1 : most;
    }

    private Path path(AttributeReader attributes) {
        String text = attributes.text("unixDomainSocketPath", "");
        try {
            return text.isBlank() ? null : base.resolve(text);
        } catch (InvalidPathException e) {
            attributes.error("unixDomainSocketPath", "must be the path of a socket");
            return null;
        }
    }

    private static Endpoint permitting(AttributeReader attributes, Endpoint endpoint) {
        String name = "unixDomainSocketPathPermissions";
        try {
            return endpoint.withUnixPermissions(attributes.text(name, endpoint.unixPermissions()));
        } catch (IllegalArgumentException e) {
            attributes.error(name, "must be permissions such as rw-rw----");
            return endpoint;
        }
    }

    private static Endpoint trusting(AttributeReader attributes, Proxy proxy, Endpoint endpoint) {
        List<String> networks = attributes.list("proxyProtocolTrusted", endpoint.trusted());
        try {
            return endpoint.withProxy(proxy, networks);
        } catch (IllegalArgumentException e) {
            attributes.error("proxyProtocolTrusted", "must be a list of networks: " + e.getMessage());
            return endpoint.withProxy(proxy, List.of());
        }
    }
}
