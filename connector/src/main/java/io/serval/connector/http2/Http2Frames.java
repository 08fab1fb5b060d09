package io.serval.connector.http2;

import io.serval.connector.http2.AbuseGuard.Kind;

/**
 * What the frames of a client mean: those of streams go to {@link Http2Streams}, those of the connection (settings,
 * pings, windows, the farewell) are answered here. Confined to the loop of its connection.
 */
final class Http2Frames implements FrameHandler {
    /** Marks the PING that tells when the client has read of the end to come. */
    private static final long FAREWELL = 0x5365_7276_616c_3032L;
    private static final int LAST_OF_ALL = Integer.MAX_VALUE;

    private final Http2Protocol protocol;
    private final Http2Service service;
    private final Http2Settings settings;
    private final Http2Output output;
    private final FrameWriter writer;
    private final AbuseGuard guard;
    private final Http2Streams streams;
    private final BandwidthProbe probe;
    private final ReceiveWindow received;
    private volatile int window;
    private int settingsSent;
    private boolean farewellSaid;

    Http2Frames(Http2Protocol protocol, Http2Service service, Http2Output output, AbuseGuard guard,
                Http2Streams streams) {
        this.protocol = protocol;
        this.service = service;
        this.settings = service.settings();
        this.output = output;
        this.writer = output.writer();
        this.guard = guard;
        this.streams = streams;
        probe = new BandwidthProbe(settings.streamWindow(), settings.maxStreamWindow());
        received = new ReceiveWindow(service, output, () -> protocol.poller().execute(this::mayReceive),
                held -> protocol.contentTime().pause(held, protocol.nanoTime()));
        window = settings.streamWindow();
    }

    /** What a client may send on a stream before it is read. Any thread. */
    int window() {
        return window;
    }

    void sayHello() {
        settingsSent++;
        output.say(() -> writer.settings(Frames.SETTINGS_MAX_CONCURRENT_STREAMS, settings.maxConcurrentStreams(),
                Frames.SETTINGS_INITIAL_WINDOW_SIZE, settings.streamWindow(),
                Frames.SETTINGS_MAX_HEADER_LIST_SIZE, settings.maxFieldSection(),
                Frames.SETTINGS_HEADER_TABLE_SIZE, settings.headerTableSize(),
                Frames.SETTINGS_ENABLE_CONNECT_PROTOCOL, 1,
                Frames.SETTINGS_NO_RFC7540_PRIORITIES, 1));
        received.open();
    }

    /** Says that the end is near, so that the client opens no more streams, and asks when it knows (§6.8). */
    void announceEnd() {
        farewellSaid = true;
        output.say(() -> {
            writer.goAway(LAST_OF_ALL, ErrorCode.NO_ERROR);
            writer.ping(FAREWELL, false);
        });
    }

    void goAway(ErrorCode code) {
        int last = streams.lastId();
        output.say(() -> writer.goAway(last, code));
    }

    private void mayReceive() {
        received.released();
        output.flush();
    }

    // Streams

    @Override public void headers(int streamId, byte[] block, int start, int end, boolean endStream)
            throws Http2Exception {
        streams.headers(streamId, block, start, end, endStream);
    }

    @Override public void data(int streamId, byte[] bytes, int start, int length, int flowLength, boolean endStream)
            throws Http2Exception {
        if (flowLength > 0) {
            received.received(flowLength);
            if (probe.arrived(flowLength)) {
                output.say(() -> writer.ping(BandwidthProbe.OPAQUE, false));
            }
        }
        streams.data(streamId, bytes, start, length, flowLength, endStream);
    }

    @Override public void reset(int streamId, int errorCode) throws Http2Exception {
        streams.reset(streamId);
    }

    @Override public void priority(int streamId) throws Http2Exception {
        guard.count(Kind.PRIORITY, protocol.now());
    }

