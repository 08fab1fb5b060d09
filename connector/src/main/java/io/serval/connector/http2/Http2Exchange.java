package io.serval.connector.http2;

import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.serval.connector.coding.CodedResponse;
import io.serval.connector.coding.ContentCodings;
import io.serval.connector.exchange.Refusal;
import io.serval.connector.exchange.ServedExchange;
import io.serval.connector.exchange.Suspension;
import io.serval.connector.net.Poller;
import io.serval.connector.work.Rejection;
import io.serval.http.ConnectionInfo;
import io.serval.http.FieldName;
import io.serval.http.Fields;
import io.serval.http.HttpException;
import io.serval.http.HttpExchange;
import io.serval.http.ResponseContent;
import io.serval.http.Status;
import io.serval.http.UpgradeHandler;

/**
 * A request on a stream and the response to it, and the job that serves it on a worker. One object a stream. Owned by
 * one
 * thread at a time as {@link HttpExchange} says; the loop adds content and tells of a reset.
 */
final class Http2Exchange extends ServedExchange {
    private static final Logger log = LoggerFactory.getLogger(Http2Exchange.class);

    private static final VarHandle GONE;

    static {
        try {
            GONE = MethodHandles.lookup().findVarHandle(Http2Exchange.class, "whenGone", ExchangeTask.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private final Http2Protocol protocol;
    private final Http2Stream stream;
    private final Http2Head head;
    private final long id;
    private final Http2Content content;
    private final Http2Response response;
    /** Before the response where compression is on, else {@code null}. */
    private final CodedResponse coded;
    private boolean told;
    private UpgradeHandler upgrade;
    private volatile boolean aborted;
    /** The stream was reset, or its connection closed. */
    private volatile boolean broken;
    private volatile boolean gone;
    private volatile ExchangeTask whenGone;

    /** @param id by which the exchange was counted as begun  @param allowed what the client may send at first */
    Http2Exchange(Http2Protocol protocol, Http2Stream stream, Http2Head head, long id, int allowed, long now) {
        super(protocol.exchanges());
        this.protocol = protocol;
        this.stream = stream;
        this.head = head;
        this.id = id;
        times().begin(protocol.acceptedNanos(), now, now);
        boolean expectsContinue = "100-continue".equalsIgnoreCase(head.fields().get(FieldName.EXPECT));
        content = new Http2Content(this, head.contentLength(), expectsContinue, allowed,
                protocol.settings().rates(), protocol.contentTime());
        response = new Http2Response(this, protocol.output(), stream.side());
        ContentCodings codings = protocol.codings();
        coded = codings == null ? null : new CodedResponse(codings, head, response);
    }

    /** Goes to the workers now; to be followed by a signal to them. Any thread. */
    Rejection enqueue(long now) {
        times().queued(now);
        return lane().execute(this, now);
    }

    Http2Stream stream() {
        return stream;
    }

    // The job

    @Override public void run() {
        if (suspension() != null) {
            goOn();
            return;
        }
        try {
            begin();
        } finally {
            protocol.slots().leave(lane());
        }
    }

    private void begin() {
        if (broken) {
            neverServed();                                  // nobody is there for the answer
            stream.exchangeEnded();
            return;
        }
        times().dispatched(nanoTime());
        exchanges().dispatched(this);
        try {
            exchanges().handler().handle(this);
        } catch (Throwable t) {
            failed(t);
        }
        goOn();
    }

    private void goOn() {
        if (suspension() == null || suspension().run()) {
            end();
        }
    }

    private void end() {
        if (upgrade != null && !aborted) {
            upgrade();
            return;
        }
        finish();
        stream.exchangeEnded();
    }

    /** The stream went before a worker began with it. */
    void neverServed() {
        if (!response.isCommitted()) {
            response.status(Status.BAD_REQUEST.code());
        }
        release();
    }

    private void finish() {
        try {
            if (!aborted) {
                response().finish();
            }
        } catch (HttpException e) {
            failed(e);
        } catch (IOException | RuntimeException e) {
            log(e);
            abort();
        }
        release();
    }

    /** Nothing more will happen: gives everything back and tells the listener. */
    private void release() {
        content.release();
        if (coded != null) {
            coded.reset();
        }
        told = true;
        exchanges().end(this);
    }

    /** The tunnel is a new life of the exchange, asleep while no task of it runs, until it is closed. */
    private void upgrade() {
        UpgradeHandler next = upgrade;
        upgrade = null;
        Suspension tunnel = suspendAgain();
        content.becomesTunnel();
        protocol.output().flow().tunnel(stream.side());
        try {
            response.flush();
            next.upgraded(new Http2Tunnel(this));
        } catch (Throwable t) {
            log(t);
            abort();
        }
        if (tunnel.run()) {
            end();
        }
    }

    /** What a handler throws becomes a status, or the end of the stream when it is too late for that. */
    @Override protected void failed(Throwable cause) {
        complete();
        log(cause);
        if (response.isCommitted() || cause instanceof IOException && !(cause instanceof HttpException)) {
            abort();
            return;
        }
        refuse(cause instanceof HttpException expected ? expected
                : new HttpException(Status.INTERNAL_SERVER_ERROR, "the handler failed", cause));
    }

    private void log(Throwable cause) {
        if (cause instanceof IOException) {
            log.debug("Stream {} of connection {}: {}", stream.id(), protocol.info().id(), cause.toString());
        } else {
            log.error("The handler failed on {} {}", head.method(), head.target(), cause);
        }
    }

    /** Answers with a status and a page that says it, instead of whatever the response was going to be. */
    void refuse(HttpException cause) {
        exchanges().refused(connection().remote(), cause);
        try {
            if (coded != null) {
                coded.bypass();
            }
            response.resetBuffer();
            Refusal.fill(response, cause.status());
            response.finish();
        } catch (IOException e) {
            log(e);
            abort();
        }
    }

    /** The loop answers by itself, without a worker. */
    void refuseInLoop(HttpException cause) {
        log(cause);
        refuse(cause);
        release();
    }

    // For content, response and loop

    @Override protected Poller poller() {
        return protocol.poller();
    }

    @Override protected void interim(int status, Fields fields) throws IOException {
        response.interim(status, fields);
    }

    boolean isHead() {
        return head.method().equals("HEAD");
    }

    long contentNanos() {
        return protocol.settings().contentNanos();
    }

    int maxResponseHead() {
        return protocol.settings().maxResponseHead();
    }

    /** What the client may send before it is read. */
    int window() {
        return protocol.window();
    }

    /** Lets the client send more. */
    void allow(int bytes) {
        protocol.output().windowUpdate(stream.id(), bytes);
        if (!poller().inLoop()) {
            protocol.output().flush();
        }
    }

    /** What the response has left to be sent is sent. */
    void tailSent() {
        stream.tailSent();
    }

    /** A task waits for content for too long; in the loop. */
    void contentTimedOut(HttpException cause) {
        content.fail(cause);
        wake();
    }

    /** Content waits, or does not any more. */
    void buffered(int change) {
        protocol.buffered(change);
    }

    void committed() {
        times().firstByteOut(nanoTime());
        protocol.exchanges().committing(times(), response.fields());
    }

    void responseFinished() {
        times().lastByteOut(nanoTime());
    }

    /** The peer, or the connection, has ended the stream. */
    void broken(IOException cause) {
        broken = true;
        content.fail(cause);
        gone = !(cause instanceof HttpException); // else it hears of a refusal
        tellGone();
        wake();
    }

    /** Lets the task run that waits for this, once; whoever comes second finds it taken. */
    private void tellGone() {
        Suspension sleeping = suspension();
        ExchangeTask task = !gone || sleeping == null ? null : (ExchangeTask) GONE.getAndSet(this, null);
        if (task != null) {
            sleeping.submit(task);
        }
    }

    @Override public boolean isAborted() {
        return aborted;
    }

    @Override public ExchangeTask takeReadyTask() {
        ExchangeTask task = response.takeReadyTask();
        return task != null ? task : content.takeReadyTask();
    }

    @Override public void wakes() { }

    @Override public void sleeps() {
        protocol.output().flush();
    }

    // What handlers see

    @Override public Http2Head head() {
        return head;
    }

    @Override public Http2Content content() {
        return content;
    }

    /** The listener at the end sees what was sent, handlers before that what they wrote. */
    @Override public ResponseContent response() {
        return coded != null && !told ? coded : response;
    }

    Http2Response http2Response() {
        return response;
    }

    @Override public ConnectionInfo connection() {
        return protocol.info();
    }

    @Override public long id() {
        return id;
    }

    @Override public String protocolRequestId() {
        return Integer.toString(stream.id());
    }

    @Override public void whenGone(ExchangeTask task) {
        whenGone = task;
        tellGone();
    }

    @Override public void upgrade(UpgradeHandler next) {
        if (response.isCommitted()) {
            throw new IllegalStateException("the response is committed, the stream cannot be upgraded");
        }
        if (head.protocol() == null) {
            throw new IllegalStateException("HTTP/2 upgrades a stream by extended CONNECT only (RFC 8441)");
        }
        upgrade = next;
    }

    @Override public void abort() {
        aborted = true;
        protocol.output().reset(stream.side(), ErrorCode.INTERNAL_ERROR);
        complete();
    }
}
