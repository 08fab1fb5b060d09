package io.serval.connector.http2;

import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicLong;

import io.serval.connector.exchange.DateLine;
import io.serval.connector.exchange.Exchanges;
import io.serval.http.HttpException;
import io.serval.http.RequestTarget;

/** What all HTTP/2 connections of a connector share. Safe for any thread. */
public final class Http2Service {
    /** Judges path and authority of a request by the same rules as for HTTP/1.1. */
    @FunctionalInterface
    public interface Targets {
        /**
         * @param path      as sent; {@code null} in a CONNECT that names an authority alone
         * @param authority as sent; {@code null} if the request names none
         * @throws HttpException with 400 when one of them is not valid
         */
        RequestTarget parse(String method, String path, String authority) throws HttpException;
    }

    private final Exchanges exchanges;
    private final Http2Settings settings;
    private final Targets targets;
    private final ResponseFields responseFields;
    private final AtomicLong buffered = new AtomicLong();

    public Http2Service(Exchanges exchanges, Http2Settings settings, Targets targets) {
        this.exchanges = exchanges;
        this.settings = settings;
        this.targets = targets;
        responseFields = new ResponseFields(new DateLine(InstantSource.system()), settings.serverField());
    }

    Exchanges exchanges() {
        return exchanges;
    }

    Http2Settings settings() {
        return settings;
    }

    Targets targets() {
        return targets;
    }

    ResponseFields responseFields() {
        return responseFields;
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
