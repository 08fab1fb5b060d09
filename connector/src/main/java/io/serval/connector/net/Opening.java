package io.serval.connector.net;

import java.io.IOException;
import java.nio.channels.SocketChannel;

/** Decides what is spoken on accepted connections. Called by the loop the connection will stay with. */
public interface Opening {
    /**
     * How bytes go in and out of a socket in non-blocking mode; may set its options.
     *
     * @param home the loop the connection will stay with
     */
    Transport transport(SocketChannel channel, Poller home) throws IOException;

    /** What is spoken on a new connection; may set its deadline. */
    Protocol protocol(Connection connection);
}
