package io.serval.connector.exchange;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.serval.connector.work.Rejection;

/**
 * Tells the administrator of an overload with two lines an episode, however many requests are refused: one when it
 * begins, one when no request was refused for a while. Safe for any thread.
 */
final class Overload {
    private static final Logger log = LoggerFactory.getLogger(Overload.class);
    private static final long CALM_NANOS = TimeUnit.SECONDS.toNanos(10);

    /** Requests refused in this episode; 0 when there is none. */
    private final AtomicLong refused = new AtomicLong();
    private volatile long lastRefusal;

    void rejected(Rejection rejection, long now) {
        lastRefusal = now;
        if (refused.getAndIncrement() == 0) {
            log.warn("Requests are answered with 503: {}. More maxThreads help if handlers wait, fewer requests if they"
                    + " work.", rejection.reason());
        }
    }

    /** A request came in; costs one read of a field nobody writes in calm times. */
    void accepted(long now) {
        if (refused.get() != 0 && now - lastRefusal > CALM_NANOS) {
            long count = refused.getAndSet(0);
            if (count > 0) {
                log.warn("The overload is over; {} requests were answered with 503", count);
            }
        }
    }
}
