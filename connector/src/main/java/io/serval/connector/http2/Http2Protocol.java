package io.serval.connector.http2;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.serval.connector.coding.ContentCodings;
import io.serval.connector.exchange.Exchanges;
import io.serval.connector.net.Connection;
import io.serval.connector.net.Poller;
import io.serval.connector.net.Protocol;
import io.serval.http.ConnectionInfo;
import io.serval.http.RequestHead;

/**
 * HTTP/2 on one connection: reads, writes, and the end. What comes is understood by {@link Http2Frames}; this class
 * decides how long the connection lives. Confined to its loop, which owns the reading half for good; what workers call
 * says so.
 */
public final class Http2Protocol implements Protocol {
    private static final Logger log = LoggerFactory.getLogger(Http2Protocol.class);

    /**
     * How far the connection is from its end.
     *
     * <pre>
     *   OPEN ──drain──▶ ANNOUNCED ──the client knows──▶ LEAVING ──no stream left──▶ ENDING
     *     └──idle for too long, or a fault of the client──────────────────────────────▲
     * </pre>
     */
    private enum Life {
        OPEN,
        /** The client was told that an end is near; streams it opens meanwhile are still served (§6.8). */
        ANNOUNCED,
        /** The client was told which stream is the last. */
        LEAVING,
        /** Everything was said; the client reads what is left and closes. */
        ENDING
    }

    /** What one connection may read before others have their turn. */
    private static final int READS_A_TURN = 8;
    /** How long a client may take to read our last word and to close: one that was at fault, and any other. */
    private static final long FAULT_LINGER_NANOS = TimeUnit.SECONDS.toNanos(1);
    private static final long LINGER_NANOS = TimeUnit.SECONDS.toNanos(5);
    /** How long a client may take to answer that it knows of the end to come. */
    private static final long ANNOUNCE_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final Http2Service service;
    private final Connection connection;
    private final Http2Output output;
    private final Http2Frames frames;
    private final Http2Streams streams;
    private final FrameReader reader;
    /** Streams whose exchange is over or whose response is out, told by anybody; the loop looks when it comes by. */
    private final Queue<Http2Stream> ended = new ConcurrentLinkedQueue<>();
    private final ConnectionInfo info;
    private final SharedTime contentTime = new SharedTime();
    private final ExecutionSlots slots;
    private volatile Life life = Life.OPEN;
    private volatile boolean clientLeaves;
    private boolean paused;
    private int blockStream;
    private long blockSince;

    /**
     * @param info of the connection, with the name of the protocol
     * @param prefaceSeen how many bytes of the client's preface were read already
     */
    public Http2Protocol(Http2Service service, Connection connection, ConnectionInfo info, int prefaceSeen) {
        Http2Settings settings = service.settings();
        this.service = service;
        this.connection = connection;
        this.info = info;
        output = new Http2Output(connection, settings, service.responseFields(), service.exchanges()::countOut);
        AbuseGuard guard = new AbuseGuard(settings.abuse(), now());
        streams = new Http2Streams(this, service, output, guard, now());
        frames = new Http2Frames(this, service, output, guard, streams);
        reader = new FrameReader(Frames.DEFAULT_FRAME_SIZE, settings.maxBlock(), settings.abuse().continuations(),
                frames);
        reader.prefaceSeen(prefaceSeen);
        slots = new ExecutionSlots(settings.maxExecution(), (exchange, rejection) ->
                connection.poller().execute(() -> {
                    streams.rejected(exchange.stream(), rejection);
                    output.flush();
                }));
    }

    /** Says hello: settings, and the window of the connection. To be called once, before any byte is read. */
    public void open() {
        frames.sayHello();
        output.flush();
        lookIn(lookNanos());
    }

    /** Takes bytes that somebody else has read. In the loop, after {@link #open}. */
    public void begin(byte[] bytes, int start, int count) {
        feed(bytes, start, count);
        finishRead();
    }

    /**
     * Goes on where an upgrade from HTTP/1.1 leaves off (RFC 7540 §3.2), instead of {@link #open}: the request becomes
     * stream 1.
     *
     * @param response what HTTP/1.1 says last
     * @param settings content of the HTTP2-Settings field, decoded
     * @param request  without content; not used after this returns
     * @param exchange the identifier the request was given
     */
    public void upgrade(byte[] response, byte[] settings, RequestHead request, long exchange) {
        output.say(() -> output.writer().raw(response));
        frames.sayHello();
        Http2Exception fault = null;
        try {
            frames.apply(settings, 0, settings.length);
        } catch (Http2Exception e) {
            fault = e;
        }
        streams.upgraded(Http2Head.copyOf(request), exchange);
        lookIn(lookNanos());
        if (fault != null) {
            fail(fault);
        }
        output.flush();
    }

