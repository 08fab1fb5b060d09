package io.serval.connector.net;

import java.io.IOException;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.SelectableChannel;
import java.nio.channels.SocketChannel;

import io.serval.http.TlsInfo;

/** A socket as it is. */
public final class PlainTransport implements Transport {
    private final SocketChannel channel;
    /** A closed channel does not tell its addresses any more, and the access log asks late. */
    private final SocketAddress remote;
    private final SocketAddress local;

    /** @param channel connected and in non-blocking mode */
    public PlainTransport(SocketChannel channel) throws IOException {
        this.channel = channel;
        remote = channel.getRemoteAddress();
        local = channel.getLocalAddress();
    }

    @Override public int read(ByteBuffer target) throws IOException {
        return channel.read(target);
    }

    @Override public int write(ByteBuffer source) throws IOException {
        return channel.write(source);
    }

    @Override public boolean flush() {
        return true;
    }

    @Override public long transferFrom(FileChannel file, long position, long count) throws IOException {
        return file.transferTo(position, count, channel);
    }

    @Override public boolean hasBufferedInput() {
        return false;
    }

    @Override public void shutdownOutput() throws IOException {
        channel.shutdownOutput();
    }

    @Override public SelectableChannel channel() {
        return channel;
    }

    @Override public SocketAddress remoteAddress() {
        return remote;
    }

    @Override public SocketAddress localAddress() {
        return local;
    }

    @Override public TlsInfo tls() {
        return null;
    }

    @Override public void close() throws IOException {
        channel.close();
    }
}
