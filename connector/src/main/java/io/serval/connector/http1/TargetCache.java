package io.serval.connector.http1;

import java.util.concurrent.atomic.LongAdder;

import io.serval.connector.metrics.CacheMetrics;
import io.serval.http.HttpException;
import io.serval.http.RequestTarget;

/**
 * Frequent request targets and hosts of a connector, with the rules that they obey: what is found here was checked
 * before. Safe for any thread.
 */
final class TargetCache {
    private static final int TARGETS = 1_024;
    private static final int HOSTS = 128;

    private final TargetParser parser;
    private final ByteKeyedCache<RequestTarget> targets = new ByteKeyedCache<>(TARGETS);
    private final ByteKeyedCache<String> hosts = new ByteKeyedCache<>(HOSTS);
    private final LongAdder lookups = new LongAdder();
    private final LongAdder misses = new LongAdder();

    TargetCache(TargetRules rules) {
        parser = new TargetParser(rules);
    }

    /**
     * The target that stands in the bytes from {@code start} to before {@code end}.
     *
     * @param method decides which forms are allowed
     * @throws HttpException with 400 when it is none, or not one for this method
     */
    RequestTarget target(String method, byte[] bytes, int start, int end) throws HttpException {
        if (start == end || bytes[start] != '/' || method.equals("CONNECT")) {
            return parser.parse(method, bytes, start, end);
        }
        int hash = Octets.hash(bytes, start, end);
        RequestTarget known = targets.get(bytes, start, end, hash);
        lookups.increment();
        return known != null ? known : originTarget(bytes, start, end, hash);
    }

    private RequestTarget originTarget(byte[] bytes, int start, int end, int hash) throws HttpException {
        misses.increment();
        RequestTarget target = parser.origin(bytes, start, end);
        targets.offer(bytes, start, end, hash, target);
        return target;
    }

    /**
     * The value of a Host field (RFC 9110 §7.2) that stands in the bytes from {@code start} to before {@code end}.
     *
     * @throws HttpException with 400 when it is not valid
     */
    String host(byte[] bytes, int start, int end) throws HttpException {
        int hash = Octets.hash(bytes, start, end);
        String known = hosts.get(bytes, start, end, hash);
        if (known != null) {
            return known;
        }
        if (start < end) {
            Authority.check(bytes, start, end);
        }
        String host = Octets.text(bytes, start, end);
        hosts.offer(bytes, start, end, hash, host);
        return host;
    }

    CacheMetrics metrics() {
        long missed = misses.sum();                         // first, so that there are at least as many look-ups
        long all = lookups.sum();
        return new CacheMetrics(all, all - missed);
    }
}
