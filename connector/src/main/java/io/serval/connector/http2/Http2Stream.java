package io.serval.connector.http2;

import io.serval.http.HttpException;

/**
 * A stream that the client has opened (RFC 9113 §5.1), from its HEADERS to the end of both sides and of its exchange.
 * The loop's, except where a method says otherwise.
 *
 * <pre>
 *   OPEN ──END_STREAM received──▶ ENDED                 the sending side is with the output: {@link SendSide#closed}
 *     │                             │
 *     └───────RST_STREAM────────────┴──▶ RESET_BY_CLIENT, RESET_BY_SERVER
 * </pre>
 */
final class Http2Stream {
    /** What the client may still send. */
    enum Remote { OPEN, ENDED, RESET_BY_CLIENT, RESET_BY_SERVER }

    private final Http2Protocol protocol;
    private final SendSide side;
    private Http2Exchange exchange;
    private Remote remote = Remote.OPEN;
    private boolean handedOff;
    private long lastContent;
    private volatile boolean exchangeEnded;
    private volatile long endedNanos;

    Http2Stream(Http2Protocol protocol, SendSide side, long now) {
        this.protocol = protocol;
        this.side = side;
        this.lastContent = now;
    }

    int id() {
        return side.streamId;
    }

    SendSide side() {
        return side;
    }

    void exchange(Http2Exchange of) {
        exchange = of;
    }

    Http2Exchange exchange() {
        return exchange;
    }

    Http2Content content() {
        return exchange.content();
    }

    Remote remote() {
        return remote;
    }

    /** Once a side is reset it stays so. */
    void remote(Remote next) {
        if (remote == Remote.OPEN || remote == Remote.ENDED) {
            remote = next;
        }
    }

    /** Whether a worker has, or had, the exchange, or it was answered without one. */
    boolean isHandedOff() {
        return handedOff;
    }

    void handedOff() {
        handedOff = true;
    }

    /** When content last came, for a stream that is being assembled. */
    long lastContent() {
        return lastContent;
    }

    void contentCame(long now) {
        lastContent = now;
    }

    /** Whether handler and response are done; the last of the response may still wait for the window. Any thread. */
    boolean isExchangeEnded() {
        return exchangeEnded;
    }

    /** Answers without a worker. */
    void refuse(HttpException cause) {
        handedOff = true;
        exchange.refuseInLoop(cause);
        exchangeEnded();
    }

    /** The exchange is over, whoever had it. Any thread. */
    void exchangeEnded() {
        endedNanos = protocol.nanoTime();
        exchangeEnded = true;
        protocol.ended(this);
    }

    /** When the exchange was over and, if that was later, its response out. */
    long endedNanos() {
        return endedNanos;
    }

    /** What the exchange left to be sent is sent. Any thread. */
    void tailSent() {
        endedNanos = protocol.nanoTime();
        protocol.ended(this);
    }
}
