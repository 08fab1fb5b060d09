package io.serval.connector.http2;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.serval.connector.exchange.Exchanges;
import io.serval.connector.http2.AbuseGuard.Kind;
import io.serval.connector.http2.Http2Stream.Remote;
import io.serval.connector.http2.hpack.HpackDecoder;
import io.serval.connector.http2.hpack.HpackException;
import io.serval.connector.net.Connection;
import io.serval.connector.net.Poller;
import io.serval.connector.net.Protocol;
import io.serval.connector.work.Rejection;
import io.serval.http.ConnectionInfo;
import io.serval.http.FieldName;
import io.serval.http.Fields;
import io.serval.http.HttpException;
import io.serval.http.Status;

/**
 * HTTP/2 on one connection: moves streams as frames come (RFC 9113 §5.1), assembles small contents, hands requests to
 * the
 * workers. Confined to the loop of its connection, which owns the reading half for good; what workers call says so.
 */
public final class Http2Protocol implements Protocol, FrameHandler {
    private static final Logger log = LoggerFactory.getLogger(Http2Protocol.class);
    /** A block may be this much larger than its fields: every field can be a literal with its lengths. */
    private static final int BLOCK_FACTOR = 2;
    private static final int MAX_CONTINUATIONS = 32;
    /** Streams whose handlers go on after a reset count as open, but some grace is given to honest clients. */
    private static final int GRACE_STREAMS = 50;
    private static final long LINGER_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final Http2Service service;
    private final Connection connection;
    private final Http2Output output;
    private final FrameReader reader;
    private final HpackDecoder decoder;
    private final AbuseGuard guard;
    private final BandwidthProbe probe;
    private final Map<Integer, Http2Stream> streams = new HashMap<>();
    /** Streams whose exchange is over, told by workers; the loop forgets them when it next looks. */
    private final Queue<Http2Stream> ended = new ConcurrentLinkedQueue<>();
    private final ConnectionInfo info;
    private volatile int window;
    private int lastStreamId;
    private int unacknowledged;
    private boolean goingAway;
    private boolean closing;
    private long idleSince;

    /**
     * @param info of the connection, with the name of the protocol
     * @param prefaceSeen how many bytes of the client's preface were read already
     */
    public Http2Protocol(Http2Service service, Connection connection, ConnectionInfo info, int prefaceSeen) {
        Http2Settings settings = service.settings();
        this.service = service;
        this.connection = connection;
        this.info = info;
        output = new Http2Output(connection, service.responseFields(), service.exchanges()::countOut);
        reader = new FrameReader(Frames.DEFAULT_FRAME_SIZE, BLOCK_FACTOR * settings.maxFieldSection(),
                MAX_CONTINUATIONS, this);
        reader.prefaceSeen(prefaceSeen);
        decoder = new HpackDecoder(settings.headerTableSize(), settings.maxFieldSection());
        guard = new AbuseGuard(connection.poller().now());
        probe = new BandwidthProbe(settings.streamWindow(), settings.maxStreamWindow());
        window = settings.streamWindow();
        idleSince = connection.poller().now();
    }

    /** Says hello: settings, and the window of the connection. To be called once, before any byte is read. */
    public void open() {
        Http2Settings settings = service.settings();
        output.settings(Frames.SETTINGS_MAX_CONCURRENT_STREAMS, settings.maxConcurrentStreams(),
                Frames.SETTINGS_INITIAL_WINDOW_SIZE, settings.streamWindow(),
                Frames.SETTINGS_MAX_HEADER_LIST_SIZE, settings.maxFieldSection(),
                Frames.SETTINGS_HEADER_TABLE_SIZE, settings.headerTableSize(),
                Frames.SETTINGS_ENABLE_CONNECT_PROTOCOL, 1,
                Frames.SETTINGS_NO_RFC7540_PRIORITIES, 1);
        output.windowUpdate(0, settings.connectionWindow() - Frames.DEFAULT_WINDOW);
        output.flush();
        setDeadline(now());
    }

    /** Takes bytes that somebody else has read. In the loop, after {@link #open}. */
    public void begin(byte[] bytes, int start, int count) {
        feed(bytes, start, count);
        finishRead();
    }

    // For exchanges; any thread

