package io.serval.connector.http2;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;

import io.serval.http.ConnectionInfo;
import io.serval.http.HttpExchange.ExchangeTask;
import io.serval.http.UpgradedStream;

/**
 * Bytes both ways on a stream after an extended CONNECT (RFC 8441). Reads come from the stream's content, writes go
 * out as
 * its DATA frames. Tasks of both directions run one at a time, as those of a suspended exchange.
 */
final class Http2Tunnel implements UpgradedStream {
    private final Http2Exchange exchange;
    private final Http2Protocol protocol;
    private final Runnable onClosed;
    private final AtomicBoolean closed = new AtomicBoolean();

    Http2Tunnel(Http2Exchange exchange, Http2Protocol protocol, Runnable onClosed) {
        this.exchange = exchange;
        this.protocol = protocol;
        this.onClosed = onClosed;
    }

    @Override public ConnectionInfo connection() {
        return protocol.info();
    }

    @Override public int read(ByteBuffer target) throws IOException {
        return exchange.content().read(target);
    }

    @Override public boolean isReadable() {
        return exchange.content().isReady();
    }

    @Override public void whenReadable(ExchangeTask task) {
        exchange.content().whenReady(task);
    }

    @Override public void write(ByteBuffer source) throws IOException {
        exchange.http2Response().write(source);
    }

    @Override public void flush() throws IOException {
        exchange.http2Response().flush();
    }

    @Override public boolean isWritable() {
        return exchange.http2Response().isReady();
    }

    @Override public void whenWritable(ExchangeTask task) {
        exchange.http2Response().whenReady(task);
    }

    @Override public void readTimeout(Duration timeout) {
        exchange.content().readTimeout(timeout.toNanos());
    }

    @Override public void close() {
        if (closed.compareAndSet(false, true)) {
            onClosed.run();
        }
    }
}
