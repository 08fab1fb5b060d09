package io.serval.connector.http2;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;

import io.serval.http.ConnectionInfo;
import io.serval.http.HttpExchange.ExchangeTask;
import io.serval.http.UpgradedStream;

/**
 * Bytes both ways on a stream after an extended CONNECT (RFC 8441). Reads come from the stream's content, writes go out
 * as its DATA frames. Tasks of both directions run one at a time, as those of a suspended exchange.
 */
final class Http2Tunnel implements UpgradedStream {
    private final Http2Exchange exchange;

    Http2Tunnel(Http2Exchange exchange) {
        this.exchange = exchange;
    }

    @Override public ConnectionInfo connection() {
        return exchange.connection();
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

    /** Sent at once, as a socket would: a frame that lies in a buffer is an answer that does not come. */
    @Override public void write(ByteBuffer source) throws IOException {
        exchange.http2Response().write(source);
        exchange.http2Response().flush();
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

    /** A reader that waits on another thread sees the end. What was written is sent before the stream ends. */
    @Override public void close() {
        exchange.content().release();
        exchange.complete();
    }
}
