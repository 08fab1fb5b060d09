package io.serval.connector;

import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.StandardSocketOptions;
import java.net.UnknownHostException;
import java.nio.channels.Channel;
import java.nio.channels.ServerSocketChannel;

/** Opens the listening socket a configuration describes. */
final class Listener {
    private Listener() { }

    /** @param port the port to bind, which may be the one the system chose before */
    static ServerSocketChannel bind(ConnectorConfig config, int port) throws IOException {
        Endpoint endpoint = config.endpoint();
        if (endpoint.inherited()) {
            return inherited();
        }
        return endpoint.unixPath() != null ? UnixListener.bind(endpoint, config.socket().backlog()) : tcp(config, port);
    }

    /** What inetd or systemd (Accept=no, StandardInput=socket) started the process with. */
    private static ServerSocketChannel inherited() throws IOException {
        Channel channel = System.inheritedChannel();
        if (!(channel instanceof ServerSocketChannel server)) {
            throw new IOException("useInheritedChannel is set, but the standard input of this process is "
                    + (channel == null ? "no socket" : "a connection and no listening socket"));
        }
        if (!server.isOpen()) {
            throw new IOException("the inherited channel was closed by an earlier pause or stop, and there is no way"
                    + " to inherit it again: restart the process");
        }
        return server;
    }

    private static ServerSocketChannel tcp(ConnectorConfig config, int port) throws IOException {
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
            throw describe(address.getHostString() + ":" + address.getPort(), e);
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

    static IOException describe(Object where, Exception cause) {
        if (cause instanceof BindException) {
            BindException named = new BindException("cannot listen on " + where + ": " + cause.getMessage());
            named.initCause(cause);
            return named;
        }
        return new IOException("cannot listen on " + where + ": " + cause.getMessage(), cause);
    }

    /** The port listened on, -1 on a Unix domain socket. */
    static int port(ServerSocketChannel server) throws IOException {
        SocketAddress address = server.getLocalAddress();
        return address instanceof InetSocketAddress inet ? inet.getPort() : -1;
    }

    /** What is listened on, for messages. */
    static String describe(ServerSocketChannel server) throws IOException {
        SocketAddress address = server.getLocalAddress();
        return address instanceof InetSocketAddress inet ? "port " + inet.getPort() : "socket " + address;
    }

    /** Leaves nothing behind once the channel is closed. */
    static void cleanUp(ConnectorConfig config) {
        if (config.endpoint().unixPath() != null) {
            UnixListener.remove(config.endpoint().unixPath());
        }
    }
}