    // For exchanges; any thread

    Exchanges exchanges() {
        return service.exchanges();
    }

    ContentCodings codings() {
        return service.codings();
    }

    Http2Settings settings() {
        return service.settings();
    }

    Http2Output output() {
        return output;
    }

    ConnectionInfo info() {
        return info;
    }

    Poller poller() {
        return connection.poller();
    }

    long nanoTime() {
        return connection.poller().ticker().nanoTime();
    }

    long acceptedNanos() {
        return connection.acceptedNanos();
    }

    /** What the client may send on a stream before it is read. */
    int window() {
        return frames.window();
    }

    ExecutionSlots slots() {
        return slots;
    }

    /** The time in which streams wait for content of the client. */
    SharedTime contentTime() {
        return contentTime;
    }

    void buffered(int change) {
        service.buffered(change);
    }

    /**
     * An exchange is over, or its response is out. The loop is not woken for that but when it has something to say or
     * to do: it looks when it next has to do with the connection.
     */
    void ended(Http2Stream stream) {
        ended.add(stream);
        if (connection.poller().inLoop()) {
            return;
        }
        if (life != Life.OPEN || clientLeaves || !stream.content().isEnded()) {
            connection.poller().execute(this::lookAtEnded);
        } else if (service.hasQueued() || slots.areAwaited()) {
            connection.poller().execute(output::flush);
        } else {
            output.flush();
        }
    }

    // The loop

    long now() {
        return connection.poller().now();
    }

    @Override public void onReadable() throws IOException {
        boolean more = true;
        for (int reads = 0; more && reads < READS_A_TURN; reads++) {
            more = readOnce();
        }
        if (connection.isClosing()) {
            return;
        }
        finishRead();
        if (more && !paused) {
            connection.poller().schedule(this::readOn, 0);
        }
    }

    /** @return whether more is here of which the selector does not know */
    private boolean readOnce() throws IOException {
        ByteBuffer buffer = connection.poller().readBuffer();
        int count = connection.transport().read(buffer);
        if (count < 0) {
            connection.close();
            return false;
        }
        service.exchanges().countIn(count);
        byte[] bytes = connection.poller().parseBuffer().array();
        buffer.flip().get(bytes, 0, count);
        feed(bytes, 0, count);
        return count > 0 && connection.transport().hasBufferedInput();
    }

    private void readOn() {
        if (connection.isClosing() || paused) {
            return;
        }
        try {
            onReadable();
        } catch (IOException | RuntimeException e) {
            connection.onFailure(e);
        }
    }

    private void feed(byte[] bytes, int start, int count) {
        if (life == Life.ENDING) {
            return;                                         // what comes after our last word is not looked at
        }
        try {
            reader.read(bytes, start, count);
            noteBlock();
        } catch (Http2Exception e) {
            fail(e);
        }
        streams.tellReaders();
    }

    /** A header block holds up everything else, so it must not take for ever. */
    private void noteBlock() {
        if (reader.blockStream() != blockStream) {
            blockStream = reader.blockStream();
            blockSince = now();
        }
    }

    private void finishRead() {
        forgetEnded();
        output.flush();
        if (output.socket().isFlooded() && !paused) {
            paused = true;
            connection.interestWithout(SelectionKey.OP_READ);
        }
        closeIfDone();
    }

    @Override public void onWritable() throws IOException {
        if (output.goOn()) {
            connection.interestWithout(SelectionKey.OP_WRITE);
        }
        forgetEnded();
        if (paused && !output.socket().isFlooded()) {
            paused = false;
            connection.interestAlso(SelectionKey.OP_READ);
            readOn();
        }
        output.flush();
        closeIfDone();
    }

    void forgetEnded() {
        for (Http2Stream stream = ended.poll(); stream != null; stream = ended.poll()) {
            streams.forget(stream);
        }
    }

    private void lookAtEnded() {
        if (!connection.isClosing()) {
            forgetEnded();
            output.flush();
            closeIfDone();
        }
    }

    // Time

