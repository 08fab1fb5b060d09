package io.serval.benchmarks.client;

import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;

/** Keep-alive connections that have each had one answer and are silent then. */
public final class IdleConnections implements Closeable {
    private final List<SocketChannel> channels = new ArrayList<>();

    /** Opens all, one after the other. */
    public IdleConnections(InetSocketAddress server, int count) throws IOException {
        ByteBuffer request = ByteBuffer.wrap(LoadSpec.get("/plaintext", 1).request());
        ByteBuffer answer = ByteBuffer.allocateDirect(4 << 10);
        try {
            for (int i = 0; i < count; i++) {
                SocketChannel channel = SocketChannel.open(server);
                channels.add(channel);
                channel.write(request.rewind());
                awaitAnswer(channel, answer);
            }
        } catch (IOException failure) {
            close();
            throw new IOException("only " + channels.size() + " of " + count + " connections: " + failure, failure);
        }
    }

    private static void awaitAnswer(SocketChannel channel, ByteBuffer buffer) throws IOException {
        AnswerScanner scanner = new AnswerScanner(200);
        do {
            if (channel.read(buffer.clear()) < 0) {
                throw new EOFException("closed by the server");
            }
        } while (scanner.take(buffer.flip()) == 0);
    }

    /** How many the server has closed meanwhile. */
    public int closedByServer() throws IOException {
        int closed = 0;
        ByteBuffer buffer = ByteBuffer.allocate(1);
        for (SocketChannel channel : channels) {
            channel.configureBlocking(false);
            try {
                closed += channel.read(buffer.clear()) == 0 ? 0 : 1;
            } catch (IOException reset) {
                closed++;
            }
        }
        return closed;
    }

    /** Aborts all, so that no ports are kept in TIME_WAIT. */
    @Override
    public void close() throws IOException {
        for (SocketChannel channel : channels) {
            if (channel.isOpen()) {
                channel.setOption(StandardSocketOptions.SO_LINGER, 0);
                channel.close();
            }
        }
    }
}
