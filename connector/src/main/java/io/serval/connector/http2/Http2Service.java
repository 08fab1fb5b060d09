package io.serval.connector.http2;

import java.util.concurrent.atomic.AtomicLong;

import io.serval.connector.exchange.Exchanges;

/** What all HTTP/2 connections of a connector share. Safe for any thread. */
public final class Http2Service {
    private final Exchanges exchanges;
    private final Http2Settings settings;
    private final HeadBuilder.Targets targets;
    private final AtomicLong buffered = new AtomicLong();

    public Http2Service(Exchanges exchanges, Http2Settings settings, HeadBuilder.Targets targets) {
        this.exchanges = exchanges;
        this.settings = settings;
        this.targets = targets;
    }

    Exchanges exchanges() {
        return exchanges;
    }

    Http2Settings settings() {
        return settings;
    }

    HeadBuilder.Targets targets() {
        return targets;
    }

    /** Content waits to be read, or does not any more. */
    void buffered(int change) {
        if (change != 0) {
            buffered.addAndGet(change);
        }
    }

    /** Whether windows may be opened: the content that waits keeps to its budget. */
    boolean mayBufferMore() {
        return buffered.get() < settings.contentBudget();
    }

    /** Whether requests wait for a worker, so that answers are worth collecting. */
    boolean hasQueued() {
        return exchanges.workers().queued() > 0;
    }

    /** Bytes of content that wait to be read. */
    public long buffered() {
        return buffered.get();
    }
}
