package io.serval.container.valve;

import java.io.IOException;
import java.time.Duration;

import io.serval.container.engine.RequestLogView;
import io.serval.http.ConnectionInfo;
import io.serval.http.ExchangeTimes;
import io.serval.http.Fields;
import io.serval.http.HttpExchange;
import io.serval.http.RequestContent;
import io.serval.http.RequestHead;
import io.serval.http.ResponseContent;
import io.serval.http.UpgradeHandler;

/**
 * An exchange seen as if there were no proxy between client and server. New for each request, and like the exchange
 * behind it owned by one thread at a time.
 */
final class ForwardedExchange implements HttpExchange {
    private final HttpExchange exchange;
    private final RequestHead head;
    private final ConnectionInfo connection;
    private final String loggedAddress;

    /** @param loggedAddress of the client, for the access log; {@code null} to log that of the proxy */
    ForwardedExchange(HttpExchange exchange, RequestHead head, ConnectionInfo connection, String loggedAddress) {
        this.exchange = exchange;
        this.head = head;
        this.connection = connection;
        this.loggedAddress = loggedAddress;
    }

    /** The connection that there is: to the proxy. */
    ConnectionInfo peer() {
        return exchange.connection();
    }

    @Override public RequestHead head() {
        return head;
    }

    @Override public ConnectionInfo connection() {
        return connection;
    }

    @Override public void attach(Object attachment) {
        boolean logged = loggedAddress != null && attachment instanceof RequestLogView;
        exchange.attach(logged ? new ForwardedLogView((RequestLogView) attachment, loggedAddress) : attachment);
    }

    @Override public Object attachment() {
        return exchange.attachment();
    }

    @Override public RequestContent content() {
        return exchange.content();
    }

    @Override public ResponseContent response() {
        return exchange.response();
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
