package io.serval.connector.exchange;

import java.net.SocketAddress;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.atomic.LongAdder;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.serval.connector.metrics.RequestMetrics;
import io.serval.connector.observe.RequestCounts;
import io.serval.connector.observe.RequestWatch;
import io.serval.connector.time.Ticker;
import io.serval.connector.work.Rejection;
import io.serval.connector.work.Workers;
import io.serval.http.ExchangeListener;
import io.serval.http.ExchangeTimes;
import io.serval.http.FieldName;
import io.serval.http.HeaderFields;
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
    private final Lanes lanes;
    private final RequestWatch watch;
    private final AtomicLong ids = new AtomicLong();
    private final LongAdder begun = new LongAdder();
    private final LongAdder bytesIn = new LongAdder();
    private final LongAdder bytesOut = new LongAdder();
    private final AtomicLongArray refused = new AtomicLongArray(CODES);
    private final AtomicLongArray rejected = new AtomicLongArray(Rejection.values().length);
    private final LimitCounts limits = new LimitCounts();
    private final Overload overload = new Overload();
    private final PeerLog peers = new PeerLog(Ticker.SYSTEM);
    private final boolean serverTiming;
    private final String strictTransport;
    private volatile boolean draining;

    public Exchanges(HttpHandler handler, ExchangeListener listener, Lanes lanes, RequestWatch watch) {
        this(handler, listener, lanes, watch, false, null);
    }

    /**
     * @param serverTiming    whether responses tell clients what their time went to
     * @param strictTransport what they say in Strict-Transport-Security unless the handler says something itself;
     *                        {@code null} for nothing
     */
    public Exchanges(HttpHandler handler, ExchangeListener listener, Lanes lanes, RequestWatch watch,
                     boolean serverTiming, String strictTransport) {
        this.serverTiming = serverTiming;
        this.strictTransport = strictTransport;
        this.handler = handler;
        this.listener = listener;
        this.lanes = lanes;
        this.watch = watch;
    }

    public HttpHandler handler() {
        return handler;
    }

    /** The workers for everything that has no lane of its own. */
    public Workers workers() {
        return lanes.workers();
    }

    /** The workers for an exchange whose head is complete. */
    public Workers lane(HttpExchange exchange) {
        return lanes.of(exchange.head());
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

    /** A worker has begun with an exchange. */
    public void dispatched(HttpExchange exchange) {
        watch.dispatched(exchange);
    }

    /** A response is about to be committed: the last moment for what it shall tell of itself. */
    public void committing(ExchangeTimes times, HeaderFields fields) {
        if (serverTiming) {
            ServerTiming.add(times, fields);
        }
        if (strictTransport != null && fields.get(FieldName.STRICT_TRANSPORT_SECURITY) == null) {
            fields.set(FieldName.STRICT_TRANSPORT_SECURITY, strictTransport);
        }
    }

    /** The workers did not take a request: says so once an episode, and how often when that is over. */
    public void rejected(Rejection rejection, long now) {
        rejected.incrementAndGet(rejection.ordinal());
        overload.rejected(rejection, now);
    }

    /** An exchange has ended: counts it and tells the listener, whose faults are its own. */
    public void end(HttpExchange exchange) {
        try {
            listener.completed(exchange);
        } catch (RuntimeException e) {
            log.error("The exchange listener failed", e);
        }
        watch.ended(exchange);
    }

    /** The connector itself answers with a status; where that is the client's doing, the log says who and why. */
    public void refused(SocketAddress peer, HttpException cause) {
        Status status = cause.status();
        refused.incrementAndGet(status.code());
        limits.refused(cause.getMessage());
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
        long done = watch.counts().completed();
        return begun.sum() - done;
    }

    public RequestMetrics metrics() {
        RequestCounts counts = watch.counts();
        return new RequestMetrics(active(), counts.byClass(), counts.duration(), counts.queueWait(), watch.slowOnes(),
                bytesIn.sum(), bytesOut.sum(), refusedByStatus(), rejectedByCause(), limits.byAttribute());
    }

    private Map<Integer, Long> refusedByStatus() {
        Map<Integer, Long> byStatus = new TreeMap<>();
        for (Status status : Status.values()) {
            long count = refused.get(status.code());
            if (count > 0) {
                byStatus.put(status.code(), count);
            }
        }
        return byStatus;
    }

    private Map<String, Long> rejectedByCause() {
        Map<String, Long> byCause = new LinkedHashMap<>();
        for (Rejection cause : Rejection.values()) {
            long count = rejected.get(cause.ordinal());
            if (count > 0) {
                byCause.put(cause.name().toLowerCase(Locale.ROOT), count);
            }
        }
        return byCause;
    }
}
