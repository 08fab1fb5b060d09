package io.serval.connector.http2;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.serval.connector.exchange.Exchanges;
import io.serval.connector.http2.AbuseGuard.Kind;
import io.serval.connector.http2.Http2Stream.Remote;
import io.serval.connector.http2.hpack.HpackDecoder;
import io.serval.connector.http2.hpack.HpackException;
import io.serval.connector.work.Rejection;
import io.serval.http.FieldName;
import io.serval.http.Fields;
import io.serval.http.HttpException;
import io.serval.http.Status;

/**
 * The streams of a connection: begins, feeds and ends them as frames come (RFC 9113 §5.1), assembles small contents and
 * hands requests to the workers. Confined to the loop of the connection.
 */
final class Http2Streams {
    private static final Logger log = LoggerFactory.getLogger(Http2Streams.class);
    /** Handlers of streams that were reset go on for a while; that many may, beside the streams that are open. */
    private static final int GRACE_STREAMS = 100;

    private final Http2Protocol protocol;
    private final Http2Service service;
    private final Http2Settings settings;
    private final Exchanges exchanges;
    private final Http2Output output;
    private final AbuseGuard guard;
    private final HpackDecoder decoder;
    private final StreamTable table = new StreamTable();
    private final ClosedStreams closed = new ClosedStreams();
    /** Streams that got content in this round: few, since a round is one read. */
    private final List<Http2Stream> fed = new ArrayList<>(4);
    private int lastId;
    private boolean refusing;
    private boolean limitIsKnown;
    private long idleSince;

    Http2Streams(Http2Protocol protocol, Http2Service service, Http2Output output, AbuseGuard guard, long now) {
        this.protocol = protocol;
        this.service = service;
        this.settings = service.settings();
        this.exchanges = service.exchanges();
        this.output = output;
        this.guard = guard;
        decoder = new HpackDecoder(HpackDecoder.INITIAL_TABLE_SIZE, settings.maxFieldSection());
        idleSince = now;
    }

    private long now() {
        return protocol.now();
    }

    boolean isEmpty() {
        return table.isEmpty();
    }

    /** Since when there is no stream; to be asked only when there is none. */
    long idleSince() {
        return idleSince;
    }

    /** The highest stream the client has opened. */
    int lastId() {
        return lastId;
    }

    /** @return the stream, or {@code null} */
    Http2Stream get(int id) {
        return table.get(id);
    }

    List<Http2Stream> all() {
        return table.all();
    }

    List<SendSide> sides() {
        List<SendSide> sides = new ArrayList<>(table.size());
        for (Http2Stream stream : table.all()) {
            sides.add(stream.side());
        }
        return sides;
    }

    /** The client knows our settings: from now on it keeps to the table size and the number of streams. */
    void settingsAcknowledged() {
        if (!limitIsKnown) {
            limitIsKnown = true;
            decoder.maxTableSize(settings.headerTableSize());
        }
    }

    /** New streams are not served any more (§6.8). */
    void refuseNew() {
        refusing = true;
    }

    // Frames

    void headers(int streamId, byte[] block, int start, int end, boolean endStream) throws Http2Exception {
        Http2Stream known = table.get(streamId);
        boolean isFirst = known == null && streamId > lastId;
        HeadBuilder builder = new HeadBuilder(settings.maxFields(), !isFirst);
        try {
            decoder.decode(block, start, end, builder);
        } catch (HpackException e) {
            throw Http2Exception.connection(ErrorCode.COMPRESSION_ERROR, e.getMessage());
        }
        try {
            if (known != null) {
                trailers(known, builder, endStream);
            } else if (isFirst) {
                request(streamId, builder, endStream);
            } else {
                lateHeaders(streamId);
            }
        } catch (Http2Exception e) {
            endByFault(e);
        }
    }

    /** The stream has ended: passed over if we have ended it, since the client may not know yet. */
    private void lateHeaders(int streamId) throws Http2Exception {
        switch (closed.find(streamId)) {
            case BY_SERVER -> { }
            case BY_CLIENT -> throw Http2Exception.connection(ErrorCode.STREAM_CLOSED,
                    "HEADERS on stream " + streamId + ", which the client has ended");
            case UNKNOWN -> throw Http2Exception.connection(ErrorCode.PROTOCOL_ERROR,
                    "HEADERS on stream " + streamId + " after stream " + lastId);
        }
    }

