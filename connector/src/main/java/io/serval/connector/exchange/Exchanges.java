package io.serval.connector.exchange;

import java.net.SocketAddress;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.atomic.LongAdder;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.serval.connector.time.Ticker;
import io.serval.connector.work.Rejection;
import io.serval.connector.work.Workers;
import io.serval.http.ExchangeListener;
import io.serval.http.HttpException;
import io.serval.http.HttpExchange;
import io.serval.http.HttpHandler;
import io.serval.http.Status;

/** All exchanges of a connector: who serves them, who hears of them, and how many there were. Safe for any thread. */
public final class Exchanges {
    private static final Logger log = LoggerFactory.getLogger(Exchanges.class);
    private static final int CODES = 600;

    private final HttpHandler handler;
    private final ExchangeListener listener;
    private final Workers workers;
    private final AtomicLong ids = new AtomicLong();
    private final LongAdder begun = new LongAdder();
    private final LongAdder ended = new LongAdder();
    private final LongAdder bytesIn = new LongAdder();
    private final LongAdder bytesOut = new LongAdder();
    private final AtomicLongArray refused = new AtomicLongArray(CODES);
    private final Overload overload = new Overload();
    private final PeerLog peers = new PeerLog(Ticker.SYSTEM);
    private volatile boolean draining;

    public Exchanges(HttpHandler handler, ExchangeListener listener, Workers workers) {
        this.handler = handler;
        this.listener = listener;
        this.workers = workers;
    }

    public HttpHandler handler() {
        return handler;
    }

    public Workers workers() {
        return workers;
    }

    /** Lets connections end with the exchanges that are under way. */
    public void drain(boolean value) {
        draining = value;
    }

    public boolean isDraining() {
        return draining;
    }

    /** An exchange begins. @return its identifier */
    public long begin() {
        begun.increment();
        return ids.incrementAndGet();
    }

    /** A request came in, whatever becomes of it. */
    public void accepted(long now) {
        overload.accepted(now);
    }

    /** The workers did not take a request: says so once an episode, and how often when that is over. */
    public void rejected(Rejection rejection, long now) {
        overload.rejected(rejection, now);
    }

    /** An exchange has ended: counts it and tells the listener, whose faults are its own. */
    public void end(HttpExchange exchange) {
        try {
            listener.completed(exchange);
        } catch (RuntimeException e) {
            log.error("The exchange listener failed", e);
        }
        ended.increment();
    }

    /** The connector itself answers with a status; where that is the client's doing, the log says who and why. */
    public void refused(SocketAddress peer, HttpException cause) {
        Status status = cause.status();
        refused.incrementAndGet(status.code());
        if (status != Status.INTERNAL_SERVER_ERROR && status != Status.SERVICE_UNAVAILABLE) {
            peers.refused(peer, status.code() + ", " + cause.getMessage());
        }
    }

    /** Where peers are told of that get no answer at all. */
    public PeerLog peers() {
        return peers;
    }

    public void countIn(long bytes) {
        bytesIn.add(bytes);
    }

    public void countOut(long bytes) {
        bytesOut.add(bytes);
    }

    /** Exchanges begun and not ended. */
    public long active() {
        long done = ended.sum();
        return begun.sum() - done;
    }

    /** Exchanges that ended, refused ones included. */
    public long requests() {
        return ended.sum();
    }

    public long bytesIn() {
        return bytesIn.sum();
    }

    public long bytesOut() {
        return bytesOut.sum();
    }

    /** How many requests the connector itself answered with a status. */
    public long refusedWith(Status status) {
        return refused.get(status.code());
    }
}
