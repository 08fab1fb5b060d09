package io.serval.connector.http1;

import java.nio.charset.StandardCharsets;
import java.time.InstantSource;

import io.serval.connector.buffer.SlotCache;
import io.serval.connector.coding.ContentCodings;
import io.serval.connector.exchange.DateLine;
import io.serval.connector.exchange.Exchanges;
import io.serval.connector.metrics.CacheMetrics;
import io.serval.connector.net.Connection;
import io.serval.connector.work.Workers;
import io.serval.http.HttpException;
import io.serval.http.RequestHead;
import io.serval.http.RequestTarget;

/**
 * What all HTTP/1.x connections of a connector share: the limits, what they know of targets and heads, and the exchange
 * objects that wait to be used again. Safe for any thread.
 */
public final class Http1Service {
    private static final int KEPT_EXCHANGES = 256;

    /** Goes on with connections whose clients speak HTTP/2. In the loop. */
    public interface Http2Start {
        /**
         * The client speaks it from its first byte on (RFC 9113 §3.3).
         *
         * @param seen how many bytes of the preface were read
         * @param rest what was read after them
         */
        void takeOver(Connection connection, int seen, byte[] rest);

        /**
         * The client has offered it with a request, which is to be answered in it (RFC 7540 §3.2).
         *
         * @param settings content of HTTP2-Settings, decoded
         * @param request  without content; not to be used after this returns
         * @param exchange the identifier under which the request was counted as begun
         * @param rest     what was read after the request
         */
        void upgrade(Connection connection, byte[] settings, RequestHead request, long exchange, byte[] rest);
    }

    private final Exchanges exchanges;
    private final Http1Settings settings;
    private final HeadLimits headLimits;
    private final ChunkLimits chunkLimits;
    private final TargetCache targets;
    private final ContentCodings codings;
    private final ResponseHeadWriter writer;
    private Http2Start http2;
    private boolean upgradesToHttp2;
    private final SlotCache<Http1Exchange> kept = new SlotCache<>(KEPT_EXCHANGES);

    /** @param codings of responses, or {@code null} when they are sent as they are */
    public Http1Service(Exchanges exchanges, Http1Settings settings, ContentCodings codings) {
        this.exchanges = exchanges;
        this.settings = settings;
        this.codings = codings;
        targets = new TargetCache(TargetRules.relaxed(settings.relaxedPath(), settings.relaxedQuery()));
        headLimits = new HeadLimits(settings.maxRequestLine(), settings.maxFieldSection(), settings.maxFields());
        chunkLimits = new ChunkLimits(settings.maxChunkExtensions(), settings.maxTrailerSection(),
                settings.maxFields());
        writer = new ResponseHeadWriter(new DateLine(InstantSource.system()), settings.serverField(),
                settings.maxResponseHead());
    }

    /**
     * Who goes on with a connection whose client speaks HTTP/2; nobody unless set.
     *
     * @param upgrade whether clients may also get there by {@code Upgrade: h2c}
     */
    public void http2(Http2Start start, boolean upgrade) {
        http2 = start;
        upgradesToHttp2 = upgrade;
    }

    boolean upgradesToHttp2() {
        return upgradesToHttp2;
    }

    /** @return {@code null} if HTTP/2 is not spoken */
    Http2Start http2() {
        return http2;
    }

    Exchanges exchanges() {
        return exchanges;
    }

    Workers workers() {
        return exchanges.workers();
    }

    /** What became of the targets of requests; of HTTP/2 too. */
    public CacheMetrics targetMetrics() {
        return targets.metrics();
    }

    Http1Settings settings() {
        return settings;
    }

    HeadLimits headLimits() {
        return headLimits;
    }

    ChunkLimits chunkLimits() {
        return chunkLimits;
    }

    ContentCodings codings() {
        return codings;
    }

    TargetCache targets() {
        return targets;
    }

    ResponseHeadWriter writer() {
        return writer;
    }

    /**
     * Judges path and authority as another protocol sends them by the rules for HTTP/1.1.
     *
     * @param path      {@code null} in a CONNECT that names an authority alone
     * @param authority {@code null} if the request names none
     */
    public RequestTarget target(String method, String path, String authority) throws HttpException {
        if (authority != null) {
            byte[] host = authority.getBytes(StandardCharsets.ISO_8859_1);
            targets.host(host, 0, host.length);
        }
        byte[] target = (path == null ? authority : path).getBytes(StandardCharsets.ISO_8859_1);
        return targets.target(method, target, 0, target.length);
    }

    /** An exchange object without anything of an earlier request. */
    Http1Exchange takeExchange(Http1Protocol protocol) {
        Http1Exchange found = kept.take();
        Http1Exchange exchange = found != null ? found : new Http1Exchange(this);
        exchange.attachTo(protocol);
        return exchange;
    }

    void giveBack(Http1Exchange exchange) {
        exchange.detach();
        if (exchange.canServeAgain()) {
            kept.keep(exchange);
        }
    }
}