    private void trailers(Http2Stream stream, HeadBuilder builder, boolean endStream) throws Http2Exception {
        if (isOver(stream, "HEADERS")) {
            return;
        }
        if (!endStream) {
            throw Http2Exception.stream(stream.id(), ErrorCode.PROTOCOL_ERROR, "trailers that do not end the stream");
        }
        Fields section = builder.trailers(stream.id());
        if (decoder.overflowed() || builder.hasTooMany()) {
            refuseTrailers(stream);
        } else {
            endOfContent(stream, section);
        }
    }

    private void refuseTrailers(Http2Stream stream) {
        stream.remote(Remote.ENDED);
        HttpException refusal = new HttpException(Status.REQUEST_HEADER_FIELDS_TOO_LARGE,
                "trailer section larger than " + settings.maxFieldSection() + " bytes or " + settings.maxFields()
                        + " lines (maxHttpRequestHeaderSize, maxHeaderCount)");
        if (stream.isHandedOff()) {
            stream.exchange().broken(refusal);
        } else {
            stream.refuse(refusal);
        }
    }

    /** Whether nothing counts any more that comes on the stream. @throws Http2Exception if nothing may come */
    private boolean isOver(Http2Stream stream, String type) throws Http2Exception {
        return switch (stream.remote()) {
            case OPEN -> false;
            case RESET_BY_SERVER -> true;
            case ENDED, RESET_BY_CLIENT -> throw ended(stream, type);
        };
    }

    /** Half-closed streams are reset, closed ones cannot be (§5.1). */
    private Http2Exception ended(Http2Stream stream, String type) {
        String message = type + " on stream " + stream.id() + ", which the client has ended";
        return output.flow().isClosed(stream.side()) ? Http2Exception.connection(ErrorCode.STREAM_CLOSED, message)
                : Http2Exception.stream(stream.id(), ErrorCode.STREAM_CLOSED, message);
    }

    private void request(int streamId, HeadBuilder builder, boolean endStream) throws Http2Exception {
        if (streamId % 2 == 0) {
            throw Http2Exception.connection(ErrorCode.PROTOCOL_ERROR, "a client opens stream " + streamId);
        }
        if (refusing) {
            return;                                         // §6.8: ignored, the client will try elsewhere
        }
        lastId = streamId;
        if (builder.malformed() != null) {
            throw Http2Exception.stream(streamId, ErrorCode.PROTOCOL_ERROR, builder.malformed());
        }
        protocol.forgetEnded();
        if (output.flow().sending() >= settings.maxConcurrentStreams()
                || table.size() >= settings.maxConcurrentStreams() + GRACE_STREAMS) {
            throw Http2Exception.stream(streamId, ErrorCode.REFUSED_STREAM,
                    "more than " + settings.maxConcurrentStreams() + " streams (maxConcurrentStreams)");
        }
        begin(streamId, builder, endStream);
    }

    private void begin(int streamId, HeadBuilder builder, boolean endStream) throws Http2Exception {
        HttpException refusal = null;
        Http2Head head = Http2Head.UNKNOWN;
        try {
            head = head(streamId, builder);
        } catch (HttpException e) {
            refusal = e;
        }
        Http2Stream stream = add(streamId, head, exchanges.begin());
        if (endStream) {
            stream.remote(Remote.ENDED);
        }
        if (refusal != null) {
            stream.refuse(refusal);
        } else if (endStream) {
            endOfContent(stream, Fields.EMPTY);
        } else if (startsAtOnce(head)) {
            handOff(stream);
        } else {
            stream.content().assembling();
        }
    }

    private Http2Head head(int streamId, HeadBuilder builder) throws Http2Exception, HttpException {
        if (decoder.overflowed()) {
            throw new HttpException(Status.REQUEST_HEADER_FIELDS_TOO_LARGE, "field section larger than "
                    + settings.maxFieldSection() + " bytes (maxHttpRequestHeaderSize)");
        }
        Http2Head head = builder.head(streamId, service.targets());
        String expected = head.fields().get(FieldName.EXPECT);
        if (expected != null && !expected.equalsIgnoreCase("100-continue")) {
            throw new HttpException(Status.EXPECTATION_FAILED, "an expectation other than 100-continue");
        }
        if (!service.targets().servesHere(protocol.info().tls(), head.authority())) {
            throw new HttpException(Status.MISDIRECTED_REQUEST, "the TLS session is one of another host");
        }
        return head;
    }