    /** Half of the shortest timeout: waits that begin later than a look are so noticed in time. */
    private long lookNanos() {
        Http2Settings settings = service.settings();
        long shortest = Long.MAX_VALUE;
        for (long timeout : new long[] {settings.keepAliveNanos(), settings.contentNanos(), settings.writeNanos(),
            settings.headNanos()}) {
            shortest = timeout == 0 ? shortest : Math.min(shortest, timeout);
        }
        return shortest == Long.MAX_VALUE ? 0 : Math.max(1, shortest / 2);
    }

    private void lookIn(long nanos) {
        connection.deadline(now(), nanos);
    }

    @Override public void onDeadline(long now) throws IOException {
        forgetEnded();
        if (life == Life.ENDING || output.socket().isStuck(timeout(settings().writeNanos()))
                || reader.blockStream() != 0 && now - blockSince >= timeout(settings().headNanos())) {
            connection.close();
            return;
        }
        long next = streams.checkWaits(now, settings().contentNanos());
        endSlowResponses();
        if (streams.isEmpty()) {
            next = Math.min(next, streams.idleSince() + timeout(settings().keepAliveNanos()) - now);
        }
        if (next <= 0) {
            leaveAtOnce();
        }
        forgetEnded();
        output.flush();
        if (life != Life.ENDING) {
            lookIn(Math.min(Math.max(1, next), lookNanos()));
        }
    }

    private static long timeout(long nanos) {
        return nanos == 0 ? Long.MAX_VALUE / 2 : nanos;
    }

    private void endSlowResponses() {
        for (SendFlow.Slow slow : output.flow().tooSlow()) {
            Http2Stream stream = streams.get(slow.stream().streamId);
            if (stream != null) {
                streams.endStalled(stream, slow.complaint());
            }
        }
    }

    // The end

    /** Begins to end the connection: what the client has asked for until it knows of it is answered. */
    private void announceEnd() {
        life = Life.ANNOUNCED;
        frames.announceEnd();
        output.flush();
        connection.poller().schedule(this::clientKnows, ANNOUNCE_NANOS);
    }

    /** The client knows, or had the time to know, that the end is near. */
    void clientKnows() {
        if (life == Life.ANNOUNCED && !connection.isClosing()) {
            life = Life.LEAVING;
            streams.refuseNew();
            frames.goAway(ErrorCode.NO_ERROR);
            output.flush();
            closeIfDone();
        }
    }

    /** The client ends the connection when it has its answers. */
    void clientLeaves() {
        clientLeaves = true;
    }

    private void leaveAtOnce() {
        frames.goAway(ErrorCode.NO_ERROR);
        lastWord(LINGER_NANOS);
    }

    private void fail(Http2Exception cause) {
        log.debug("HTTP/2 connection {} ends with {}: {}", connection.id(), cause.code(), cause.getMessage());
        frames.goAway(cause.code());
        streams.endAll(cause);
        lastWord(FAULT_LINGER_NANOS);
    }

    private void closeIfDone() {
        if ((life == Life.LEAVING || clientLeaves && life != Life.ENDING) && streams.isEmpty()) {
            lastWord(LINGER_NANOS);
        }
    }

    /**
     * Nothing more is said. The client is given a moment to read it and to close, because closing a socket in which
     * bytes of the client are unread takes away what the client has not read.
     */
    private void lastWord(long lingerNanos) {
        life = Life.ENDING;
        lookIn(lingerNanos);
        output.socket().whenSent(() -> connection.poller().execute(this::shutDown));
        output.flush();
    }

    private void shutDown() {
        if (!connection.isClosing()) {
            try {
                connection.transport().shutdownOutput();
            } catch (IOException e) {
                connection.close();
            }
        }
    }

    /** Called again and again while the server drains. Closes by itself when the client has its answers. */
    @Override public boolean isUnderWay() {
        return !streams.isEmpty() || output.socket().isPending();
    }

    @Override public boolean isIdle() {
        if (life == Life.OPEN) {
            announceEnd();
        }
        return false;
    }

    @Override public void onHandedBack() {
        throw new IllegalStateException("the loop never gives this connection away");
    }

    @Override public void onAwaited(boolean ready) {
        throw new IllegalStateException("nobody waits for this connection as a whole");
    }

    @Override public void onClosed() {
        life = Life.ENDING;
        IOException cause = new IOException("the connection is closed");
        streams.endAll(cause);
        output.close(cause);
    }
}
