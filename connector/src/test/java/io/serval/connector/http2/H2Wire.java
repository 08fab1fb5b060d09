package io.serval.connector.http2;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import java.util.stream.Collectors;

import io.serval.connector.coding.ContentCodings;
import io.serval.connector.exchange.Exchanges;
import io.serval.connector.exchange.Lanes;
import io.serval.connector.http2.hpack.HpackDecoder;
import io.serval.connector.http2.hpack.HpackEncoder;
import io.serval.connector.http2.hpack.HpackException;
import io.serval.connector.net.Connection;
import io.serval.connector.net.FakeTransport;
import io.serval.connector.net.HandLoop;
import io.serval.connector.observe.Events;
import io.serval.connector.observe.RequestWatch;
import io.serval.connector.work.Rejection;
import io.serval.connector.work.Workers;
import io.serval.http.ConnectionInfo;
import io.serval.http.HttpException;
import io.serval.http.HttpExchange;
import io.serval.http.HttpHandler;
import io.serval.http.RequestTarget;
import io.serval.http.Status;

/**
 * A connection of HTTP/2 in memory: frames in, frames out, the loop turned by hand, and the jobs of the workers run one
 * by one to their end while the loop stands still, unless a test does otherwise.
 */
final class H2Wire implements AutoCloseable {
    static final Duration CONTENT = Duration.ofSeconds(20);
    static final Duration WRITE = Duration.ofSeconds(30);
    static final Duration KEEP_ALIVE = Duration.ofSeconds(40);
    static final Duration HEAD = Duration.ofSeconds(50);
    static final int STREAMS = 20;
    static final int WINDOW = 65_535;
    static final AbuseGuard.Limits GUARD = new AbuseGuard.Limits(50, 20, 60, 70, 80, 90, 30, 16);
    static final Http2Settings.Rates ANY_RATE = new Http2Settings.Rates(0, 0, 0);
    static final Http2Settings SETTINGS = settings(WINDOW, 64 << 20);
    /** Says back method, target and content. */
    static final HttpHandler ECHO = exchange -> {
        write(exchange, exchange.head().method() + " " + exchange.head().target() + " ");
        byte[] content = readAll(exchange);
        exchange.response().write(content, 0, content.length);
    };

    private static final ExecutorService WORKER = Executors.newCachedThreadPool(job -> {
        Thread thread = new Thread(job, "hand-worker");
        thread.setDaemon(true);
        return thread;
    });

    final HandLoop loop = new HandLoop(() -> { });
    final FakeTransport transport = new FakeTransport();
    final Connection connection;
    final Exchanges exchanges;
    final Http2Service service;
    final ConcurrentLinkedQueue<Runnable> jobs = new ConcurrentLinkedQueue<>();
    /** What the listener heard: method, target and status of each exchange that ended. */
    final List<String> log = new ArrayList<>();
    final HpackEncoder encoder = new HpackEncoder(4_096);
    private final List<Future<?>> running = new ArrayList<>();
    Rejection rejection;
    boolean jobsWait;
    private final HpackDecoder decoder = new HpackDecoder(4_096, 1 << 20);
    private final List<Frame> seen = new ArrayList<>();
    private int parsed;
    private Http2Protocol protocol;

    /** A frame the server has sent. */
    record Frame(int type, int flags, int streamId, byte[] payload, String fields) {
        boolean endsStream() {
            return (type == Frames.DATA || type == Frames.HEADERS) && (flags & Frames.END_STREAM) != 0;
        }

        int code() {
            return Frames.int32(payload, type == Frames.GOAWAY ? 4 : 0);
        }

