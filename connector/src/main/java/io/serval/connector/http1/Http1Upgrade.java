package io.serval.connector.http1;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.time.Duration;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.serval.connector.net.Connection;
import io.serval.connector.net.Protocol;
import io.serval.http.ConnectionInfo;
import io.serval.http.HttpExchange.ExchangeTask;
import io.serval.http.UpgradeHandler;
import io.serval.http.UpgradedStream;

/**
 * A connection after its upgrade (RFC 9110 §7.8): bytes both ways, a reader and a writer that may be two threads. The
 * loop only tells each that its direction is ready.
 */
final class Http1Upgrade implements Protocol, UpgradedStream {
    private static final Logger log = LoggerFactory.getLogger(Http1Upgrade.class);

    private final Http1Service service;
    private final Connection connection;
    private final ConnectionInfo info;
    private final Direction reading;
    private final Direction writing;
    // The reader's.
    private final InputBytes input;
    private boolean inputEnded;
    private volatile long readTimeoutNanos;
    // The writer's.
    private final SocketOutput output;
    private volatile boolean nonBlocking;

    Http1Upgrade(Http1Service service, Connection connection, ConnectionInfo info, InputBytes input) {
        this.service = service;
        this.connection = connection;
        this.info = info;
        this.input = input;
        reading = new Direction(connection, service.workers(), SelectionKey.OP_READ);
        writing = new Direction(connection, service.workers(), SelectionKey.OP_WRITE);
        output = new SocketOutput(connection, () -> writing.await(service.settings().writeNanos()), service.settings());
    }

    /** Calls the handler; on the worker that ended the exchange. */
    void run(UpgradeHandler handler) {
        try {
            handler.upgraded(this);
        } catch (Throwable t) {
            if (t instanceof IOException) {
                log.debug("Upgraded connection {} ends: {}", connection.id(), t.toString());
            } else {
                log.error("The handler of upgraded connection {} failed", connection.id(), t);
            }
            connection.abandon();
        }
    }

    @Override public ConnectionInfo connection() {
        return info;
    }

    // The reader

    @Override public int read(ByteBuffer target) throws IOException {
        if (!target.hasRemaining()) {
            return 0;
        }
        while (true) {
            if (!input.isEmpty()) {
                return take(target);
            }
            if (inputEnded) {
                return -1;
            }
            int count = connection.transport().read(target);
            if (count > 0) {
                service.exchanges().countIn(count);
                return count;
            }
            if (count < 0) {
                inputEnded = true;
            } else {
                reading.await(readTimeoutNanos);
            }
        }
    }

    private int take(ByteBuffer target) {
        int count = Math.min(target.remaining(), input.length());
        target.put(input.bytes(), input.start(), count);
        input.consume(count);
        input.settle();
        return count;
    }

    @Override public boolean isReadable() {
        if (!input.isEmpty() || inputEnded || reading.hasFailed()) {
            return true;
        }
        try {
            int count = input.fill(connection.transport());
            inputEnded = count < 0;
            service.exchanges().countIn(Math.max(0, count));
            input.settle();
            return count != 0;
        } catch (IOException e) {
            reading.fail(e);
            return true;
        }
    }

    @Override public void whenReadable(ExchangeTask task) {
        reading.whenReady(task, this::isReadable, readTimeoutNanos);
    }

    @Override public void readTimeout(Duration timeout) {
        readTimeoutNanos = timeout.toNanos();
    }

    // The writer

    @Override public void write(ByteBuffer source) throws IOException {
        output.put(source, !nonBlocking);
    }

    @Override public void flush() throws IOException {
        output.flush(!nonBlocking);
        service.exchanges().countOut(output.takeSent());
    }

    @Override public boolean isWritable() {
        try {
            return !output.isPending() || output.flush(false);
        } catch (IOException e) {
            writing.fail(e);
            return true;
        }
    }

    @Override public void whenWritable(ExchangeTask task) {
        nonBlocking = true;
        writing.whenReady(task, this::isWritable, service.settings().writeNanos());
    }

    @Override public void close() throws IOException {
        try {
            if (!connection.isClosing()) {
                output.flush(true);
            }
        } finally {
            connection.abandon();
        }
    }

    // The loop

    @Override public void onReadable() {
        connection.interestWithout(SelectionKey.OP_READ);
        reading.ready();
    }

    @Override public void onWritable() {
        connection.interestWithout(SelectionKey.OP_WRITE);
        writing.ready();
    }

    @Override public void onHandedBack() { }

    @Override public void onDeadline(long now) { }

    @Override public void onAwaited(boolean ready) { }

    /** The buffers are the reader's and the writer's, who may be at work: they go with them. */
    @Override public void onClosed() {
        reading.close();
        writing.close();
    }

    @Override public boolean isIdle() {
        return false;
    }
}
