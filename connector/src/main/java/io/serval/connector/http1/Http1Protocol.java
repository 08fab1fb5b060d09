package io.serval.connector.http1;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;

import io.serval.connector.net.Connection;
import io.serval.connector.net.Poller;
import io.serval.connector.net.Protocol;
import io.serval.connector.work.Rejection;
import io.serval.connector.work.Workers;
import io.serval.http.ConnectionInfo;
import io.serval.http.HttpException;
import io.serval.http.Status;
import io.serval.http.UpgradeHandler;

/**
 * HTTP/1.0 and HTTP/1.1 on one connection (RFC 9112): assembles requests in the loop, hands them to the workers, and
 * decides what the connection does after each response. For the owner of the connection, which is the loop in the
 * methods of {@link Protocol}, and the worker in {@link #ended}.
 */
public final class Http1Protocol implements Protocol {
    /** What the connection is about. */
    private enum Stage {
        /** A head is awaited, or a part of it is here. */
        HEAD,
        /** The head is here, the content is being assembled. */
        CONTENT,
        /** A worker, or a suspended exchange, has it. */
        SERVING,
        /** The response is finished, and content nobody read is thrown away. */
        SWALLOWING,
        /** No more will be written; what the client still sends is thrown away, so that it can read the response. */
        LINGERING,
        /** To be closed when the output is out. */
        ENDING
    }

    /** Requests a worker serves in a row before it looks at the other connections' again. */
    private static final int FAIR_SHARE = 32;
    private static final long LINGER_NANOS = TimeUnit.SECONDS.toNanos(5);
    private static final long LINGER_BYTES = 8L << 20;

    private final Http1Service service;
    private final Connection connection;
    private final InputBytes input;
    private final SocketOutput output;
    private final KeepAlive keepAlive;
    private final HeadReader heads;
    private Stage stage = Stage.HEAD;
    private Http1Exchange exchange;
    private OutputWatch outputWatch;
    private ConnectionInfo info;
    private long firstByteNanos;
    private long passed;
    /** The workers that serve the current request. */
    private Workers lane;

    public Http1Protocol(Http1Service service, Connection connection) {
        this.service = service;
        this.connection = connection;
        input = new InputBytes(connection.poller().heap());
        output = new SocketOutput(connection, this::awaitWritable, service.settings());
        keepAlive = new KeepAlive(service);
        heads = new HeadReader(input, service.headLimits());
        connection.deadline(connection.poller().now(), service.settings().firstByteNanos());
    }

    Connection connection() {
        return connection;
    }

    InputBytes input() {
        return input;
    }

    SocketOutput output() {
        return output;
    }

    KeepAlive keepAlive() {
        return keepAlive;
    }

    long nanoTime() {
        return connection.poller().ticker().nanoTime();
    }

    ConnectionInfo info() {
        if (info == null) {
            info = new ConnectionInfo(connection.id(), "http/1.1", connection.transport().remoteAddress(),
                    connection.transport().localAddress(), connection.transport().tls());
        }
        return info;
    }

    private void awaitWritable() throws IOException {
        Workers workers = service.exchanges().workers();
        workers.beginWait();
        try {
            if (!connection.await(SelectionKey.OP_WRITE, output.waitNanos())) {
                throw tooSlow();
            }
        } finally {
            workers.endWait();
        }
    }

    /** The client did not take the response in time: tells of it. */
    IOException tooSlow() {
        String why = output.complaint();
        service.exchanges().peers().refused(info().remote(), "closed, " + why);
        return new IOException(why);
    }

    // The loop

    @Override public void onReadable() throws IOException {
        Poller poller = connection.poller();
        ByteBuffer buffer = poller.readBuffer();
        int count = connection.transport().read(buffer);
        if (count < 0) {
            endOfInput();
        } else if (count > 0) {
            service.exchanges().countIn(count);
            input.add(buffer.flip(), poller.parseBuffer());
            proceed();
        }
    }