        @Override public String toString() {
            String end = endsStream() ? " end" : "";
            return switch (type) {
                case Frames.DATA -> "DATA " + streamId + " " + (payload.length > 100 ? payload.length + " bytes"
                        : new String(payload, StandardCharsets.ISO_8859_1)) + end;
                case Frames.HEADERS -> "HEADERS " + streamId + " " + fields + end;
                case Frames.RST_STREAM -> "RST_STREAM " + streamId + " " + ErrorCode.values()[code()];
                case Frames.SETTINGS -> (flags & Frames.ACK) != 0 ? "SETTINGS ack" : "SETTINGS " + pairs();
                case Frames.PING -> "PING " + Long.toHexString((long) Frames.int32(payload, 0) << 32
                        | Frames.int32(payload, 4) & 0xffffffffL) + ((flags & Frames.ACK) != 0 ? " ack" : "");
                case Frames.GOAWAY -> "GOAWAY " + Frames.int32(payload, 0) + " " + ErrorCode.values()[code()];
                case Frames.WINDOW_UPDATE -> "WINDOW_UPDATE " + streamId + " " + Frames.int32(payload, 0);
                default -> "type " + type;
            };
        }

        private Map<Integer, Integer> pairs() {
            Map<Integer, Integer> pairs = new TreeMap<>();
            for (int at = 0; at < payload.length; at += 6) {
                pairs.put(Frames.int16(payload, at), Frames.int32(payload, at + 2));
            }
            return pairs;
        }
    }

    H2Wire(HttpHandler handler) throws IOException {
        this(handler, SETTINGS);
    }

    H2Wire(HttpHandler handler, Http2Settings settings) throws IOException {
        this(handler, settings, null);
    }

    H2Wire(HttpHandler handler, Http2Settings settings, ContentCodings codings) throws IOException {
        exchanges = new Exchanges(handler, e -> log.add(e.head().method() + " " + e.head().target() + " "
                + e.response().status()), new Lanes(new HandWorkers()), new RequestWatch(0, 0, Events.NONE));
        service = new Http2Service(exchanges, settings, H2Wire::target, codings);
        connection = loop.connect(transport, this::begin);
        protocol.open();
    }

    private Http2Protocol begin(Connection of) {
        ConnectionInfo info = new ConnectionInfo(of.id(), "h2", transport.remoteAddress(), transport.localAddress(),
                null);
        protocol = new Http2Protocol(service, of, info, 0);
        return protocol;
    }

    private static RequestTarget target(String method, String path, String authority) throws HttpException {
        if (path != null && path.contains("\"")) {
            throw new HttpException(Status.BAD_REQUEST, "a quotation mark in the path");
        }
        return path == null ? new RequestTarget(RequestTarget.Form.AUTHORITY, null, authority, "", null)
                : RequestTarget.origin(path, null);
    }

    static Http2Settings settings(int window, long budget) {
        return settings(window, budget, STREAMS, ANY_RATE);
    }

    static Http2Settings settings(int window, long budget, int execution, Http2Settings.Rates rates) {
        return new Http2Settings(STREAMS, execution, window, Math.max(window, 1 << 20), 1 << 20, budget, 8_192, 100,
                4_096, 16_384, 40_000, null, 65_536, GUARD, HEAD.toNanos(), CONTENT.toNanos(), WRITE.toNanos(),
                KEEP_ALIVE.toNanos(), rates);
    }

    private final class HandWorkers implements Workers {
        @Override public Rejection execute(Runnable job, long now) {
            if (rejection == null) {
                jobs.add(job);
            }
            return rejection;
        }

        @Override public void flush() { }

        @Override public boolean stop(Duration timeout) {
            return true;
        }

        @Override public int threads() {
            return 0;
        }

        @Override public int busy() {
            return 0;
        }

        @Override public int queued() {
            return 0;
        }
    }

    static void write(HttpExchange exchange, String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
        exchange.response().write(bytes, 0, bytes.length);
    }

    static byte[] readAll(HttpExchange exchange) throws IOException {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        byte[] part = new byte[5_000];
        for (int n = 0; n >= 0; n = exchange.content().read(part, 0, part.length)) {
            all.write(part, 0, n);
        }
        return all.toByteArray();
    }

    // What the client sends

    /** Preface and settings, and the acknowledgement of the server's. */
    H2Wire hello() {
        return send(FrameBytes.connection().frame(Frames.SETTINGS, Frames.ACK, 0, ""));
    }

    H2Wire send(FrameBytes frames) {
        return send(frames.toBytes());
    }

