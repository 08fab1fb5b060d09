package io.serval.benchmarks.client;

import java.io.EOFException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;

/** One keep-alive connection: a batch of requests, then their answers, then the next batch. */
final class LoadConnection {
    private final Selector selector;
    private final ByteBuffer batch;
    private final int batchSize;
    private final AnswerScanner scanner;
    private SocketChannel channel;
    private SelectionKey key;
    private int awaited;
    private long sentNanos;
    private long inTime;

    /** @param batch the requests; only position and limit are the connection's own */
    LoadConnection(InetSocketAddress server, LoadSpec spec, ByteBuffer batch, Selector selector) throws IOException {
        this.selector = selector;
        this.scanner = new AnswerScanner(spec.status());
        this.batchSize = spec.pipeline();
        this.batch = batch.duplicate();
        open(server);
    }

    /** Connects, or connects again after the server has closed. */
    void open(InetSocketAddress server) throws IOException {
        channel = SocketChannel.open(server);
        channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
        channel.configureBlocking(false);
        key = channel.register(selector, SelectionKey.OP_READ, this);
        scanner.reset();
        awaited = 0;
    }

    boolean idle() {
        return awaited == 0 && key.isValid();
    }

    int failures() {
        return scanner.failures();
    }

    /** Answers that were no failures and took no longer than a client would wait. */
    long inTime() {
        return inTime;
    }

    void send(long now) throws IOException {
        batch.rewind();
        awaited = batchSize;
        sentNanos = now;
        write();
    }

    /** Goes on with a batch that did not fit the socket. */
    void write() throws IOException {
        channel.write(batch);
        key.interestOps(batch.hasRemaining() ? SelectionKey.OP_READ | SelectionKey.OP_WRITE : SelectionKey.OP_READ);
    }

    /** Reads once, through a buffer that all connections share. Returns the number of answers that were completed. */
    int read(ByteBuffer shared, Latencies latencies) throws IOException {
        shared.clear();
        if (channel.read(shared) < 0) {
            throw new EOFException("The server closed the connection");
        }
        int answers = scanner.take(shared.flip());
        if (answers > 0) {
            long nanos = System.nanoTime() - sentNanos;
            for (int i = 0; i < answers; i++) {
                latencies.record(nanos);
            }
            awaited -= answers;
            inTime += nanos <= LoadSpec.PATIENCE_NANOS && !scanner.lastFailed() ? answers : 0;
        }
        return answers;
    }

    /** Aborts, so that the port is not kept in TIME_WAIT. */
    void close() throws IOException {
        if (channel.isOpen()) {
            channel.setOption(StandardSocketOptions.SO_LINGER, 0);
            channel.close();
        }
    }
}
