package io.serval.connector.proxy;

import java.io.IOException;
import java.net.ProtocolException;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.SelectableChannel;

import io.serval.connector.net.Transport;
import io.serval.http.Networks;
import io.serval.http.TlsInfo;

/**
 * A socket whose first bytes may be a PROXY header: while that is not whole nothing is read, then everything is as if
 * the client had connected by itself.
 */
public final class ProxiedTransport implements Transport {
    private final Transport socket;
    private final boolean required;
    private final Refusals refusals;
    private SocketAddress remote;
    private SocketAddress local;
    /** What was read and not passed on: of the header while that is not whole, and behind it; else {@code null}. */
    private ByteBuffer ahead;
    private boolean headerSeen;

    private ProxiedTransport(Transport socket, boolean required, Refusals refusals) {
        this.socket = socket;
        this.required = required;
        this.refusals = refusals;
        remote = socket.remoteAddress();
        local = socket.localAddress();
    }

    /**
     * The transport for a new connection.
     *
     * @param required whether to refuse connections that come from elsewhere or have no header
     * @param refusals is told of them
     * @throws ProtocolException when that is so because of where it comes from
     */
    public static Transport of(Transport socket, Networks trusted, boolean required, Refusals refusals)
            throws ProtocolException {
        if (trusted.contains(socket.remoteAddress())) {
            return new ProxiedTransport(socket, required, refusals);
        }
        if (required) {
            String why = "the peer is not in a trusted network (proxyProtocolTrusted)";
            refusals.refused(socket.remoteAddress(), why);
            throw new ProtocolException(why);
        }
        return socket;
    }

    /** Hears of connections that are closed because of their beginning. */
    @FunctionalInterface
    public interface Refusals {
        /** @param why for the log */
        void refused(SocketAddress peer, String why);
    }

    @Override public int read(ByteBuffer target) throws IOException {
        if (!headerSeen) {
            int count = readHeader();
            if (!headerSeen) {
                return count;
            }
        }
        return ahead == null ? socket.read(target) : takeAhead(target);
    }

    /** @return 0 when the header is not whole, -1 at the end of input */
    private int readHeader() throws IOException {
        try {
            return lookForHeader();
        } catch (ProtocolException e) {
            refusals.refused(remote, e.getMessage());
            throw e;
        }
    }

    private int lookForHeader() throws IOException {
        if (ahead == null) {
            ahead = ByteBuffer.allocate(ProxyHeader.MOST_BYTES);
        }
        if (socket.read(ahead) < 0) {
            return -1;
        }
        switch (ahead.position() == 0 ? ProxyHeader.Start.INCOMPLETE : ProxyHeader.find(ahead)) {
            case HEADER -> {
                ahead.flip();
                believe(ProxyHeader.take(ahead));
            }
            case OTHER -> {
                if (required) {
                    throw new ProtocolException("no PROXY header (proxyProtocol=\"required\")");
                }
                ahead.flip();
                headerSeen = true;
            }
            case INCOMPLETE -> { }
        }
        return 0;
    }

    private void believe(ProxyHeader header) {
        headerSeen = true;
        if (header.source() != null) {
            remote = header.source();
            local = header.destination();
        }
    }

    private int takeAhead(ByteBuffer target) throws IOException {
        int count = Math.min(target.remaining(), ahead.remaining());
        int limit = ahead.limit();
        target.put(ahead.limit(ahead.position() + count));
        ahead.limit(limit);
        if (ahead.hasRemaining()) {
            return count;
        }
        ahead = null;
        int more = target.hasRemaining() ? socket.read(target) : 0;
        return count > 0 ? count + Math.max(0, more) : more;
    }

    @Override public boolean hasBufferedInput() {
        return headerSeen && ahead != null && ahead.hasRemaining() || socket.hasBufferedInput();
    }

    @Override public SocketAddress remoteAddress() {
        return remote;
    }

    @Override public SocketAddress localAddress() {
        return local;
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

    @Override public void shutdownOutput() throws IOException {
        socket.shutdownOutput();
    }

    @Override public SelectableChannel channel() {
        return socket.channel();
    }

    @Override public TlsInfo tls() {
        return socket.tls();
    }

    @Override public void close() throws IOException {
        socket.close();
    }
}
