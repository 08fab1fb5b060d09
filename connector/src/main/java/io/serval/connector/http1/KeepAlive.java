package io.serval.connector.http1;

/** Whether a connection goes on after a response (RFC 9112 §9.3), and for how many requests yet. For its owner. */
final class KeepAlive {
    private final Http1Service service;
    private int requests;

    KeepAlive(Http1Service service) {
        this.service = service;
    }

    /** A request began. */
    void count() {
        requests++;
    }

    /** Whether no request has begun yet. */
    boolean isFirst() {
        return requests == 0;
    }

    /** Whether another request may follow this one, as far as is known when the head of its response is written. */
    boolean allows(Http1Exchange exchange) {
        int most = service.settings().maxKeepAlive();
        return exchange.http1Head().keepAlive()
                && (most < 0 || requests < most)
                && !service.exchanges().isDraining()
                && !ResponseHeadWriter.asksToClose(exchange.http1Response().fields())
                && contentCanBePassed(exchange.content());
    }

    /** A client that still waits for 100 may send the content or not: nobody could tell content from a request. */
    private boolean contentCanBePassed(Http1Content content) {
        long most = service.settings().maxSwallow();
        return !content.isContinueExpected() && (most < 0 || content.remaining() <= most);
    }
}
