package io.serval.connector.http2;

import io.serval.connector.exchange.Pace;
import io.serval.http.HttpException;
import io.serval.http.Status;

/**
 * That the client is waited for, to send content of a stream, and how fast it does so. Time counts as streams of the
 * connection share it, and only while a reader waits, or nobody reads yet. Guarded by the lock of the content.
 */
final class ContentWait {
    private final Http2Settings.Rates rates;
    private final SharedTime time;
    /** Made with the first wait: most requests have no content. */
    private Pace pace;
    private boolean unhurried;

    /** @param time what waits of the connection's streams share */
    ContentWait(Http2Settings.Rates rates, SharedTime time) {
        this.rates = rates;
        this.time = time;
    }

    /** The stream has no rate any more. */
    void neverTooSlow() {
        unhurried = true;
    }

    /** @param received how much content has come so far */
    void begin(long received, long now) {
        if (unhurried) {
            return;
        }
        if (pace == null) {
            pace = new Pace(rates.request(), rates.graceNanos());
            pace.moved(received);
        }
        if (!pace.isWaiting()) {
            pace.begin(time.enter(now));
        }
    }

    /** The client is not waited for any more; only when it was. */
    void end(long now) {
        pace.end(time.leave(now));
    }

    /** Whether the client is waited for. */
    boolean isOn() {
        return pace != null && pace.isWaiting();
    }

    /** Content has come. */
    void moved(int bytes) {
        if (pace != null) {
            pace.moved(bytes);
        }
    }

    /** @return how long the client may still be waited for before it is too slow; 0 if it is */
    long nanosLeft(long now) {
        if (unhurried || !isOn()) {
            return Long.MAX_VALUE;
        }
        long shared = time.at(now);
        return pace.isTooSlow(shared) ? 0 : pace.waitNanos(shared, Long.MAX_VALUE);
    }

    /** What is said to a client that is too slow; only when one was waited for. */
    HttpException complaint() {
        return new HttpException(Status.REQUEST_TIMEOUT, pace.complaint("content came", "minRequestDataRate"));
    }
}