    /** Goes on with what is here, as the stage says. */
    private void proceed() throws IOException {
        try {
            switch (stage) {
                case HEAD, CONTENT -> assembleAndHandOff();
                case SWALLOWING -> swallow();
                case LINGERING -> linger();
                case SERVING, ENDING -> throw new IllegalStateException("the loop has no business in " + stage);
            }
        } catch (HttpException e) {
            refuse(e);
        }
    }

    private void assembleAndHandOff() throws IOException {
        long now = connection.poller().now();
        boolean first = firstByteNanos == 0;
        if (first) {
            firstByteNanos = now;
        }
        if (stage == Stage.HEAD && isHttp2Preface()) {
            leaveToHttp2();
            return;
        }
        boolean complete = assemble(now);
        if (complete && upgradeToHttp2()) {
            return;
        }
        input.settle();
        if (complete) {
            handOff(now);
        } else if (stage == Stage.CONTENT) {
            connection.deadline(now, exchange.content().beginWait());
        } else if (first) {
            connection.deadline(now, service.settings().headNanos());
        }
    }

    /** Whether the client speaks HTTP/2, which it may from its first byte on only. */
    private boolean isHttp2Preface() throws HttpException {
        return service.http2() != null && keepAlive.isFirst() && heads.isHttp2Preface();
    }

    private void leaveToHttp2() {
        int seen = heads.length();
        input.consume(seen);
        service.http2().takeOver(connection, seen, takeInput());
    }

    private byte[] takeInput() {
        byte[] rest = Arrays.copyOfRange(input.bytes(), input.start(), input.end());
        input.release();
        return rest;
    }

    /** Goes on in HTTP/2 with the request that is here, if the client has offered it. @return whether it does */
    private boolean upgradeToHttp2() {
        boolean possible = service.upgradesToHttp2() && connection.transport().tls() == null
                && !service.exchanges().isDraining();
        byte[] settings = possible ? H2cOffer.settings(exchange.http1Head()) : null;
        if (settings == null) {
            return false;
        }
        Http1Exchange left = exchange;
        exchange = null;
        service.http2().upgrade(connection, settings, left.http1Head(), left.id(), takeInput());
        service.giveBack(left);
        return true;
    }

    private void handOff(long now) throws HttpException {
        stage = Stage.SERVING;
        exchange.content().endWait();
        watchHeld();
        connection.handOff();
        exchange.queued(now);
        lane = service.exchanges().lane(exchange);
        Rejection rejection = lane.execute(exchange, now);
        if (rejection != null) {
            connection.takeBack();
            service.exchanges().rejected(rejection, now);
            throw new HttpException(Status.SERVICE_UNAVAILABLE, rejection.reason());
        }
    }

    /** More requests are here already, so that responses will be held: looks whether one is held for too long. */
    private void watchHeld() {
        boolean pipelined = !input.isEmpty() && exchange.content().isReceived()
                && connection.transport().tls() == null; // whose engine is not for two threads
        output.share(pipelined);
        if (pipelined) {
            beginWatch();
        }
    }

    /** In the loop. */
    private void beginWatch() {
        if (outputWatch == null) {
            outputWatch = new OutputWatch(connection, output);
        }
        outputWatch.begin();
    }

    /** A handler has written more than its buffer holds: sends it, while the handler goes on. For the worker. */
    void passOn() throws IOException {
        if (output.passOn()) {
            connection.poller().execute(this::beginWatch);
        }
        service.exchanges().countOut(output.takeSent());
    }

    private void swallow() throws IOException {
        int before = input.length();
        boolean over = exchange.content().swallow(input);
        passed += before - input.length();
        if (over) {
            recycle();
            begin(Stage.HEAD);
            proceed();
            return;
        }
        input.settle();
        long most = service.settings().maxSwallow();
        if (most >= 0 && passed > most) {
            service.exchanges().peers().refused(info().remote(), "closed, " + passed
                    + " bytes of content that nobody read, more than " + most + " (maxSwallowSize)");
            connection.close();
        } else {
            connection.deadline(connection.poller().now(), exchange.content().beginWait());
        }
    }

    private void linger() {
        passed += input.length();
        input.release();
        if (passed > LINGER_BYTES) {
            connection.close();
        }
    }

