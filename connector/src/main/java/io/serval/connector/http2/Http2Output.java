package io.serval.connector.http2;

import java.io.IOException;
import java.nio.channels.SelectionKey;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongConsumer;

import io.serval.connector.buffer.BufferLease;
import io.serval.connector.net.Connection;
import io.serval.http.Fields;

/**
 * The writing half of a connection: frames from all streams and from the loop come together here and go out in few
 * writes. Safe for any thread.
 *
 * <p>Everything is guarded by one lock, which is not held during the write itself: {@link #flush} takes buffers out
 * under the lock, and whoever comes while somebody writes leaves their frames to them. When the socket is full the loop
 * goes on as soon as it takes bytes again. Those who want to be told something are told after the lock was released.
 *
 * <p>Flow control (RFC 9113 §5.2) happens here: content that no window allows is not accepted; its writer waits, or
 * leaves a bounded tail that is sent when the window opens. Who waits is served in the order of {@link SendOrder}:
 * {@link #serve} runs after everything that may let somebody go on, which are a wider window, a socket that took bytes,
 * and a stream that stops waiting.
 */
final class Http2Output {
    /** Above this many bytes that the socket has not taken, content waits. */
    private static final int HIGH_MARK = 128 * 1024;
    private static final int LOW_MARK = 64 * 1024;
    /** Above this many bytes, which only answers without content can reach, nothing more is read. */
    private static final int FLOOD_MARK = 256 * 1024;
    /** What one of several waiting streams may send before it is the next one's turn. */
    private static final int PART = 2 * Frames.DEFAULT_FRAME_SIZE;
    private static final long MAX_WINDOW = Integer.MAX_VALUE;

    private final Connection connection;
    private final LongConsumer countSent;
    private final ReentrantLock lock = new ReentrantLock();
    private final FrameWriter writer;
    private final FrameBuffers frames;
    private final SendOrder order = new SendOrder();
    private final ArrayDeque<Runnable> told = new ArrayDeque<>(4);
    private final Progress content = new Progress();
    private final Progress socket = new Progress();
    private long window = Frames.DEFAULT_WINDOW;
    private int initialWindow = Frames.DEFAULT_WINDOW;
    private long contentSent;
    private int sending;
    private boolean writing;
    private boolean socketFull;
    /** The socket was full and has not taken everything since. */
    private boolean congested;
    /** Content waits until less of it waits for the socket. */
    private boolean pressed;
    private Runnable whenSent;
    private IOException failure;

    /** @param countSent told how many bytes the socket took */
    Http2Output(Connection connection, ResponseFields responseFields, LongConsumer countSent) {
        this.connection = connection;
        this.countSent = countSent;
        this.writer = new FrameWriter(connection.poller().direct(), responseFields);
        this.frames = writer.buffers();
    }

    private long now() {
        return connection.poller().ticker().nanoTime();
    }

    /** Releases the lock and tells those who are to be told. */
    private void unlock() {
        if (told.isEmpty()) {
            lock.unlock();
            return;
        }
        Runnable[] listeners = told.toArray(Runnable[]::new);
        told.clear();
        lock.unlock();
        for (Runnable listener : listeners) {
            listener.run();
        }
    }

    // Streams

    SendSide open(int streamId, Priority priority) {
        lock.lock();
        try {
            sending++;
            return new SendSide(streamId, initialWindow, priority);
        } finally {
            unlock();
        }
    }

    /** How many streams have not ended their response. */
    int sending() {
        lock.lock();
        try {
            return sending;
        } finally {
            unlock();
        }
    }

