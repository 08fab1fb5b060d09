package io.serval.connector.http2;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

import io.serval.connector.time.Ticker;
import io.serval.http.Fields;

/**
 * Flow control of what is sent (RFC 9113 §5.2): content that no window allows is not accepted; its writer waits, or
 * leaves a bounded tail that is sent when the window opens. Who waits is served in the order of {@link SendOrder}:
 * {@link #serve} runs after everything that may let somebody go on, which are a wider window, a socket that took bytes,
 * and a stream that stops waiting. Safe for any thread; what says so is for who holds the lock.
 */
final class SendFlow {
    /** What one of several waiting streams may send before it is the next one's turn. */
    private static final int PART = 2 * Frames.DEFAULT_FRAME_SIZE;
    private static final long MAX_WINDOW = Integer.MAX_VALUE;

    private final OutputLock lock;
    private final FrameWriter writer;
    private final SocketWriter socket;
    private final Ticker ticker;
    private final SendOrder order = new SendOrder();
    private final Patience patience;
    private long window = Frames.DEFAULT_WINDOW;
    private int initialWindow = Frames.DEFAULT_WINDOW;
    private long contentSent;
    private int sending;

    SendFlow(OutputLock lock, FrameWriter writer, SocketWriter socket, Ticker ticker, Patience patience) {
        this.lock = lock;
        this.writer = writer;
        this.socket = socket;
        this.ticker = ticker;
        this.patience = patience;
        socket.whenRelieved(this::relieved);
    }

    private long now() {
        return ticker.nanoTime();
    }

    private void relieved() {
        patience.relieved(now());
        serve();
    }

    // Streams

    SendSide open(int streamId, Priority priority) {
        lock.lock();
        try {
            sending++;
            return new SendSide(streamId, initialWindow, priority);
        } finally {
            lock.unlock();
        }
    }

    /** How many streams have not ended their response. */
    int sending() {
        lock.lock();
        try {
            return sending;
        } finally {
            lock.unlock();
        }
    }

    /** @throws IOException if nothing can be sent on the stream any more. With the lock held */
    void check(SendSide stream) throws IOException {
        IOException failure = socket.failure();
        if (failure != null) {
            throw new IOException(failure.getMessage(), failure);
        }
        if (stream.closed) {
            throw new IOException("stream " + stream.streamId + " was reset");
        }
    }

    /** Nothing more is sent on the stream: whoever waits for it does so no longer. With the lock held. */
    void ended(SendSide stream) {
        if (stream.closed) {
            return;
        }
        stream.closed = true;
        stream.tail = null;
        sending--;
        stopWaiting(stream);
        if (stream.writable != null) {
            stream.writable.signalAll();
        }
        if (stream.listener != null) {
            lock.tell(stream.listener);
            stream.listener = null;
        }
        if (stream.whenSent != null) {
            lock.tell(stream.whenSent);
            stream.whenSent = null;
        }
    }

    /** Ends all that wait, since nothing can be written any more. With the lock held. */
    void endAll() {
        for (SendSide stream : List.copyOf(order.all())) {
            ended(stream);
        }
    }

    /** Whether the stream has nothing more to send. */
    boolean isClosed(SendSide stream) {
        lock.lock();
        try {
            return stream.closed || socket.failure() != null;
        } finally {
            lock.unlock();
        }
    }

    // Content

    /**
     * Sends as much content as windows, socket and the turn of others allow.
     *
     * @return how many bytes were taken
     */
    int data(SendSide stream, byte[] source, int start, int length) throws IOException {
        lock.lock();
        try {
            check(stream);
            return put(stream, source, start, length, false);
        } finally {
            lock.unlock();
        }
    }

    /**
     * Waits until content may be sent, and sends what may be.
     *
     * @return how many bytes were taken, at least one
     * @throws IOException if the client is too slow: then the stream was reset; or if nothing can be sent any more
     */
    int awaitData(SendSide stream, byte[] source, int start, int length) throws IOException, InterruptedException {
        lock.lock();
        try {
            check(stream);
            if (stream.writable == null) {
                stream.writable = lock.newCondition();
            }
            stream.wanted = length;
            startWaiting(stream);
            int taken = put(stream, source, start, length, false);
            while (taken == 0) {
                awaitTurn(stream);
                taken = put(stream, source, start, length, false);
            }
            return taken;
        } finally {
            stopWaiting(stream);
            serve();
            lock.unlock();
        }
    }

    private void awaitTurn(SendSide stream) throws IOException, InterruptedException {
        long left = patience.nanosLeft(stream, now());
        if (left <= 0) {
            IOException complaint = patience.complaint(stream, now());
            writer.reset(stream.streamId, ErrorCode.CANCEL);
            ended(stream);
            throw complaint;
        }
        stream.granted = false;
        stream.writable.awaitNanos(left);
        check(stream);
    }

    private void startWaiting(SendSide stream) {
        order.add(stream);
        patience.look(stream, now());
    }

    private void stopWaiting(SendSide stream) {
        if (stream.waits) {
            order.remove(stream);
            patience.look(stream, now());
        }
    }

    private int put(SendSide stream, byte[] source, int start, int length, boolean endStream) {
        int allowed = length == 0 ? 0 : allowance(stream, length);
        boolean last = endStream && allowed == length;
        if (allowed == 0 && !last) {
            return 0;
        }
        writer.data(stream.streamId, source, start, allowed, last);
        stream.window -= allowed;
        window -= allowed;
        contentSent += allowed;
        if (last) {
            ended(stream);
        }
        if (stream.waits) {
            long now = now();
            patience.moved(stream, allowed, now);
            patience.look(stream, now);
            order.served(stream);
        }
        return allowed;
    }

