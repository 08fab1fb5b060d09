package io.serval.connector.http1;

import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.atomic.LongAdder;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.serval.connector.buffer.SlotCache;
import io.serval.connector.work.Rejection;
import io.serval.connector.work.Workers;
import io.serval.http.ExchangeListener;
import io.serval.http.HttpHandler;
import io.serval.http.Status;

/**
 * What all HTTP/1.x connections of a connector share: the application, the limits, the workers, the counters, and the
 * exchange objects that wait to be used again. Safe for any thread.
 */
public final class Http1Service {
    private static final Logger log = LoggerFactory.getLogger(Http1Service.class);
    private static final int KEPT_EXCHANGES = 256;
    private static final int CODES = 600;

    private final HttpHandler handler;
    private final ExchangeListener listener;
    private final Http1Settings settings;
    private final Workers workers;
    private final HeadLimits headLimits;
    private final ChunkLimits chunkLimits;
    private final TargetCache targets = new TargetCache(TargetRules.STRICT);
    private final ResponseHeadWriter writer;
    private final SlotCache<Http1Exchange> exchanges = new SlotCache<>(KEPT_EXCHANGES);
    private final AtomicLong ids = new AtomicLong();
    private final LongAdder begun = new LongAdder();
    private final LongAdder ended = new LongAdder();
    private final LongAdder bytesIn = new LongAdder();
    private final LongAdder bytesOut = new LongAdder();
    private final AtomicLongArray refused = new AtomicLongArray(CODES);
    private final Overload overload = new Overload();
    private volatile boolean draining;

    public Http1Service(HttpHandler handler, ExchangeListener listener, Http1Settings settings, Workers workers) {
        this.handler = handler;
        this.listener = listener;
        this.settings = settings;
        this.workers = workers;
        headLimits = new HeadLimits(settings.maxRequestLine(), settings.maxFieldSection(), settings.maxFields());
        chunkLimits = new ChunkLimits(settings.maxChunkExtensions(), settings.maxTrailerSection(),
                settings.maxFields());
        this.writer = new ResponseHeadWriter(new DateLine(InstantSource.system()), settings.serverField(),
                settings.maxResponseHead());
    }

    HttpHandler handler() {
        return handler;
    }

    Http1Settings settings() {
        return settings;
    }

    Workers workers() {
        return workers;
    }

    HeadLimits headLimits() {
        return headLimits;
    }

    ChunkLimits chunkLimits() {
        return chunkLimits;
    }

    TargetCache targets() {
        return targets;
    }

    ResponseHeadWriter writer() {
        return writer;
    }

    /** Lets every further response end its connection. */
    public void drain(boolean value) {
        draining = value;
    }

    boolean isDraining() {
        return draining;
    }

    /** An exchange object without anything of an earlier request. */
    Http1Exchange takeExchange(Http1Protocol protocol) {
        Http1Exchange kept = exchanges.take();
        Http1Exchange exchange = kept != null ? kept : new Http1Exchange(this);
        exchange.attachTo(protocol);
        return exchange;
    }

    void giveBack(Http1Exchange exchange) {
        exchange.detach();
        exchanges.keep(exchange);
    }

    long nextId() {
        return ids.incrementAndGet();
    }

    void begun(long now) {
        begun.increment();
        overload.accepted(now);
    }

    /** An exchange has ended: counts it and tells the listener, whose faults are its own. */
    void ended(Http1Exchange exchange) {
        try {
            listener.completed(exchange);
        } catch (RuntimeException e) {
            log.error("The exchange listener failed", e);
        }
        ended.increment();
    }

    /** The workers did not take a request: says so once an episode, and how often when that is over. */
    void rejected(Rejection rejection, long now) {
        overload.rejected(rejection, now);
    }

    void refused(Status status) {
        refused.incrementAndGet(status.code());
    }

    void countIn(int bytes) {
        bytesIn.add(bytes);
    }

    void countOut(long bytes) {
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