    private void endOfInput() throws IOException {
        if (stage == Stage.CONTENT) {
            refuse(new HttpException(Status.BAD_REQUEST, "the client ended its side before the content was whole"));
        } else {
            connection.close();
        }
    }

    @Override public void onWritable() throws IOException {
        if (output.flush(false)) {
            service.exchanges().countOut(output.takeSent());
            outputIsOut();
        } else {
            connection.deadline(connection.poller().now(), output.waitNanos());
        }
    }

    @Override public void onHandedBack() throws IOException {
        if (output.flush(false)) {
            service.exchanges().countOut(output.takeSent());
            outputIsOut();
        } else {
            connection.interest(SelectionKey.OP_WRITE);
            connection.deadline(connection.poller().now(), output.waitNanos());
        }
    }

    /** The response is with the system; what comes after it. */
    private void outputIsOut() throws IOException {
        if (stage == Stage.ENDING) {
            connection.close();
            return;
        }
        connection.interest(SelectionKey.OP_READ);
        if (stage == Stage.LINGERING) {
            connection.transport().shutdownOutput();
            connection.deadline(connection.poller().now(), LINGER_NANOS);
        } else {
            connection.deadline(connection.poller().now(), waitNanos());
        }
        if (!input.isEmpty()) {
            proceed();
        }
        if (connection.transport().hasBufferedInput() && stage != Stage.SERVING) {
            onReadable();
        }
    }

    @Override public void onDeadline(long now) throws IOException {
        boolean underWay = stage == Stage.CONTENT || stage == Stage.HEAD && !input.isEmpty();
        if (output.isPending()) {
            tooSlow();
            connection.close();
        } else if (underWay) {
            refuse(stage == Stage.CONTENT ? exchange.content().timedOut() : new HttpException(Status.REQUEST_TIMEOUT,
                    "the head was not whole within " + service.settings().headNanos() / 1_000_000
                            + " ms (connectionTimeout)"));
        } else {
            connection.close();
        }
    }

    /** Answers by itself, and ends the connection. In the loop. */
    private void refuse(HttpException cause) throws IOException {
        answer(cause);
        begin(Stage.LINGERING);
        onHandedBack();
    }

    private void answer(HttpException cause) {
        if (exchange == null) {
            exchange = service.takeExchange(this);
        }
        if (!exchange.hasBegun()) {
            exchange.begin(firstByteNanos, nanoTime());
            heads.salvage(exchange.http1Head());
        }
        exchange.content().releaseAssembled();
        exchange.refuse(cause, true);
        recycle();
    }

    /** The exchange is over: tells the listener unless it knows, and lets the object serve others. */
    private void recycle() {
        exchange.tell();
        service.giveBack(exchange);
        exchange = null;
    }

    @Override public void onAwaited(boolean ready) {
        exchange.awaited(ready);
    }

    @Override public void onClosed() {
        input.release();
        output.release();
        if (exchange != null) {
            exchange.lost();
            recycle();
        }
    }

    @Override public boolean isUnderWay() {
        return !isIdle();
    }

    @Override public boolean isIdle() {
        return stage == Stage.HEAD && input.isEmpty() && !output.isPending();
    }

    // The loop, or the worker between two requests

    /** Takes what is here of a request. @return whether it can be served */
    private boolean assemble(long now) throws HttpException {
        if (stage == Stage.HEAD && !readHead(now)) {
            return false;
        }
        return exchange.content().assemble(input, service.settings().assembledContent());
    }

    private boolean readHead(long now) throws HttpException {
        if (!heads.isWhole()) {
            return false;
        }
        if (exchange == null) {
            exchange = service.takeExchange(this);
        }
        exchange.begin(firstByteNanos, now);
        keepAlive.count();
        stage = Stage.CONTENT;
        heads.take(exchange.http1Head());
        exchange.content().begin(exchange.http1Head());
        return true;
    }

    /** Whether a whole head follows the current request, so that its response will not be long in coming. */
    boolean hasNextHead() {
        return heads.isNextWhole();
    }

    private void begin(Stage next) {
        stage = next;
        passed = 0;
        firstByteNanos = 0;
    }

    // The worker

