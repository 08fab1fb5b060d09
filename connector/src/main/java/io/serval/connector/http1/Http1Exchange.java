package io.serval.connector.http1;

import java.io.IOException;
import java.nio.channels.SelectionKey;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.serval.connector.coding.CodedResponse;
import io.serval.connector.exchange.Pace;
import io.serval.connector.exchange.Refusal;
import io.serval.connector.exchange.ServedExchange;
import io.serval.connector.exchange.Suspension;
import io.serval.connector.http1.ResponseHeadWriter.Persistence;
import io.serval.connector.net.Connection;
import io.serval.connector.net.Poller;
import io.serval.http.ConnectionInfo;
import io.serval.http.Fields;
import io.serval.http.HttpException;
import io.serval.http.RequestHead;
import io.serval.http.ResponseContent;
import io.serval.http.Status;
import io.serval.http.UpgradeHandler;

/**
 * A request over HTTP/1.x and the response to it, and the job that serves it on a worker.
 *
 * <p>The object serves one request after another, of this and of other connections: {@link #reset} is the one place
 * where everything of a request is forgotten. One that was suspended serves no other: threads of the application may
 * still hold it. Owned by the owner of the connection.
 */
final class Http1Exchange extends ServedExchange {
    private static final Logger log = LoggerFactory.getLogger(Http1Exchange.class);

    private final Http1Service service;
    private final Http1Head head;
    private final Http1Content content;
    private final Http1Response response;
    /** Before the response where compression is on, else {@code null}. */
    private final CodedResponse coded;
    private Http1Protocol protocol;
    private long id;
    private boolean persistent;
    private boolean aborted;
    private boolean mustClose;
    private boolean told;
    private UpgradeHandler upgrade;
    private volatile boolean timedOut;
    private boolean wasSuspended;

    Http1Exchange(Http1Service service) {
        super(service.exchanges());
        this.service = service;
        head = new Http1Head(service.headLimits(), service.targets());
        content = new Http1Content(this, new ChunkedDecoder(service.chunkLimits()), new Pace(
                service.settings().minRequestRate(), service.settings().rateGraceNanos()));
        response = new Http1Response(this);
        coded = service.codings() == null ? null : new CodedResponse(service.codings(), head, response);
    }

    // Life

    void attachTo(Http1Protocol owner) {
        protocol = owner;
    }

    /** Lets go of the connection; nothing of the last request remains. */
    void detach() {
        reset();
        response.discard();
        protocol = null;
    }

    /** Whether the object can serve another request when this one is over. */
    boolean canServeAgain() {
        return !wasSuspended;
    }

    /** The head begins to be read. */
    void begin(long firstByteNanos, long now) {
        id = service.exchanges().begin();
        times().begin(protocol.connection().acceptedNanos(), firstByteNanos, now);
        told = false;
        service.exchanges().accepted(now);
    }

    /** Goes to the workers now. */
    void queued(long now) {
        times().queued(now);
    }

    boolean hasBegun() {
        return id != 0;
    }

    /** The connection went before the request was whole. */
    void lost() {
        if (!response.isCommitted()) {
            response.status(Status.BAD_REQUEST.code());
        }
        abort();
    }

    /** Forgets the request, so that another can come. */
    void reset() {
        head.clear();
        content.reset();
        response.reset();
        if (coded != null) {
            coded.reset();
        }
        id = 0;
        persistent = false;
        aborted = false;
        mustClose = false;
        upgrade = null;
        timedOut = false;
        forgetRequest();
    }

    // The job

    /** Serves requests until one suspends or the connection has no complete one left; the one catch of a handler. */
    @Override public void run() {
        boolean ended = suspension() != null;
        if (ended && !suspension().run()) {
            return;
        }
        for (int served = 1; ; served++) {
            if (!ended) {
                times().dispatched(protocol.nanoTime());
                service.exchanges().dispatched(this);
                try {
                    service.exchanges().handler().handle(this);
                } catch (Throwable t) {
                    failed(t);
                }
                if (suspension() != null && !suspension().run()) {
                    return;
                }
            }
            ended = false;
            if (!protocol.ended(this, served)) {
                return;
            }
        }
    }

    /** What a handler throws becomes a status, or the end of the connection when it is too late for that. */
    @Override protected void failed(Throwable cause) {
        complete();
        if (response.isCommitted() || cause instanceof IOException && !(cause instanceof HttpException)) {
            log(cause);
            abort();
            return;
        }
        HttpException refusal = cause instanceof HttpException expected ? expected
                : new HttpException(Status.INTERNAL_SERVER_ERROR, "the handler failed", cause);
        log(cause);
        refuse(refusal, content.hasFailed());
    }

    private void log(Throwable cause) {
        if (cause instanceof IOException) {
            log.debug("Exchange {} on connection {}: {}", id, protocol.connection().id(), cause.toString());
        } else {
            log.error("The handler failed on {} {}", head.method(), head.target(), cause);
        }
    }

    /**
     * Answers with a status and a page that says it, instead of whatever the response was going to be.
     *
     * @param close whether the connection ends with it
     */
    void refuse(HttpException cause, boolean close) {
        mustClose |= close;
        if (response.isCommitted()) {
            abort();
            return;
        }
        service.exchanges().refused(connection().remote(), cause);
        if (coded != null) {
            coded.bypass();
        }
        response.resetBuffer();
        try {
            Refusal.fill(response, cause.status());
            response.finish();
        } catch (IOException e) {
            log(e);
            abort();
        }
    }