    /** One arrival of bytes, and all that follows from it. */
    H2Wire send(byte[] bytes) {
        transport.arrive(bytes);
        turn();
        return this;
    }

    H2Wire frame(int type, int flags, int streamId, String hex) {
        return send(new FrameBytes().frame(type, flags, streamId, hex));
    }

    /** A block of fields. @param fields as {@code :method=GET :path=/}, with underscores for blanks */
    byte[] block(String fields) {
        encoder.begin();
        for (String field : fields.strip().split(" +")) {
            int at = field.indexOf('=', 1);
            encoder.field(field.substring(0, at), field.substring(at + 1).replace('_', ' '));
        }
        return Arrays.copyOf(encoder.array(), encoder.size());
    }

    static String request(String method, String path) {
        return ":method=" + method + " :scheme=http :authority=a :path=" + path;
    }

    byte[] headersFrame(int streamId, String fields, boolean end) {
        return new FrameBytes().binary(Frames.HEADERS, Frames.END_HEADERS | (end ? Frames.END_STREAM : 0), streamId,
                block(fields)).toBytes();
    }

    H2Wire headers(int streamId, String fields, boolean end) {
        return send(headersFrame(streamId, fields, end));
    }

    H2Wire get(int streamId, String path) {
        return headers(streamId, request("GET", path), true);
    }

    H2Wire post(int streamId, String path, String moreFields) {
        return headers(streamId, request("POST", path) + " " + moreFields, false);
    }

    H2Wire data(int streamId, String content, boolean end) {
        return data(streamId, content.getBytes(StandardCharsets.ISO_8859_1), end);
    }

    H2Wire data(int streamId, byte[] content, boolean end) {
        return send(new FrameBytes().binary(Frames.DATA, end ? Frames.END_STREAM : 0, streamId, content));
    }

    H2Wire setting(int identifier, int value) {
        return frame(Frames.SETTINGS, 0, 0, String.format("%04x%08x", identifier, value));
    }

    H2Wire widen(int streamId, int increment) {
        return frame(Frames.WINDOW_UPDATE, 0, streamId, String.format("%08x", increment));
    }

    H2Wire reset(int streamId) {
        return frame(Frames.RST_STREAM, 0, streamId, "00000008");
    }

    H2Wire ping(long opaque) {
        return frame(Frames.PING, 0, 0, String.format("%016x", opaque));
    }

    // Time

    /** Turns loop and workers until nothing happens. */
    void turn() {
        do {
            loop.turn(connection, transport);
            while (!jobsWait && !jobs.isEmpty()) {
                run(jobs.poll());
            }
            loop.turn(connection, transport);
        } while (!jobsWait && !jobs.isEmpty());
    }

    /** Starts the jobs that wait, each on a thread of its own, and lets the loop go on beside them. */
    void startJobs() {
        jobsWait = true;
        for (Runnable job = jobs.poll(); job != null; job = jobs.poll()) {
            running.add(WORKER.submit(job));
        }
    }

    /** Turns the loop until nothing has come of it for a moment: for handlers that run beside it. */
    void settle() {
        int quiet = 0;
        for (int i = 0; i < 2_000 && quiet < 10; i++) {
            int before = transport.written().length;
            startJobs();
            turn();
            LockSupport.parkNanos(1_000_000);
            quiet = transport.written().length == before && jobs.isEmpty() ? quiet + 1 : 0;
        }
    }

    /** Waits until a condition holds, while loop and workers go on. */
    void until(BooleanSupplier condition, String what) {
        until(condition, () -> what);
    }

