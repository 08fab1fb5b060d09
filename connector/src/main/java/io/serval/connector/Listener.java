package io.serval.connector;

import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.net.UnknownHostException;
import java.nio.channels.ServerSocketChannel;

/** Opens the listening socket a configuration describes. */
final class Listener {
    private Listener() { }

    /** @param port the port to bind, which may be the one the system chose before */
    static ServerSocketChannel bind(ConnectorConfig config, int port) throws IOException {
        InetSocketAddress address = address(config, port);
        ServerSocketChannel server = ServerSocketChannel.open();
        try {
            server.setOption(StandardSocketOptions.SO_REUSEADDR, config.socket().reuseAddress());
            if (config.socket().reusePort()) {
                server.setOption(StandardSocketOptions.SO_REUSEPORT, true);
            }
            if (config.socket().receiveBuffer() > 0) {
                server.setOption(StandardSocketOptions.SO_RCVBUF, config.socket().receiveBuffer());
            }
            server.bind(address, config.socket().backlog());
            return server;
        } catch (IOException | RuntimeException e) {
            server.close();
            throw describe(address, e);
        }
    }

    private static InetSocketAddress address(ConnectorConfig config, int port) throws IOException {
        if (config.address() == null) {
            return new InetSocketAddress(port);
        }
        try {
            return new InetSocketAddress(InetAddress.getByName(config.address()), port);
        } catch (UnknownHostException e) {
            throw new IOException("address " + config.address() + " of the connector is not known to this machine", e);
        }
    }

    private static IOException describe(InetSocketAddress address, Exception cause) {
        String where = address.getHostString() + ":" + address.getPort();
        if (cause instanceof BindException) {
            BindException named = new BindException("cannot listen on " + where + ": " + cause.getMessage());
            named.initCause(cause);
            return named;
        }
        return new IOException("cannot listen on " + where + ": " + cause.getMessage(), cause);
    }
}