    /** Finishes the response where the handler has not. */
    void finish() {
        try {
            response().finish();
        } catch (HttpException e) {
            log(e);
            refuse(e, false);
        } catch (IOException | RuntimeException e) {
            log(e);
            abort();
        }
    }

    /** Tells the listener, once. */
    void tell() {
        if (!told) {
            told = true;
            service.exchanges().end(this);
        }
    }

    // For the response and the content

    @Override protected Poller poller() {
        return protocol.connection().poller();
    }

    @Override protected void interim(int status, Fields fields) throws IOException {
        response.interim(status, fields);
    }

    Http1Service service() {
        return service;
    }

    Connection connectionOf() {
        return protocol.connection();
    }

    InputBytes input() {
        return protocol.input();
    }

    SocketOutput output() {
        return protocol.output();
    }

    /** What was written beyond the buffer goes out, while the handler goes on. */
    void passOn() throws IOException {
        protocol.passOn();
    }

    /** Counts what the socket took. */
    void countOut() {
        service.exchanges().countOut(protocol.output().takeSent());
    }

    boolean isHead() {
        return head.method().equals("HEAD");
    }

    /** Whether the caller may wait for the client: a worker may, the loop never. */
    boolean mayBlock() {
        return !poller().inLoop();
    }

    boolean hasNextRequest() {
        return persistent && content.isReceived() && protocol.hasNextHead();
    }

    /**
     * Decides whether the connection goes on, and writes the head of the response.
     *
     * @param length    as {@link ResponseHeadWriter} takes it
     * @param delimited whether the client can see the end of the response without the end of the connection
     */
    void writeHead(HeadSink sink, long length, boolean delimited) throws IOException {
        times().firstByteOut(protocol.nanoTime());
        service.exchanges().committing(times(), response.fields());
        persistent = delimited && !mustClose && protocol.keepAlive().allows(this);
        Persistence told = upgrade != null && response.status() == 101 ? Persistence.UPGRADE
                : Persistence.of(head.version(), persistent);
        sink.clear();
        service.writer().write(sink, response.status(), response.fields(), length, told);
    }

    void responseFinished() {
        times().lastByteOut(protocol.nanoTime());
    }

    /** Whether the connection may carry another request after this one. */
    boolean isPersistent() {
        return persistent && !aborted;
    }

    @Override public boolean isAborted() {
        return aborted;
    }

    UpgradeHandler upgrade() {
        return upgrade;
    }

    /** Responses of earlier requests do not wait for this one, nor for the client to go on with it. */
    void sendBeforeWait() throws IOException {
        if (suspension() == null) { // else they were sent when it was suspended, and the response is the application's
            response.sendBeforeWait();
        }
    }

    /** What the socket is to be watched for while nobody runs: a set of selection key operations. */
    private int awaitedOperations() {
        int operations = content.waiting() == null ? 0 : SelectionKey.OP_READ;
        boolean writes = response.waiting() != null || response.isNonBlocking() && output().isPending();
        return writes ? operations | SelectionKey.OP_WRITE : operations;
    }

    /**
     * A task that waited for the socket and need not wait any more, or {@code null}. Threads of the application may
     * read and write meanwhile: nothing is touched that no task waits for, but for the rest of what was written without
     * blocking.
     */
    @Override public ExchangeTask takeReadyTask() {
        boolean writable = response.isNonBlocking() && response.isReady();
        if (writable && response.waiting() != null) {
            return response.takeWaiting();
        }
        return content.waiting() != null && content.isReady() ? content.takeWaiting() : null;
    }

    private void waitTimedOut() {
        if (output().isPending()) {
            output().fail(protocol.tooSlow());
        } else if (content.waiting() != null) {
            content.fail(content.timedOut());
        }
    }

    /** The wait for the socket is over; in the loop. */
    void awaited(boolean ready) {
        Suspension sleeping = suspension();
        if (sleeping != null) {
            timedOut |= !ready;
            sleeping.wake();
        }
    }

    @Override public void wakes() {
        protocol.connection().leaveWait();
        content.endWait();
        if (timedOut) {
            timedOut = false;
            waitTimedOut();
        }
    }

    @Override public void sleeps() {
        int operations = awaitedOperations();
        if (operations != 0) {
            long timeout = (operations & SelectionKey.OP_READ) != 0 ? content.beginWait() : output().waitNanos();
            protocol.connection().awaitLater(operations, timeout);
        }
    }

    // What handlers see

    @Override public RequestHead head() {
        return head;
    }

    Http1Head http1Head() {
        return head;
    }

    @Override public Http1Content content() {
        return content;
    }

    /** The listener at the end sees what was sent, handlers before that what they wrote. */
    @Override public ResponseContent response() {
        return coded != null && !told ? coded : response;
    }

    Http1Response http1Response() {
        return response;
    }

    @Override public ConnectionInfo connection() {
        return protocol.info();
    }

    @Override public long id() {
        return id;
    }

    @Override public String protocolRequestId() {
        return "";
    }

    @Override protected void beforeSuspension() {
        try {
            sendBeforeWait();
        } catch (IOException e) {
            log(e);
            abort();
        }
        output().shareWithApplication();
        wasSuspended = true;
    }

    /** Nothing tells: a client whose side has ended may wait for the response. */
    @Override public void whenGone(ExchangeTask task) { }

    @Override public void upgrade(UpgradeHandler next) {
        if (response.isCommitted()) {
            throw new IllegalStateException("the response is committed, the connection cannot be upgraded");
        }
        upgrade = next;
    }

    @Override public void abort() {
        aborted = true;
        persistent = false;
        complete();
    }
}