    /** Sends a header section: an interim response or a response. */
    void headers(SendSide stream, int status, Fields fields, long contentLength, boolean endStream) throws IOException {
        lock.lock();
        try {
            check(stream);
            writer.headers(stream.streamId, status, fields, contentLength, endStream);
            if (endStream) {
                ended(stream);
            }
        } finally {
            unlock();
        }
    }

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
            unlock();
        }
    }

    /**
     * Waits until content may be sent, and sends what may be.
     *
     * @param timeoutNanos how long the client may take nothing; 0 for no limit
     * @return how many bytes were taken; 0 when the time is over
     */
    int awaitData(SendSide stream, byte[] source, int start, int length, long timeoutNanos)
            throws IOException, InterruptedException {
        lock.lock();
        try {
            check(stream);
            beginWait(stream, length);
            int taken = put(stream, source, start, length, false);
            while (taken == 0) {
                long left = timeoutNanos == 0 ? Long.MAX_VALUE : stalledSince(stream) + timeoutNanos - now();
                if (left <= 0) {
                    return 0;
                }
                stream.granted = false;
                stream.writable.awaitNanos(left);
                check(stream);
                taken = put(stream, source, start, length, false);
            }
            return taken;
        } finally {
            order.remove(stream);
            serve();
            unlock();
        }
    }

    private void beginWait(SendSide stream, int wanted) {
        if (stream.writable == null) {
            stream.writable = lock.newCondition();
        }
        stream.wanted = wanted;
        order.add(stream, now());
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
            stream.progress.moved(allowed, now);
            content.moved(allowed, now);
            order.served(stream);
        }
        return allowed;
    }

    private int allowance(SendSide stream, int length) {
        long open = Math.min(stream.window, window);
        if (open <= 0) {
            return 0;
        }
        long room = roomForContent();
        if (room == 0 || !stream.granted && order.yields(stream)) {
            return 0;
        }
        boolean takesTurns = stream.priority.incremental() && order.isShared(stream);
        return (int) Math.min(Math.min(open, room), takesTurns ? Math.min(PART, length) : length);
    }

    private long roomForContent() {
        pressed |= frames.bytes() >= HIGH_MARK;
        return pressed ? 0 : Math.max(Frames.DEFAULT_FRAME_SIZE, HIGH_MARK - frames.bytes());
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
                order.add(stream, now());
                serve();
            }
        } finally {
            unlock();
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

    /** Lets those who wait go on, in their order, as far as there is anything to share. */
    private void serve() {
        if (order.isEmpty() || failure != null) {
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
        return Math.min(window, roomForContent());
    }

    private void tell(SendSide stream) {
        order.remove(stream);
        if (stream.listener != null) {
            told.add(stream.listener);
            stream.listener = null;
        }
    }

    /** Whether a write would be taken, at least in part, or fail. If not, the listener is told, once, when it would. */
    boolean isReady(SendSide stream, Runnable listener) {
        lock.lock();
        try {
            if (failure != null || stream.closed
                    || stream.window > 0 && window > 0 && roomForContent() > 0 && !order.yields(stream)) {
                return true;
            }
            stream.listener = listener;
            order.add(stream, now());
            return false;
        } finally {
            unlock();
        }
    }

    private void check(SendSide stream) throws IOException {
        if (failure != null) {
            throw new IOException(failure.getMessage(), failure);
        }
        if (stream.closed) {
            throw new IOException("stream " + stream.streamId + " was reset");
        }
    }

    /** Nothing more is sent on the stream: whoever waits for it does so no longer. */
    private void ended(SendSide stream) {
        if (stream.closed) {
            return;
        }
        stream.closed = true;
        stream.tail = null;
        sending--;
        order.remove(stream);
        if (stream.writable != null) {
            stream.writable.signalAll();
        }
        if (stream.listener != null) {
            told.add(stream.listener);
            stream.listener = null;
        }
        if (stream.whenSent != null) {
            told.add(stream.whenSent);
            stream.whenSent = null;
        }
    }

    /** Ends a stream in failure; what waits of it is dropped. Does nothing to a stream that has ended. */
    void reset(SendSide stream, ErrorCode code) {
        lock.lock();
        try {
            if (!stream.closed && failure == null) {
                writer.reset(stream.streamId, code);
            }
            ended(stream);
            serve();
        } finally {
            unlock();
        }
    }

    /** The peer has reset the stream: nothing more is sent on it. */
    void resetByPeer(SendSide stream) {
        lock.lock();
        try {
            ended(stream);
            serve();
        } finally {
            unlock();
        }
    }

    /** Whether the stream has nothing more to send. */
    boolean isClosed(SendSide stream) {
        lock.lock();
        try {
            return stream.closed || failure != null;
        } finally {
            unlock();
        }
    }

    /** The client thinks otherwise of the urgency of a response (RFC 9218 §7). */
    void prioritize(SendSide stream, Priority priority) {
        lock.lock();
        try {
            stream.priority = priority;
            serve();
        } finally {
            unlock();
        }
    }

    /**
     * The streams of which the client took nothing, or next to nothing, for too long, though nobody blocks a thread for
     * them: those that left a tail, and those that wait to be told.
     */
    List<SendSide> stalled(long nanos) {
        List<SendSide> stalled = new ArrayList<>();
        lock.lock();
        try {
            long now = now();
            for (SendSide stream : order.all()) {
                if ((stream.hasTail() || stream.listener != null) && now - stalledSince(stream) >= nanos) {
                    stalled.add(stream);
                }
            }
            return stalled;
        } finally {
            unlock();
        }
    }

    /** A stream is not to blame for others that go before it: then the connection as a whole must move. */
    private long stalledSince(SendSide stream) {
        long own = stream.progress.since();
        if (stream.window <= 0) {
            return own;
        }
        long whole = pressed ? socket.since() : content.since();
        return Math.max(own, whole);
    }

    // The connection

    /** Something about the connection as a whole is said; not after its end. */
    void say(Runnable frame) {
        lock.lock();
        try {
            if (failure == null) {
                frame.run();
            }
        } finally {
            unlock();
        }
    }

    /** The frames, for what is said by {@link #say}. */
    FrameWriter writer() {
        return writer;
    }

    void windowUpdate(int streamId, int increment) {
        say(() -> writer.windowUpdate(streamId, increment));
    }

    /** Resets a stream that is not kept any more, or never was. */
    void resetUnknown(int streamId, ErrorCode code) {
        say(() -> writer.reset(streamId, code));
    }

    /** How many bytes of content were sent. */
    long contentSent() {
        lock.lock();
        try {
            return contentSent;
        } finally {
            unlock();
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
            }
            serve();
        } finally {
            unlock();
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
            unlock();
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
            serve();
        } finally {
            unlock();
        }
    }

    // The socket

    /** Whether bytes wait for the socket, or are just being written. */
    boolean isPending() {
        lock.lock();
        try {
            return pending();
        } finally {
            unlock();
        }
    }

    private boolean pending() {
        return !frames.isEmpty() || writing || socketFull;
    }

    /** Whether so much waits for the socket that nothing should be read that will be answered. */
    boolean isFlooded() {
        lock.lock();
        try {
            return socketFull && frames.bytes() >= FLOOD_MARK;
        } finally {
            unlock();
        }
    }

    /** Whether the socket took nothing for too long. */
    boolean isStuck(long nanos) {
        lock.lock();
        try {
            return congested && now() - socket.since() >= nanos;
        } finally {
            unlock();
        }
    }

    /** Runs something when nothing is pending any more; at once if that is so. Not for more than one thing. */
    void whenSent(Runnable task) {
        lock.lock();
        try {
            if (pending() && failure == null) {
                whenSent = task;
            } else {
                told.add(task);
            }
        } finally {
            unlock();
        }
    }

    /** Writes what is there, unless somebody does already or the socket is full. Any thread. */
    void flush() {
        try {
            BufferLease buffer = begin();
            while (buffer != null) {
                buffer = write(buffer);
            }
        } catch (IOException e) {
            broke(e);
        }
    }

    /** Writes a buffer, which is given back on every way out. @return the next one to write, or {@code null} */
    private BufferLease write(BufferLease buffer) throws IOException {
        int count;
        boolean taken;
        try {
            count = connection.transport().write(buffer.buffer());
            taken = connection.transport().flush();
        } catch (IOException | RuntimeException e) {
            buffer.close();
            throw e;
        }
        countSent.accept(count);
        return next(buffer, count, taken);
    }

    private BufferLease begin() {
        lock.lock();
        try {
            if (writing || socketFull || frames.isEmpty() || failure != null) {
                return null;
            }
            writing = true;
            return frames.take();
        } finally {
            unlock();
        }
    }

    /**
     * A buffer was written, whole or not.
     *
     * @param taken whether the system has all that the transport took
     * @return the next one to write, or {@code null}
     */
    private BufferLease next(BufferLease written, int count, boolean taken) {
        lock.lock();
        try {
            frames.sent(count);
            boolean whole = !written.buffer().hasRemaining();
            if (whole || failure != null) {
                written.close();
            } else {
                frames.putBack(written);
            }
            if (failure != null) {
                writing = false;
                return null;
            }
            socketFull = !whole || !taken;
            moved(count);
            writing = !socketFull && !frames.isEmpty();
            tellSent();
            return writing ? frames.take() : null;
        } finally {
            unlock();
        }
    }

    private void moved(int count) {
        if (socketFull) {
            progress(count);
            told.add(() -> connection.poller().execute(this::awaitSocket));
        }
        if (pressed && frames.bytes() <= LOW_MARK) {
            pressed = false;
            content.begin(now());
            serve();
        }
        congested = socketFull || congested && !frames.isEmpty();
    }

    private void progress(int count) {
        if (congested) {
            socket.moved(count, now());
        } else {
            socket.begin(now());
        }
    }

    private void tellSent() {
        if (whenSent != null && !pending()) {
            told.add(whenSent);
            whenSent = null;
        }
    }

    private void awaitSocket() {
        if (!connection.isClosing()) {
            connection.interestAlso(SelectionKey.OP_WRITE);
        }
    }

    /** The socket takes bytes again; in the loop. @return whether everything is out, or somebody else writes */
    boolean goOn() throws IOException {
        if (!connection.transport().flush()) {
            return false;
        }
        lock.lock();
        try {
            socketFull = false;
            tellSent();
        } finally {
            unlock();
        }
        flush();
        lock.lock();
        try {
            return !socketFull;
        } finally {
            unlock();
        }
    }

    private void broke(IOException cause) {
        close(cause);
        connection.poller().execute(connection::close);
    }

    /** Nothing more can be written: every writer fails, now and later. */
    void close(IOException cause) {
        lock.lock();
        try {
            if (failure == null) {
                failure = cause;
                writing = false;
            }
            for (SendSide stream : List.copyOf(order.all())) {
                ended(stream);
            }
            frames.release();
        } finally {
            unlock();
        }
    }
}
