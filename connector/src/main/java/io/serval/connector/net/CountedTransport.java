package io.serval.connector.net;

import java.io.IOException;
import java.net.ProtocolException;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.SelectableChannel;
import java.util.function.BiConsumer;

import io.serval.http.TlsInfo;

/**
 * A socket that counts among those of its client, from its beginning, or from the moment a proxy has told who that is.
 */
public final class CountedTransport implements Transport {
    private final Transport socket;
    private final ClientConnections clients;
    private final BiConsumer<SocketAddress, String> refusals;
    /** Whom it counts for; {@code null} while nobody. */
    private SocketAddress counted;
    private final SocketAddress proxy;

    private CountedTransport(Transport socket, ClientConnections clients, boolean proxied,
                             BiConsumer<SocketAddress, String> refusals) {
        this.socket = socket;
        this.clients = clients;
        this.refusals = refusals;
        proxy = proxied ? socket.remoteAddress() : null;
    }

    /**
     * @param proxied  whether the peer is a proxy that may tell of a client; it is not counted itself
     * @param refusals is told of connections that are too many
     * @throws ProtocolException if this one is
     */
    public static Transport of(Transport socket, ClientConnections clients, boolean proxied,
                               BiConsumer<SocketAddress, String> refusals) throws ProtocolException {
        CountedTransport transport = new CountedTransport(socket, clients, proxied, refusals);
        transport.count();
        return transport;
    }

    private void count() throws ProtocolException {
        SocketAddress client = socket.remoteAddress();
        if (counted != null || client.equals(proxy)) {
            return;
        }
        if (!clients.enter(client)) {
            String why = "it has " + clients.max() + " connections already (maxConnectionsPerClient)";
            refusals.accept(client, why);
            throw new ProtocolException(why);
        }
        counted = client;
    }

    @Override public int read(ByteBuffer target) throws IOException {
        int count = socket.read(target);
        if (counted == null) {
            count();
        }
        return count;
    }

    @Override public void close() throws IOException {
        if (counted != null) {
            clients.leave(counted);
            counted = null;
        }
        socket.close();
    }

    // As the socket does

    @Override public int write(ByteBuffer source) throws IOException {
        return socket.write(source);
    }

    @Override public boolean flush() throws IOException {
        return socket.flush();
    }

    @Override public long transferFrom(FileChannel file, long position, long count) throws IOException {
        return socket.transferFrom(file, position, count);
    }

    @Override public boolean hasBufferedInput() {
        return socket.hasBufferedInput();
    }

    @Override public void shutdownOutput() throws IOException {
        socket.shutdownOutput();
    }

    @Override public SelectableChannel channel() {
        return socket.channel();
    }

    @Override public SocketAddress remoteAddress() {
        return socket.remoteAddress();
    }

    @Override public SocketAddress localAddress() {
        return socket.localAddress();
    }

    @Override public TlsInfo tls() {
        return socket.tls();
    }
}