    Exchanges exchanges() {
        return service.exchanges();
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

    int window() {
        return window;
    }

    void buffered(int change) {
        service.buffered(change);
    }

    /** An exchange is over. The loop is not woken for that: it looks when it next has to do with the connection. */
    void ended(Http2Stream stream) {
        ended.add(stream);
        if (connection.poller().inLoop()) {
            return;
        }
        if (service.hasQueued()) {
            connection.poller().execute(output::flush);
        } else {
            output.flush();
        }
        if (goingAway || service.exchanges().isDraining()) {
            connection.poller().execute(this::closeIfDone);
        }
    }

    // The loop

    private long now() {
        return connection.poller().now();
    }

    @Override public void onReadable() throws IOException {
        forgetEnded();
        ByteBuffer buffer = connection.poller().readBuffer();
        int count = connection.transport().read(buffer);
        if (count < 0) {
            connection.close();
            return;
        }
        service.exchanges().countIn(count);
        byte[] bytes = connection.poller().parseBuffer().array();
        buffer.flip().get(bytes, 0, count);
        feed(bytes, 0, count);
        finishRead();
        if (connection.transport().hasBufferedInput() && !closing && count > 0) {
            onReadable();
        }
    }

    private void finishRead() {
        if (!closing) {
            output.flush();
            setDeadline(now());
        }
    }

    private void feed(byte[] bytes, int start, int count) {
        if (closing) {
            return;                                         // what comes after our GOAWAY is not looked at
        }
        try {
            reader.read(bytes, start, count);
        } catch (Http2Exception e) {
            fail(e);
        }
    }

    private void fail(Http2Exception cause) {
        log.debug("HTTP/2 connection {} ends with {}: {}", connection.id(), cause.code(), cause.getMessage());
        goAway(cause.code());
        closing = true;
        breakStreams(cause);
        output.flush();
        if (output.isPending()) {
            connection.deadline(now(), LINGER_NANOS);
        } else {
            connection.poller().schedule(connection::close, TimeUnit.MILLISECONDS.toNanos(50));
        }
    }

    private void goAway(ErrorCode code) {
        goingAway = true;
        output.goAway(lastStreamId, code, "");
    }

    /** A stream's own fault ends the stream only. */
    private void refuseStream(Http2Exception cause) throws Http2Exception {
        log.debug("Stream {} of connection {} ends with {}: {}", cause.streamId(), connection.id(), cause.code(),
                cause.getMessage());
        guard.count(Kind.ERROR, now());
        Http2Stream stream = streams.get(cause.streamId());
        if (stream == null) {
            output.resetUnknown(cause.streamId(), cause.code());
        } else {
            output.reset(stream.side(), cause.code());
            endByReset(stream, cause);
        }
    }

    private void endByReset(Http2Stream stream, IOException cause) {
        stream.remote(Remote.RESET);
        stream.exchange().broken(cause);
        if (!stream.isHandedOff()) {
            stream.handedOff();
            stream.exchange().content().release();
            service.exchanges().end(stream.exchange());
            stream.exchangeEnded();
        }
        forgetEnded();
    }

    private void forgetEnded() {
        for (Http2Stream stream = ended.poll(); stream != null; stream = ended.poll()) {
            if (stream.remote() == Remote.OPEN && !output.isClosed(stream.side())) {
                stream.remote(Remote.REMOTE_ENDED);         // the tail is still to be sent, the content is unwanted
            }
            if (stream.remote() == Remote.OPEN) {
                output.resetUnknown(stream.id(), ErrorCode.NO_ERROR); // §8.1: the response is whole, stop sending
            }
            streams.remove(stream.id());
        }
        if (streams.isEmpty()) {
            idleSince = now();
        }
    }

    // Frames

    @Override public void headers(int streamId, byte[] block, int start, int end, boolean endStream)
            throws Http2Exception {
        Http2Stream known = streams.get(streamId);
        boolean trailers = known != null;
        HeadBuilder builder = new HeadBuilder(settings().maxFields(), trailers);
        try {
            decoder.decode(block, start, end, builder);
        } catch (HpackException e) {
            throw Http2Exception.connection(ErrorCode.COMPRESSION_ERROR, e.getMessage());
        }
        try {
            if (trailers) {
                trailers(known, builder, endStream);
            } else {
                request(streamId, builder, endStream);
            }
        } catch (Http2Exception e) {
            if (e.streamId() == 0) {
                throw e;
            }
            refuseStream(e);
        }
    }

    private void trailers(Http2Stream stream, HeadBuilder builder, boolean endStream) throws Http2Exception {
        if (stream.remote() != Remote.OPEN) {
            throw Http2Exception.stream(stream.id(), ErrorCode.STREAM_CLOSED, "HEADERS after the end of the stream");
        }
        if (!endStream) {
            throw Http2Exception.stream(stream.id(), ErrorCode.PROTOCOL_ERROR, "trailers that do not end the stream");
        }
        endOfContent(stream, builder.trailers(stream.id()));
    }

    private void request(int streamId, HeadBuilder builder, boolean endStream) throws Http2Exception {
        if (streamId % 2 == 0) {
            throw Http2Exception.connection(ErrorCode.PROTOCOL_ERROR, "a client opens stream " + streamId);
        }
        if (streamId <= lastStreamId) {
            throw Http2Exception.connection(ErrorCode.STREAM_CLOSED,
                    "HEADERS on stream " + streamId + ", which has ended");
        }
        if (goingAway) {
            return;                                         // §6.8: ignored, the client will try elsewhere
        }
        lastStreamId = streamId;
        if (builder.malformed() != null) {
            throw Http2Exception.stream(streamId, ErrorCode.PROTOCOL_ERROR, builder.malformed());
        }
        forgetEnded();
        if (streams.size() >= settings().maxConcurrentStreams() + GRACE_STREAMS
                || openStreams() >= settings().maxConcurrentStreams()) {
            throw Http2Exception.stream(streamId, ErrorCode.REFUSED_STREAM, "more streams than allowed");
        }
        begin(streamId, builder, endStream);
    }

    private long openStreams() {
        return streams.values().stream().filter(stream -> stream.remote() != Remote.RESET).count();
    }

    private void begin(int streamId, HeadBuilder builder, boolean endStream) throws Http2Exception {
        service.exchanges().accepted(now());
        Http2Stream stream = new Http2Stream(this, output.open(streamId), now());
        HttpException refusal = null;
        Http2Head head = Http2Head.UNKNOWN;
        try {
            if (decoder.overflowed()) {
                throw new HttpException(Status.REQUEST_HEADER_FIELDS_TOO_LARGE, "field section larger than "
                        + settings().maxFieldSection() + " bytes (maxHttpRequestHeaderSize)");
            }
            head = builder.head(streamId, service.targets());
        } catch (HttpException e) {
            refusal = e;
        }
        stream.exchange(new Http2Exchange(this, stream, head, window, now()));
        streams.put(streamId, stream);
        if (endStream) {
            stream.remote(Remote.REMOTE_ENDED);
        }
        if (refusal != null) {
            stream.refuse(refusal);
        } else if (endStream) {
            endOfContent(stream, Fields.EMPTY);
        } else if (startsAtOnce(head)) {
            handOff(stream);
        }
    }

    /** Whether the client waits for the server before it sends content, or has no end of it in mind. */
    private boolean startsAtOnce(Http2Head head) {
        return head.protocol() != null || head.fields().contains(FieldName.EXPECT)
                || settings().assembledContent() == 0;
    }

    @Override public void data(int streamId, byte[] bytes, int start, int length, int flowLength, boolean endStream)
            throws Http2Exception {
        countReceived(flowLength);
        Http2Stream stream = streams.get(streamId);
        if (stream == null) {
            checkNotIdle(streamId, "DATA");
            return;                                         // of a stream that has ended; its window is nobody's
        }
        try {
            data(stream, bytes, start, length, flowLength, endStream);
        } catch (Http2Exception e) {
            if (e.streamId() == 0) {
                throw e;
            }
            refuseStream(e);
        }
    }

    private void data(Http2Stream stream, byte[] bytes, int start, int length, int flowLength, boolean endStream)
            throws Http2Exception {
        if (stream.remote() == Remote.REMOTE_ENDED && !stream.isExchangeEnded()) {
            throw Http2Exception.stream(stream.id(), ErrorCode.STREAM_CLOSED, "DATA after the end of the stream");
        }
        if (stream.remote() != Remote.OPEN) {
            return;
        }
        Http2Content content = stream.exchange().content();
        if (!content.add(bytes, start, length, flowLength)) {
            throw Http2Exception.stream(stream.id(), ErrorCode.FLOW_CONTROL_ERROR,
                    "more content than the window allows");
        }
        if (!content.isWithinLength(false)) {
            throw Http2Exception.stream(stream.id(), ErrorCode.PROTOCOL_ERROR, "more content than content-length says");
        }
        stream.contentCame(now());
        if (endStream) {
            endOfContent(stream, Fields.EMPTY);
        } else if (!stream.isHandedOff() && content.buffered() >= settings().assembledContent()) {
            handOff(stream);
        } else {
            stream.exchange().wake();
        }
    }

    private void endOfContent(Http2Stream stream, Fields trailers) throws Http2Exception {
        stream.remote(Remote.REMOTE_ENDED);
        Http2Content content = stream.exchange().content();
        if (!content.isWithinLength(true)) {
            throw Http2Exception.stream(stream.id(), ErrorCode.PROTOCOL_ERROR, "less content than content-length says");
        }
        content.end(trailers);
        if (stream.isHandedOff()) {
            stream.exchange().wake();
        } else {
            handOff(stream);
        }
    }

    private void handOff(Http2Stream stream) {
        stream.handedOff();
        Rejection rejection = stream.exchange().enqueue(now());
        if (rejection != null) {
            service.exchanges().rejected(rejection, now());
            stream.refuse(new HttpException(Status.SERVICE_UNAVAILABLE, rejection.reason()));
        }
    }

    /**
     * The window of the connection opens as soon as content is here, unless too much of it waits in the whole server.
     */
    private void countReceived(int flowLength) throws Http2Exception {
        unacknowledged += flowLength;
        if (unacknowledged > settings().connectionWindow()) {
            throw Http2Exception.connection(ErrorCode.FLOW_CONTROL_ERROR, "more content than the connection allows");
        }
        openWindow();
        if (flowLength > 0 && probe.arrived(flowLength)) {
            output.ping(BandwidthProbe.OPAQUE, false);
        }
    }

    private void openWindow() {
        if (unacknowledged >= settings().connectionWindow() / 2 && service.mayBufferMore()) {
            output.windowUpdate(0, unacknowledged);
            unacknowledged = 0;
        }
    }

    @Override public void priority(int streamId) throws Http2Exception {
        guard.count(Kind.PRIORITY, now());
    }

    @Override public void priorityUpdate(int streamId, String value) throws Http2Exception {
        guard.count(Kind.PRIORITY, now());
    }

    @Override public void idleFrame() throws Http2Exception {
        guard.count(Kind.IDLE, now());
    }

    @Override public void reset(int streamId, int errorCode) throws Http2Exception {
        Http2Stream stream = streams.get(streamId);
        if (stream == null) {
            checkNotIdle(streamId, "RST_STREAM");
            return;
        }
        if (!stream.isExchangeEnded()) {
            guard.count(Kind.RESET, now());
        }
        output.resetByPeer(stream.side());
        endByReset(stream, Http2Exception.stream(streamId, ErrorCode.CANCEL, "the client has reset the stream"));
    }

    private void checkNotIdle(int streamId, String type) throws Http2Exception {
        if (streamId > lastStreamId || streamId % 2 == 0) {
            throw Http2Exception.connection(ErrorCode.PROTOCOL_ERROR, type + " on idle stream " + streamId);
        }
    }

    @Override public void settings(byte[] bytes, int start, int end) throws Http2Exception {
        guard.count(Kind.SETTINGS, now());
        for (int at = start; at < end; at += 6) {
            setting(Frames.int16(bytes, at), Frames.int32(bytes, at + 2) & 0xffffffffL);
        }
        output.acknowledgeSettings();
    }

    private void setting(int identifier, long value) throws Http2Exception {
        switch (identifier) {
            case Frames.SETTINGS_HEADER_TABLE_SIZE -> output.peerTableSize(value);
            case Frames.SETTINGS_ENABLE_PUSH, Frames.SETTINGS_ENABLE_CONNECT_PROTOCOL,
                    Frames.SETTINGS_NO_RFC7540_PRIORITIES -> checkSetting(value <= 1, ErrorCode.PROTOCOL_ERROR,
                            identifier);
            case Frames.SETTINGS_INITIAL_WINDOW_SIZE -> {
                checkSetting(value <= Integer.MAX_VALUE, ErrorCode.FLOW_CONTROL_ERROR, identifier);
                output.peerInitialWindow((int) value, sides());
            }
            case Frames.SETTINGS_MAX_FRAME_SIZE -> {
                checkSetting(value >= Frames.DEFAULT_FRAME_SIZE && value <= Frames.MAX_FRAME_SIZE,
                        ErrorCode.PROTOCOL_ERROR, identifier);
                output.peerFrameSize((int) value);
            }
            default -> { }                                  // §6.5.2: unknown settings are ignored
        }
    }

    private static void checkSetting(boolean right, ErrorCode code, int identifier) throws Http2Exception {
        if (!right) {
            throw Http2Exception.connection(code, "setting " + identifier + " has a forbidden value");
        }
    }

    private List<SendSide> sides() {
        List<SendSide> sides = new ArrayList<>(streams.size());
        streams.values().forEach(stream -> sides.add(stream.side()));
        return sides;
    }

    @Override public void settingsAcknowledged() { }

    @Override public void ping(long opaque, boolean acknowledges) throws Http2Exception {
        if (!acknowledges) {
            guard.count(Kind.PING, now());
            output.ping(opaque, true);
        } else if (opaque == BandwidthProbe.OPAQUE && probe.answered() && service.mayBufferMore()) {
            int grown = probe.window();
            output.settings(Frames.SETTINGS_INITIAL_WINDOW_SIZE, grown);
            for (Http2Stream stream : streams.values()) {
                stream.exchange().content().windowGrew(grown - window);
            }
            window = grown;
        }
    }

    @Override public void goAway(int last, int errorCode) {
        goingAway = true;
        closeIfDone();
    }

    @Override public void windowUpdate(int streamId, int increment) throws Http2Exception {
        guard.countWindowUpdate(output.dataFrames(), now());
        Http2Stream stream = streams.get(streamId);
        if (streamId != 0 && stream == null) {
            checkNotIdle(streamId, "WINDOW_UPDATE");
            return;
        }
        try {
            if (increment == 0) {
                throw streamId == 0 ? Http2Exception.connection(ErrorCode.PROTOCOL_ERROR, "WINDOW_UPDATE of 0")
                        : Http2Exception.stream(streamId, ErrorCode.PROTOCOL_ERROR, "WINDOW_UPDATE of 0");
            }
            if (streamId == 0) {
                output.widen(increment);
            } else {
                output.widen(stream.side(), increment);
            }
        } catch (Http2Exception e) {
            if (e.streamId() == 0) {
                throw e;
            }
            refuseStream(e);
        }
    }

    // Time and end

    /** Looks again when the first wait of this connection may be over; the check itself is {@link #onDeadline}. */
    private void setDeadline(long now) {
        long nanos = streams.isEmpty() ? settings().keepAliveNanos() : settings().contentNanos();
        if (output.isPending()) {
            nanos = settings().writeNanos();
        }
        connection.deadline(now, nanos);
    }

    @Override public void onDeadline(long now) throws IOException {
        forgetEnded();
        if (closing || output.isPending() && streams.isEmpty()) {
            connection.close();
            return;
        }
        if (streams.isEmpty() && now - idleSince >= settings().keepAliveNanos()) {
            goAway(ErrorCode.NO_ERROR);
            closing = true;
            output.flush();
            connection.close();
            return;
        }
        for (Http2Stream stream : List.copyOf(streams.values())) {
            if (!stream.isHandedOff() && now - stream.lastContent() >= settings().contentNanos()) {
                stream.refuse(new HttpException(Status.REQUEST_TIMEOUT, "no byte of the content came within "
                        + settings().contentNanos() / 1_000_000 + " ms (connectionUploadTimeout)"));
            }
        }
        openWindow();
        output.flush();
        setDeadline(now);
    }

    @Override public void onWritable() throws IOException {
        if (output.goOn()) {
            connection.interestWithout(SelectionKey.OP_WRITE);
            if (closing) {
                connection.close();
            }
        }
        setDeadline(now());
    }

    private void closeIfDone() {
        forgetEnded();
        if (!goingAway) {
            goAway(ErrorCode.NO_ERROR);
            output.flush();
        }
        if (streams.isEmpty() && !connection.isClosing()) {
            closing = true;
            if (!output.isPending()) {
                connection.close();
            }
        }
    }

    @Override public boolean isUnderWay() {
        return !streams.isEmpty() || output.isPending();
    }

    @Override public boolean isIdle() {
        forgetEnded();
        if (!goingAway) {
            goAway(ErrorCode.NO_ERROR);
            output.flush();
        }
        return streams.isEmpty() && !output.isPending();
    }

    @Override public void onHandedBack() {
        throw new IllegalStateException("the loop never gives this connection away");
    }

    @Override public void onAwaited(boolean ready) {
        throw new IllegalStateException("nobody waits for this connection as a whole");
    }

    @Override public void onClosed() {
        closing = true;
        IOException cause = new IOException("the connection is closed");
        breakStreams(cause);
        output.close(cause);
    }

    private void breakStreams(IOException cause) {
        for (Iterator<Http2Stream> all = List.copyOf(streams.values()).iterator(); all.hasNext(); ) {
            Http2Stream stream = all.next();
            output.resetByPeer(stream.side());
            endByReset(stream, cause);
        }
    }
}
