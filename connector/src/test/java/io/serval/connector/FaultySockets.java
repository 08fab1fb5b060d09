package io.serval.connector;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.SelectableChannel;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;

import io.serval.connector.net.Transport;
import io.serval.http.TlsInfo;

/**
 * Sockets that fail. One in a hundred cannot be set up at all. Of those whose clients are {@link #unlucky}, one read,
 * write and close in a hundred fails; and of all, many a read and write does less than it could.
 */
final class FaultySockets implements UnaryOperator<Transport> {
    private static final int ONE_IN = 100;

    private final Set<Integer> unlucky = ConcurrentHashMap.newKeySet();
    private final Set<Integer> notSetUp = ConcurrentHashMap.newKeySet();
    private final AtomicInteger setUpFailures = new AtomicInteger();
    private final AtomicInteger faults = new AtomicInteger();

    /** From now on faults may befall the connection of this client. */
    void unlucky(Client client) {
        unlucky.add(client.socket().getLocalPort());
    }

    /** The client has gone, and another may have its port. @return whether its connection was never set up */
    boolean gone(Client client) {
        unlucky.remove(client.socket().getLocalPort());
        return notSetUp.remove(client.socket().getLocalPort());
    }

    boolean isNotSetUp(Client client) {
        return notSetUp.contains(client.socket().getLocalPort());
    }

    int setUpFailures() {
        return setUpFailures.get();
    }

    int faults() {
        return faults.get();
    }

    private static boolean oneIn(int number) {
        return ThreadLocalRandom.current().nextInt(number) == 0;
    }

    private static int port(Transport socket) {
        return ((InetSocketAddress) socket.remoteAddress()).getPort();
    }

    @Override public Transport apply(Transport socket) {
        if (oneIn(ONE_IN)) {
            setUpFailures.incrementAndGet();
            notSetUp.add(port(socket));
            throw new UncheckedIOException(new IOException("not set up, on purpose"));
        }
        return new Faulty(socket);
    }

    private final class Faulty implements Transport {
        private final Transport socket;
        private final int port;

        Faulty(Transport socket) {
            this.socket = socket;
            port = port(socket);
        }

        private void mayFail() throws IOException {
            if (unlucky.contains(port) && oneIn(ONE_IN)) {
                faults.incrementAndGet();
                throw new IOException("a fault, on purpose");
            }
        }

        @Override public int read(ByteBuffer target) throws IOException {
            mayFail();
            int limit = target.limit();
            if (target.hasRemaining() && oneIn(20)) {
                target.limit(target.position() + 1);
            }
            int count = socket.read(target);
            target.limit(limit);
            return count;
        }

        @Override public int write(ByteBuffer source) throws IOException {
            mayFail();
            if (oneIn(20)) {
                return 0;
            }
            int limit = source.limit();
            if (source.hasRemaining() && oneIn(20)) {
                source.limit(source.position() + 1);
            }
            int count = socket.write(source);
            source.limit(limit);
            return count;
        }

        @Override public boolean flush() throws IOException {
            return socket.flush();
        }

        @Override public long transferFrom(FileChannel file, long position, long count) throws IOException {
            mayFail();
            return socket.transferFrom(file, position, oneIn(20) ? 1 : count);
        }

        @Override public boolean hasBufferedInput() {
            return socket.hasBufferedInput();
        }

        @Override public void shutdownOutput() throws IOException {
            mayFail();
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

        @Override public void close() throws IOException {
            socket.close();
            mayFail();
        }
    }
}