    private Http2Stream add(int streamId, Http2Head head, long exchangeId) {
        exchanges.accepted(now());
        String said = head.fields().get(FieldName.PRIORITY);
        Priority priority = said == null ? Priority.UNSAID : Priority.of(said);
        Http2Stream stream = new Http2Stream(protocol, output.flow().open(streamId, priority), now());
        stream.exchange(new Http2Exchange(protocol, stream, head, exchangeId, protocol.window(), now()));
        table.add(stream);
        return stream;
    }

    /** The request that came with an upgrade from HTTP/1.1 (RFC 7540 §3.2): stream 1, ended by the client. */
    void upgraded(Http2Head head, long exchangeId) {
        lastId = 1;
        Http2Stream stream = add(1, head, exchangeId);
        stream.remote(Remote.ENDED);
        stream.content().end(Fields.EMPTY);
        handOff(stream);
    }

    /** Whether the client waits for the server before it sends content, or has no end of it in mind. */
    private boolean startsAtOnce(Http2Head head) {
        return head.method().equals("CONNECT") || head.fields().contains(FieldName.EXPECT)
                || settings.assembledContent() == 0;
    }

    void data(int streamId, byte[] bytes, int start, int length, int flowLength, boolean endStream)
            throws Http2Exception {
        Http2Stream stream = table.get(streamId);
        if (stream == null) {
            checkNotIdle(streamId, "DATA");
            if (closed.find(streamId) == ClosedStreams.End.BY_CLIENT) {
                throw Http2Exception.connection(ErrorCode.STREAM_CLOSED,
                        "DATA on stream " + streamId + ", which the client has ended");
            }
            return;
        }
        try {
            if (!isOver(stream, "DATA")) {
                content(stream, bytes, start, length, flowLength, endStream);
            }
        } catch (Http2Exception e) {
            endByFault(e);
        }
    }