    /**
     * The handler is done with a request.
     *
     * @param served how many requests the worker has served in a row
     * @return whether the exchange object holds the next request, to be served at once; if not, the connection, and the
     *         object, may be somebody else's already
     */
    boolean ended(Http1Exchange ended, int served) {
        try {
            if (ended.upgrade() != null && !ended.isAborted()) {
                upgrade(ended);
                return false;
            }
            if (!ended.isAborted()) {
                ended.finish();
            }
            ended.tell();
            return ended.isAborted() ? abandon() : goOn(ended, served);
        } catch (IOException e) {
            return abandon();
        }
    }

    private boolean abandon() {
        connection.abandon();
        return false;
    }

    private boolean goOn(Http1Exchange ended, int served) throws IOException {
        if (!ended.isPersistent()) {
            boolean more = !ended.content().isReceived() || !input.isEmpty() || connection.hasInputPending();
            return leave(more ? Stage.LINGERING : Stage.ENDING);
        }
        try {
            if (!ended.content().swallow(input)) {
                return leave(Stage.SWALLOWING);
            }
            renew(ended);
            begin(Stage.HEAD);
            long now = nanoTime();
            firstByteNanos = input.isEmpty() ? 0 : now;
            if (!input.isEmpty() && assemble(now)) {
                return serveNext(ended, served, now);
            }
        } catch (HttpException e) {
            answer(e);
            begin(Stage.LINGERING);
            connection.handBack();
            return false;
        }
        return giveBack();
    }

    private void renew(Http1Exchange ended) {
        if (ended.canServeAgain()) {
            ended.reset();
        } else {
            service.giveBack(ended);
            exchange = null;
        }
    }

    /** Leaves the rest to the loop. */
    private boolean leave(Stage next) {
        begin(next);
        if (next != Stage.SWALLOWING) {
            recycle();
        }
        connection.handBack();
        return false;
    }

    /** Serves on, unless the request has other workers, or this one has served the connection long enough. */
    private boolean serveNext(Http1Exchange ended, int served, long now) throws IOException {
        stage = Stage.SERVING;
        Http1Exchange next = exchange;
        next.queued(now);
        Workers wanted = service.exchanges().lane(next);
        if (next == ended && served < FAIR_SHARE && wanted == lane) {
            return true;
        }
        sendHeld(true);
        lane = wanted;
        Rejection rejection = wanted.execute(next, now);
        if (rejection != null) {
            service.exchanges().rejected(rejection, now);
            throw new HttpException(Status.SERVICE_UNAVAILABLE, rejection.reason());
        }
        wanted.flush();
        return false;
    }

    /** The input has run dry: the responses go out, and the connection goes back. */
    private boolean giveBack() throws IOException {
        sendHeld(false);
        if (stage == Stage.HEAD && exchange != null) {
            service.giveBack(exchange);
            exchange = null;
        }
        input.settle();
        connection.deadline(nanoTime(), waitNanos());
        if (output.isPending() || connection.transport().hasBufferedInput() || !connection.giveBack()) {
            connection.handBack();
        }
        return false;
    }

    /** Passes finished responses that wait for the next to the socket. */
    private void sendHeld(boolean block) throws IOException {
        if (output.isPending()) {
            output.flush(block);
            service.exchanges().countOut(output.takeSent());
        }
    }

    private long waitNanos() {
        return switch (stage) {
            case HEAD -> input.isEmpty() ? service.settings().keepAliveNanos() : service.settings().headNanos();
            case CONTENT, SWALLOWING -> exchange.content().beginWait();
            case SERVING, LINGERING, ENDING -> service.settings().contentNanos();
        };
    }

    private void upgrade(Http1Exchange ended) throws IOException {
        UpgradeHandler next = ended.upgrade();
        ended.finish();
        ended.tell();
        if (ended.isAborted()) {
            abandon();
            return;
        }
        output.flush(true);
        Http1Upgrade upgraded = new Http1Upgrade(service, connection, info(), input);
        service.giveBack(ended);
        exchange = null;
        connection.protocol(upgraded);
        connection.share();
        upgraded.run(next);
    }
}
