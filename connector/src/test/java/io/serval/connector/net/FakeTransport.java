package io.serval.connector.net;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.SelectableChannel;
import java.nio.channels.SocketChannel;
import java.util.ArrayDeque;

import io.serval.http.TlsInfo;

/** A transport whose bytes come from and go to a test. A channel that is never connected stands in for the socket. */
public class FakeTransport implements Transport {
    private final SocketChannel channel;
    private final ArrayDeque<ByteBuffer> incoming = new ArrayDeque<>();
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private boolean inputEnded;
    private int room = Integer.MAX_VALUE;
    private int writes;
    private boolean outputShut;
    private int callsUntilFailure = Integer.MAX_VALUE;

    public FakeTransport() throws IOException {
        channel = SocketChannel.open();
        channel.configureBlocking(false);
    }

    /** Bytes of one arrival: one read gives no more than these. */
    public void arrive(byte[] bytes) {
        incoming.add(ByteBuffer.wrap(bytes));
    }

    public void endInput() {
        inputEnded = true;
    }

    /** Lets a read or write fail after that many went well. */
    public void failAfter(int calls) {
        callsUntilFailure = calls;
    }

    private void fail() throws IOException {
        if (callsUntilFailure-- <= 0) {
            throw new IOException("Connection reset by peer");
        }
    }

    /** How many bytes the socket takes before it is full. */
    public void room(int bytes) {
        room = bytes;
    }

    public byte[] written() {
        return out.toByteArray();
    }

    public int writes() {
        return writes;
    }

    public boolean isOutputShut() {
        return outputShut;
    }

    public boolean isOpen() {
        return channel.isOpen();
    }

    boolean hasInput() {
        return inputEnded || !incoming.isEmpty();
    }

    boolean hasRoom() {
        return room > 0;
    }

    @Override public int read(ByteBuffer target) throws IOException {
        fail();
        ByteBuffer first = incoming.peek();
        if (first == null) {
            return inputEnded ? -1 : 0;
        }
        int count = Math.min(target.remaining(), first.remaining());
        for (int i = 0; i < count; i++) {
            target.put(first.get());
        }
        if (!first.hasRemaining()) {
            incoming.poll();
        }
        return count;
    }

    @Override public int write(ByteBuffer source) throws IOException {
        fail();
        int count = Math.min(room, source.remaining());
        for (int i = 0; i < count; i++) {
            out.write(source.get());
        }
        room -= count;
        writes++;
        return count;
    }

    @Override public boolean flush() {
        return true;
    }

    @Override public long transferFrom(FileChannel file, long position, long count) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate((int) Math.min(Math.min(count, room), 1 << 16));
        int read = Math.max(0, file.read(buffer, position));
        out.write(buffer.array(), 0, read);
        room -= read;
        return read;
    }

    @Override public boolean hasBufferedInput() {
        return false;
    }

    @Override public void shutdownOutput() {
        outputShut = true;
    }

    @Override public SelectableChannel channel() {
        return channel;
    }

    @Override public SocketAddress remoteAddress() {
        return new InetSocketAddress("127.0.0.1", 40_000);
    }

    @Override public SocketAddress localAddress() {
        return new InetSocketAddress("127.0.0.1", 8_080);
    }

    @Override public TlsInfo tls() {
        return null;
    }

    @Override public void close() throws IOException {
        channel.close();
    }
}
