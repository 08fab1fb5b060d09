package io.serval.container.valve;

import io.serval.container.engine.RequestLogView;
import io.serval.http.ConnectionInfo;
import io.serval.http.HttpExchange;
import io.serval.http.HttpExchangeWrapper;
import io.serval.http.RequestHead;

/** An exchange seen as if there were no proxy between client and server. New for each request. */
final class ForwardedExchange extends HttpExchangeWrapper {
    private final RequestHead head;
    private final ConnectionInfo connection;
    private final String loggedAddress;

    /** @param loggedAddress of the client, for the access log; {@code null} to log that of the proxy */
    ForwardedExchange(HttpExchange exchange, RequestHead head, ConnectionInfo connection, String loggedAddress) {
        super(exchange);
        this.head = head;
        this.connection = connection;
        this.loggedAddress = loggedAddress;
    }

    /** The connection that there is: to the proxy. */
    ConnectionInfo peer() {
        return wrapped().connection();
    }

    @Override public RequestHead head() {
        return head;
    }

    @Override public ConnectionInfo connection() {
        return connection;
    }

    @Override public void attach(Object attachment) {
        boolean logged = loggedAddress != null && attachment instanceof RequestLogView;
        super.attach(logged ? new ForwardedLogView((RequestLogView) attachment, loggedAddress) : attachment);
    }
}