    void until(BooleanSupplier condition, Supplier<String> what) {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > end) {
                throw new AssertionError(what.get());
            }
            startJobs();
            turn();
            LockSupport.parkNanos(100_000);
        }
    }

    /** Whether all jobs that were started have ended. */
    boolean workersAreHome() {
        return running.stream().allMatch(Future::isDone);
    }

    /** Runs a job to its end on a thread that is not the loop's. */
    private static void run(Runnable job) {
        try {
            WORKER.submit(job).get(10, TimeUnit.SECONDS);
        } catch (ExecutionException | InterruptedException | TimeoutException e) {
            throw new AssertionError("a job of a worker does not end well", e);
        }
    }

    void pass(Duration time) {
        loop.pass(time);
        turn();
    }

    // What the server sends

    /** All frames the server has sent so far. */
    List<Frame> all() {
        byte[] bytes = transport.written();
        while (bytes.length - parsed >= Frames.HEADER_BYTES) {
            int length = Frames.int24(bytes, parsed);
            int end = parsed + Frames.HEADER_BYTES + length;
            if (end > bytes.length) {
                break;
            }
            byte[] payload = Arrays.copyOfRange(bytes, parsed + Frames.HEADER_BYTES, end);
            int type = bytes[parsed + 3];
            seen.add(new Frame(type, bytes[parsed + 4], Frames.int32(bytes, parsed + 5), payload,
                    type == Frames.HEADERS ? fields(payload) : ""));
            parsed = end;
        }
        return seen;
    }

    private String fields(byte[] block) {
        List<String> fields = new ArrayList<>();
        try {
            decoder.decode(block, 0, block.length, (name, value) -> {
                if (!name.equals("date")) {
                    fields.add(name + "=" + value);
                }
            });
        } catch (HpackException e) {
            throw new AssertionError("the server's header block is broken", e);
        }
        return String.join(" ", fields);
    }

    /** The frames of one stream, one a line. */
    String of(int streamId) {
        return all().stream().filter(f -> f.streamId() == streamId).map(Frame::toString)
                .collect(Collectors.joining("\n"));
    }

    /** The frames of a stream as one response: fields, content, how it ended. */
    String answer(int streamId) {
        StringBuilder answer = new StringBuilder();
        for (Frame frame : all()) {
            if (frame.streamId() == streamId && frame.type() == Frames.DATA) {
                answer.append(new String(frame.payload(), StandardCharsets.ISO_8859_1));
            } else if (frame.streamId() == streamId && frame.type() == Frames.HEADERS) {
                answer.append('[').append(frame.fields()).append(']');
            }
            if (frame.streamId() == streamId && frame.endsStream()) {
                answer.append(".");
            }
        }
        return answer.toString();
    }

    /** The status of the response on a stream; empty if there is none. */
    String status(int streamId) {
        return all().stream().filter(f -> f.streamId() == streamId && f.type() == Frames.HEADERS).findFirst()
                .map(f -> f.fields().substring(8, 11)).orElse("");
    }

    /** How many bytes of content came on a stream. */
    int contentOf(int streamId) {
        return all().stream().filter(f -> f.streamId() == streamId && f.type() == Frames.DATA)
                .mapToInt(f -> f.payload().length).sum();
    }

    boolean isEnded(int streamId) {
        return all().stream().anyMatch(f -> f.streamId() == streamId && f.endsStream());
    }

    /** The code a stream was reset with, or {@code null}. */
    ErrorCode resetOf(int streamId) {
        return all().stream().filter(f -> f.streamId() == streamId && f.type() == Frames.RST_STREAM).findFirst()
                .map(f -> ErrorCode.values()[f.code()]).orElse(null);
    }

    /** The code the connection was ended with, or {@code null}. */
    ErrorCode goAway() {
        return all().stream().filter(f -> f.type() == Frames.GOAWAY).reduce((a, b) -> b)
                .map(f -> ErrorCode.values()[f.code()]).orElse(null);
    }

    boolean isOpen() {
        return transport.isOpen();
    }

    /** Buffers lent by the loop's pools. */
    long buffers() {
        return loop.poller().direct().outstanding() + loop.poller().heap().outstanding();
    }

    /** Closes from the client's side, and says what was left behind: nothing, if all is well. */
    String leftovers() {
        transport.endInput();
        if (!running.isEmpty()) {
            until(this::workersAreHome, "workers are lost");
        }
        turn();
        return "open " + isOpen() + ", buffers " + buffers() + ", content " + service.buffered() + ", exchanges "
                + exchanges.active();
    }

    static final String NOTHING_LEFT = "open false, buffers 0, content 0, exchanges 0";

    @Override public void close() {
        loop.close();
    }
}