    private int allowance(SendSide stream, int length) {
        long open = Math.min(stream.window, window);
        if (open <= 0) {
            return 0;
        }
        long room = socket.room();
        if (room == 0 || !stream.granted && order.yields(stream)) {
            return 0;
        }
        boolean takesTurns = stream.priority.incremental() && order.isShared(stream);
        return (int) Math.min(Math.min(open, room), takesTurns ? Math.min(PART, length) : length);
    }

    /**
     * Leaves the last bytes of a response to be sent as the window opens, and then ends the stream.
     *
     * @param sent told when they are gone, unless that is at once
     */
    void tail(SendSide stream, byte[] source, int start, int length, Fields trailers, Runnable sent)
            throws IOException {
        lock.lock();
        try {
            check(stream);
            stream.tail = source;
            stream.tailAt = start;
            stream.tailEnd = start + length;
            stream.trailers = trailers;
            if (!pump(stream)) {
                stream.whenSent = sent;
                startWaiting(stream);
                serve();
            }
        } finally {
            lock.unlock();
        }
    }

    /** @return whether the tail is gone */
    private boolean pump(SendSide stream) {
        boolean endsWithData = stream.trailers == null;
        int length = stream.tailEnd - stream.tailAt;
        if (length > 0 || endsWithData) {
            stream.tailAt += put(stream, stream.tail, stream.tailAt, length, endsWithData);
        }
        if (stream.tailAt < stream.tailEnd) {
            return false;
        }
        if (!endsWithData) {
            writer.trailers(stream.streamId, stream.trailers);
            ended(stream);
        }
        return true;
    }

    /** Lets those who wait go on, in their order, as far as there is anything to share. With the lock held. */
    void serve() {
        if (order.isEmpty() || socket.failure() != null) {
            return;
        }
        long promised = 0;
        for (SendSide next = order.first(); next != null && left() > promised; next = order.first()) {
            next.granted = true;
            if (next.hasTail()) {
                pump(next);
                next.granted = false;
            } else if (next.listener != null) {
                tell(next);
            } else {
                next.writable.signal();
                promised += Math.min(next.wanted, next.window);
            }
        }
    }

    private long left() {
        return Math.min(window, socket.room());
    }

    private void tell(SendSide stream) {
        stopWaiting(stream);
        if (stream.listener != null) {
            lock.tell(stream.listener);
            stream.listener = null;
        }
    }

    /** Whether a write would be taken, at least in part, or fail. If not, the listener is told, once, when it would. */
    boolean isReady(SendSide stream, Runnable listener) {
        lock.lock();
        try {
            if (socket.failure() != null || stream.closed
                    || stream.window > 0 && window > 0 && socket.room() > 0 && !order.yields(stream)) {
                return true;
            }
            stream.listener = listener;
            startWaiting(stream);
            return false;
        } finally {
            lock.unlock();
        }
    }

    // Order and time

    /** The client thinks otherwise of the urgency of a response (RFC 9218 §7). */
    void prioritize(SendSide stream, Priority priority) {
        lock.lock();
        try {
            stream.priority = priority;
            serve();
        } finally {
            lock.unlock();
        }
    }

    /** A stream of which the client takes nothing, or too little, and why. */
    record Slow(SendSide stream, IOException complaint) { }

    /**
     * The streams that wait for too long though nobody blocks a thread for them: those that left a tail, and those that
     * wait to be told. Who blocks a thread notices by himself.
     */
    List<Slow> tooSlow() {
        List<Slow> slow = new ArrayList<>();
        lock.lock();
        try {
            long now = now();
            for (SendSide stream : order.all()) {
                if ((stream.hasTail() || stream.listener != null) && patience.nanosLeft(stream, now) <= 0) {
                    slow.add(new Slow(stream, patience.complaint(stream, now)));
                }
            }
            return slow;
        } finally {
            lock.unlock();
        }
    }

    /** The stream becomes a tunnel. */
    void tunnel(SendSide stream) {
        lock.lock();
        try {
            stream.isTunnel = true;
        } finally {
            lock.unlock();
        }
    }

    // Windows

    /** How many bytes of content were sent. */
    long contentSent() {
        lock.lock();
        try {
            return contentSent;
        } finally {
            lock.unlock();
        }
    }

    /** SETTINGS_INITIAL_WINDOW_SIZE moves the windows of all streams (§6.9.2). @param streams those that are open */
    void peerInitialWindow(int bytes, Iterable<SendSide> streams) throws Http2Exception {
        lock.lock();
        try {
            long change = (long) bytes - initialWindow;
            initialWindow = bytes;
            for (SendSide stream : streams) {
                stream.window += change;
                if (stream.window > MAX_WINDOW) {
                    throw Http2Exception.connection(ErrorCode.FLOW_CONTROL_ERROR, "a window grows beyond 2^31-1");
                }
                patience.look(stream, now());
            }
            serve();
        } finally {
            lock.unlock();
        }
    }

    /** WINDOW_UPDATE of the connection. */
    void widen(int increment) throws Http2Exception {
        lock.lock();
        try {
            window += increment;
            if (window > MAX_WINDOW) {
                throw Http2Exception.connection(ErrorCode.FLOW_CONTROL_ERROR, "the window grows beyond 2^31-1");
            }
            serve();
        } finally {
            lock.unlock();
        }
    }

    /** WINDOW_UPDATE of a stream. */
    void widen(SendSide stream, int increment) throws Http2Exception {
        lock.lock();
        try {
            stream.window += increment;
            if (stream.window > MAX_WINDOW) {
                throw Http2Exception.stream(stream.streamId, ErrorCode.FLOW_CONTROL_ERROR,
                        "the window grows beyond 2^31-1");
            }
            patience.look(stream, now());
            serve();
        } finally {
            lock.unlock();
        }
    }
}