    private void content(Http2Stream stream, byte[] bytes, int start, int length, int flowLength, boolean endStream)
            throws Http2Exception {
        Http2Content content = stream.content();
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
        } else if (service.mustDrop()) {
            throw Http2Exception.stream(stream.id(),
                    stream.isHandedOff() ? ErrorCode.ENHANCE_YOUR_CALM : ErrorCode.REFUSED_STREAM,
                    "more content waits in the server than it has memory for (maxBufferedContent)");
        } else if (!stream.isHandedOff() && content.buffered() >= assembled()) {
            content.assembled();
            handOff(stream);
        } else if (!fed.contains(stream)) {
            fed.add(stream);
        }
    }

    /** The bytes of one read are understood: those who wait for content go on with all of it. */
    void tellReaders() {
        for (int i = 0; i < fed.size(); i++) {
            fed.get(i).content().tellReader();
        }
        fed.clear();
    }

    /** A client whose window is smaller than what would be assembled waits for a reader before it sends more. */
    private int assembled() {
        return Math.min(settings.assembledContent(), protocol.window() / 2);
    }

    private void endOfContent(Http2Stream stream, Fields trailers) throws Http2Exception {
        stream.remote(Remote.ENDED);
        Http2Content content = stream.content();
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
        Rejection rejection = protocol.slots().enter(stream.exchange(), now());
        if (rejection != null) {
            rejected(stream, rejection);
        }
    }

    /** The workers do not take a request. */
    void rejected(Http2Stream stream, Rejection rejection) {
        exchanges.rejected(rejection, now());
        stream.refuse(new HttpException(Status.SERVICE_UNAVAILABLE, rejection.reason()));
    }

    void reset(int streamId) throws Http2Exception {
        Http2Stream stream = table.get(streamId);
        if (stream == null) {
            checkNotIdle(streamId, "RST_STREAM");
            return;
        }
        if (!stream.isExchangeEnded()) {
            guard.count(Kind.RESET, now());
        }
        output.resetByPeer(stream.side());
        end(stream, Remote.RESET_BY_CLIENT, Http2Exception.stream(streamId, ErrorCode.CANCEL,
                "the client has reset the stream"));
    }

    void windowUpdate(int streamId, int increment) throws Http2Exception {
        Http2Stream stream = table.get(streamId);
        if (stream == null) {
            checkNotIdle(streamId, "WINDOW_UPDATE");
            return;
        }
        try {
            if (increment == 0) {
                throw Http2Exception.stream(streamId, ErrorCode.PROTOCOL_ERROR, "WINDOW_UPDATE of 0");
            }
            output.flow().widen(stream.side(), increment);
        } catch (Http2Exception e) {
            endByFault(e);
        }
    }

    /** A new priority; one for a stream that is yet to come is not kept, its own field will tell (RFC 9218 §7.1). */
    void prioritize(int streamId, String value) throws Http2Exception {
        if (streamId % 2 == 0) {
            throw Http2Exception.connection(ErrorCode.PROTOCOL_ERROR, "PRIORITY_UPDATE of stream " + streamId);
        }
        Http2Stream stream = table.get(streamId);
        if (stream != null) {
            output.flow().prioritize(stream.side(), Priority.of(value));
        }
    }

    private void checkNotIdle(int streamId, String type) throws Http2Exception {
        if (streamId > lastId && !(refusing && streamId % 2 == 1) || streamId % 2 == 0) {
            throw Http2Exception.connection(ErrorCode.PROTOCOL_ERROR, type + " on idle stream " + streamId);
        }
    }

    // The end of streams

    /** A stream's own fault ends the stream only. @throws Http2Exception if it is the connection's, or one too many */
    private void endByFault(Http2Exception cause) throws Http2Exception {
        if (cause.streamId() == 0) {
            throw cause;
        }
        log.debug("Stream {} of connection {} ends with {}: {}", cause.streamId(), protocol.info().id(), cause.code(),
                cause.getMessage());
        if (cause.code() != ErrorCode.REFUSED_STREAM || limitIsKnown) {
            guard.count(Kind.FAULT, now());
        }
        Http2Stream stream = table.get(cause.streamId());
        if (stream == null) {
            output.resetUnknown(cause.streamId(), cause.code());
            closed.add(cause.streamId(), ClosedStreams.End.BY_SERVER);
        } else {
            output.reset(stream.side(), cause.code());
            end(stream, Remote.RESET_BY_SERVER, cause);
        }
    }

    /** Of this stream the client took nothing for too long. */
    void endStalled(Http2Stream stream, IOException cause) {
        output.reset(stream.side(), ErrorCode.CANCEL);
        end(stream, Remote.RESET_BY_SERVER, cause);
    }

    /** The connection ends, and with it all streams. */
    void endAll(IOException cause) {
        for (Http2Stream stream : table.all()) {
            output.resetByPeer(stream.side());
            end(stream, Remote.RESET_BY_CLIENT, cause);
        }
    }

    private void end(Http2Stream stream, Remote how, IOException cause) {
        stream.remote(how);
        stream.exchange().broken(cause);
        if (!stream.isHandedOff()) {
            stream.handedOff();
            stream.exchange().neverServed();
            stream.exchangeEnded();
        }
        protocol.forgetEnded();
    }

    /** Forgets a stream if its exchange is over and its response is out. */
    void forget(Http2Stream stream) {
        if (!stream.isExchangeEnded() || !output.flow().isClosed(stream.side()) || table.get(stream.id()) != stream) {
            return;
        }
        if (stream.remote() == Remote.OPEN) {
            output.resetUnknown(stream.id(), ErrorCode.NO_ERROR);   // §8.1: the response is whole, stop sending
            stream.remote(Remote.RESET_BY_SERVER);
        }
        table.remove(stream.id());
        closed.add(stream.id(), stream.remote() == Remote.RESET_BY_SERVER ? ClosedStreams.End.BY_SERVER
                : ClosedStreams.End.BY_CLIENT);
        idleSince = Math.max(idleSince, stream.endedNanos());
    }

    /**
     * Answers 408 where content was awaited for too long, or comes too slowly.
     *
     * @param timeoutNanos between two reads, 0 for any
     * @return in how many nanoseconds the next wait may be too long
     */
    long checkWaits(long now, long timeoutNanos) {
        long next = Long.MAX_VALUE;
        for (Http2Stream stream : table.all()) {
            if (stream.isHandedOff() && stream.content().awaitedSince() == Http2Content.NOT_AWAITED) {
                continue;                                   // nobody waits, or a worker that looks at the time himself
            }
            long timeLeft = timeoutNanos == 0 ? Long.MAX_VALUE : since(stream) + timeoutNanos - now;
            long paceLeft = stream.content().paceNanosLeft();
            if (timeLeft <= 0) {
                late(stream, stream.content().timedOut(timeoutNanos));
            } else if (paceLeft <= 0) {
                late(stream, stream.content().tooSlow());
            } else {
                next = Math.min(next, Math.min(timeLeft, paceLeft));
            }
        }
        return next;
    }

    private static long since(Http2Stream stream) {
        return stream.isHandedOff() ? stream.content().awaitedSince() : stream.lastContent();
    }

    private static void late(Http2Stream stream, HttpException cause) {
        if (stream.isHandedOff()) {
            stream.exchange().contentTimedOut(cause);
        } else {
            stream.refuse(cause);
        }
    }
}
