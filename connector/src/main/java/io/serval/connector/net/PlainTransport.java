package io.serval.connector.net;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.SelectableChannel;
import java.nio.channels.SocketChannel;

import io.serval.http.TlsInfo;

/** A socket as it is. */
public final class PlainTransport implements Transport {
    private final SocketChannel channel;

    /** @param channel connected and in non-blocking mode */
    public PlainTransport(SocketChannel channel) {
        this.channel = channel;
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
        try {
            return channel.getRemoteAddress();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override public SocketAddress localAddress() {
        try {
            return channel.getLocalAddress();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override public TlsInfo tls() {
        return null;
    }

    @Override public void close() throws IOException {
        channel.close();
    }
}
