package io.serval.http;

import java.io.IOException;
import java.time.Duration;

/**
 * An exchange that passes everything on to another one: what stands between connector and handler extends it and
 * changes what it has to. Rules of threads are those of the wrapped exchange.
 */
public abstract class HttpExchangeWrapper implements HttpExchange {
    private final HttpExchange exchange;

    protected HttpExchangeWrapper(HttpExchange exchange) {
        this.exchange = exchange;
    }

    /** The exchange behind this one. */
    protected final HttpExchange wrapped() {
        return exchange;
    }

    @Override public RequestHead head() {
        return exchange.head();
    }

    @Override public RequestContent content() {
        return exchange.content();
    }

    @Override public ResponseContent response() {
        return exchange.response();
    }

    @Override public ConnectionInfo connection() {
        return exchange.connection();
    }

    @Override public long id() {
        return exchange.id();
    }

    @Override public String protocolRequestId() {
        return exchange.protocolRequestId();
    }

    @Override public ExchangeTimes times() {
        return exchange.times();
    }

    @Override public Object attachment() {
        return exchange.attachment();
    }

    @Override public void attach(Object attachment) {
        exchange.attach(attachment);
    }

    @Override public void inform(int status, Fields fields) throws IOException {
        exchange.inform(status, fields);
    }

    @Override public void suspend() {
        exchange.suspend();
    }

    @Override public boolean isSuspended() {
        return exchange.isSuspended();
    }

    @Override public void execute(ExchangeTask task) {
        exchange.execute(task);
    }

    @Override public Cancellable schedule(Duration delay, ExchangeTask task) {
        return exchange.schedule(delay, task);
    }

    @Override public void whenGone(ExchangeTask task) {
        exchange.whenGone(task);
    }

    @Override public void complete() {
        exchange.complete();
    }

    @Override public void upgrade(UpgradeHandler next) {
        exchange.upgrade(next);
    }

    @Override public void abort() {
        exchange.abort();
    }
}
