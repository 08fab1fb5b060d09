package io.serval.connector.http2;

import java.time.InstantSource;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;

import io.serval.connector.coding.ContentCodings;
import io.serval.connector.exchange.DateLine;
import io.serval.connector.exchange.Exchanges;
import io.serval.http.HttpException;
import io.serval.http.RequestTarget;
import io.serval.http.TlsInfo;

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

        /**
         * Whether a request for the authority may come over this session. Clients that see a certificate for several
         * hosts send requests for all of them on one connection (RFC 9113 §9.1.1); the hosts may differ in what they
         * ask of a client.
         *
         * @param tls {@code null} on clear text
         */
        default boolean servesHere(TlsInfo tls, String authority) {
            return true;
        }
    }

    private final Exchanges exchanges;
    private final Http2Settings settings;
    private final Targets targets;
    private final ContentCodings codings;
    private final ResponseFields responseFields;
    private final AtomicLong buffered = new AtomicLong();
    /** Connections whose window stays shut until some of the content was read. */
    private final Queue<Runnable> held = new ConcurrentLinkedQueue<>();

    /** @param codings of responses, or {@code null} when they are sent as they are */
    public Http2Service(Exchanges exchanges, Http2Settings settings, Targets targets, ContentCodings codings) {
        this.exchanges = exchanges;
        this.settings = settings;
        this.targets = targets;
        this.codings = codings;
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

    ContentCodings codings() {
        return codings;
    }

    ResponseFields responseFields() {
        return responseFields;
    }

    /** Content waits to be read, or does not any more. */
    void buffered(int change) {
        if (change != 0) {
            buffered.addAndGet(change);
            if (change < 0 && !held.isEmpty()) {
                release();
            }
        }
    }

    /** Whether windows may be opened: the content that waits keeps to its budget. */
    boolean mayBufferMore() {
        return buffered.get() < settings.contentBudget();
    }

    /** Whether there is memory enough for wider windows. */
    boolean mayGrow() {
        return buffered.get() < settings.contentBudget() / 4;
    }

    /** Whether even what the open windows allow is too much. */
    boolean mustDrop() {
        return buffered.get() >= 2 * settings.contentBudget();
    }

    /** Runs a task as soon as content may come again. */
    void hold(Runnable task) {
        held.add(task);
        release();                                          // what was read in between has not seen the task
    }

    private void release() {
        while (mayBufferMore()) {
            Runnable task = held.poll();
            if (task == null) {
                return;
            }
            task.run();
        }
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