    @Override public void priorityUpdate(int streamId, String value) throws Http2Exception {
        guard.count(Kind.PRIORITY, protocol.now());
        streams.prioritize(streamId, value);
    }

    @Override public void idleFrame() throws Http2Exception {
        guard.count(Kind.IDLE, protocol.now());
    }

    @Override public void windowUpdate(int streamId, int increment) throws Http2Exception {
        guard.countWindowUpdate(output.flow().contentSent(), protocol.now());
        if (streamId != 0) {
            streams.windowUpdate(streamId, increment);
        } else if (increment == 0) {
            throw Http2Exception.connection(ErrorCode.PROTOCOL_ERROR, "WINDOW_UPDATE of 0");
        } else {
            output.flow().widen(increment);
        }
    }

    // The connection

    @Override public void settings(byte[] bytes, int start, int end) throws Http2Exception {
        guard.count(Kind.SETTINGS, protocol.now());
        apply(bytes, start, end);
        output.say(writer::acknowledgeSettings);
    }

    /** Takes the client's settings, in their order (§6.5.3). @param bytes pairs of identifier and value */
    void apply(byte[] bytes, int start, int end) throws Http2Exception {
        for (int at = start; at + 6 <= end; at += 6) {
            setting(Frames.int16(bytes, at), Frames.int32(bytes, at + 2) & 0xffffffffL);
        }
    }

    private void setting(int identifier, long value) throws Http2Exception {
        switch (identifier) {
            case Frames.SETTINGS_HEADER_TABLE_SIZE -> output.say(() -> writer.peerTableSize(value));
            case Frames.SETTINGS_ENABLE_PUSH, Frames.SETTINGS_ENABLE_CONNECT_PROTOCOL,
                    Frames.SETTINGS_NO_RFC7540_PRIORITIES -> check(value <= 1, ErrorCode.PROTOCOL_ERROR, identifier);
            case Frames.SETTINGS_INITIAL_WINDOW_SIZE -> {
                check(value <= Integer.MAX_VALUE, ErrorCode.FLOW_CONTROL_ERROR, identifier);
                output.flow().peerInitialWindow((int) value, streams.sides());
            }
            case Frames.SETTINGS_MAX_FRAME_SIZE -> {
                check(value >= Frames.DEFAULT_FRAME_SIZE && value <= Frames.MAX_FRAME_SIZE, ErrorCode.PROTOCOL_ERROR,
                        identifier);
                output.say(() -> writer.peerFrameSize((int) value));
            }
            default -> { }                                  // §6.5.2: unknown settings are ignored
        }
    }

    private static void check(boolean right, ErrorCode code, int identifier) throws Http2Exception {
        if (!right) {
            throw Http2Exception.connection(code, "setting " + identifier + " has a forbidden value");
        }
    }

    @Override public void settingsAcknowledged() throws Http2Exception {
        if (settingsSent == 0) {
            guard.count(Kind.IDLE, protocol.now());
            return;
        }
        settingsSent--;
        streams.settingsAcknowledged();
    }

    @Override public void ping(long opaque, boolean acknowledges) throws Http2Exception {
        if (!acknowledges) {
            guard.count(Kind.PING, protocol.now());
            output.say(() -> writer.ping(opaque, true));
        } else if (opaque == FAREWELL && farewellSaid) {
            protocol.clientKnows();
        } else if (opaque == BandwidthProbe.OPAQUE && probe.isUnderWay()) {
            if (probe.answered(service.mayGrow())) {
                widenStreams(probe.window());
            }
        } else {
            guard.count(Kind.IDLE, protocol.now());
        }
    }

    private void widenStreams(int grown) {
        settingsSent++;
        output.say(() -> writer.settings(Frames.SETTINGS_INITIAL_WINDOW_SIZE, grown));
        for (Http2Stream stream : streams.all()) {
            stream.content().windowGrew(grown - window);
        }
        window = grown;
    }

    @Override public void goAway(int last, int errorCode) {
        protocol.clientLeaves();
    }
}
