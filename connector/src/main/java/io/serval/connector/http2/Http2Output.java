package io.serval.connector.http2;

import java.io.IOException;
import java.nio.channels.SelectionKey;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongConsumer;

import io.serval.connector.buffer.BufferLease;
import io.serval.connector.http2.hpack.HpackEncoder;
import io.serval.connector.net.Connection;
import io.serval.http.Fields;

/**
 * The writing half of a connection: frames from all streams and from the loop come together here and go out in few
 * writes.
 * Safe for any thread.
 *
 * <p>Everything is guarded by one lock, which is not held during the write itself: {@link #flush} takes buffers out
 * under
 * the lock, and whoever comes while somebody writes leaves their frames to them. When the socket is full the loop goes
 * on
 * as soon as it takes bytes again.
 *
 * <p>Flow control (RFC 9113 §5.2) happens here: content that no window allows is not accepted; its writer waits, or
 * leaves a bounded tail that is sent when the window opens.
 */
final class Http2Output {
    /** Above this many bytes that the socket has not taken, content waits. */
    private static final int HIGH_MARK = 128 * 1024;
    private static final int LOW_MARK = 64 * 1024;
    private static final long MAX_WINDOW = Integer.MAX_VALUE;

    private final Connection connection;
    private final LongConsumer countSent;
    private final ReentrantLock lock = new ReentrantLock();
    private final FrameBuffers frames;
    private final HpackEncoder encoder = new HpackEncoder(HpackEncoder.DEFAULT_TABLE_SIZE);
    private final ResponseFields responseFields;
    /** Streams whose content waits, in the order in which they came to wait. */
    private final Set<SendSide> waiting = new LinkedHashSet<>();
    private long window = Frames.DEFAULT_WINDOW;
    private int initialWindow = Frames.DEFAULT_WINDOW;
    private int maxFrame = Frames.DEFAULT_FRAME_SIZE;
    private long dataFrames;
    private boolean writing;
    private boolean socketFull;
    private boolean pressed;
    private IOException failure;

    /** @param countSent told how many bytes the socket took */
    Http2Output(Connection connection, ResponseFields responseFields, LongConsumer countSent) {
        this.connection = connection;
        this.countSent = countSent;
        this.frames = new FrameBuffers(connection.poller().direct());
        this.responseFields = responseFields;
    }

    // Streams

    SendSide open(int streamId) {
        lock.lock();
        try {
            return new SendSide(streamId, initialWindow);
        } finally {
            lock.unlock();
        }
    }

    /** Sends a header section: an interim response, a response, or trailers. */
    void headers(SendSide stream, int status, Fields fields, long contentLength, boolean endStream) throws IOException {
        lock.lock();
        try {
            check(stream);
            responseFields.encode(encoder, status, fields, contentLength);
            headerFrames(stream, endStream);
        } finally {
            lock.unlock();
        }
    }

    /** Sends the trailer section, which ends the stream. */
    void trailers(SendSide stream, Fields fields) throws IOException {
        lock.lock();
        try {
            check(stream);
            putTrailers(stream, fields);
        } finally {
            lock.unlock();
        }
    }

    private void putTrailers(SendSide stream, Fields fields) {
        responseFields.encodeTrailers(encoder, fields);
        headerFrames(stream, true);
    }

    private void headerFrames(SendSide stream, boolean endStream) {
        int size = encoder.size();
        int first = Math.min(size, maxFrame);
        int flags = (endStream ? Frames.END_STREAM : 0) | (first == size ? Frames.END_HEADERS : 0);
        frames.header(first, Frames.HEADERS, flags, stream.streamId, 0);
        frames.put(encoder.array(), 0, first);
        for (int at = first; at < size; at += maxFrame) {
            int length = Math.min(maxFrame, size - at);
            frames.header(length, Frames.CONTINUATION, at + length == size ? Frames.END_HEADERS : 0, stream.streamId,
                    0);
            frames.put(encoder.array(), at, length);
        }
        stream.closed |= endStream;
    }

    /**
     * Sends as much content as windows and socket allow.
     *
     * @param endStream whether the stream ends when all of it is taken
     * @return how many bytes were taken
     */
    int data(SendSide stream, byte[] source, int start, int length, boolean endStream) throws IOException {
        lock.lock();
        try {
            check(stream);
            return putData(stream, source, start, length, endStream);
        } finally {
            lock.unlock();
        }
    }

    private int putData(SendSide stream, byte[] source, int start, int length, boolean endStream) {
        int allowed = (int) Math.max(0, Math.min(Math.min(stream.window, window), Math.min(length, roomForContent())));
        int done = 0;
        boolean over = endStream && allowed == length;
        while (done < allowed || over && !stream.closed) {
            int count = Math.min(maxFrame, allowed - done);
            boolean last = over && done + count == length;
            frames.header(count, Frames.DATA, last ? Frames.END_STREAM : 0, stream.streamId, allowed - done);
            frames.put(source, start + done, count);
            done += count;
            dataFrames++;
            stream.closed = last;
        }
        stream.window -= done;
        window -= done;
        return done;
    }

    private long roomForContent() {
        pressed |= frames.bytes() >= HIGH_MARK;
        return pressed ? 0 : Math.max(Frames.DEFAULT_FRAME_SIZE, HIGH_MARK - frames.bytes());
    }

    /** Leaves the last bytes of a response to be sent as the window opens, and then ends the stream. */
    void tail(SendSide stream, byte[] source, int start, int length, Fields trailers) throws IOException {
        lock.lock();
        try {
            check(stream);
            stream.tail = source;
            stream.tailAt = start;
            stream.tailEnd = start + length;
            stream.trailers = trailers;
            if (!pump(stream)) {
                waiting.add(stream);
            }
        } finally {
            lock.unlock();
        }
    }

    /** @return whether the tail is gone */
    private boolean pump(SendSide stream) {
        boolean endsWithData = stream.trailers == null;
        int length = stream.tailEnd - stream.tailAt;
        stream.tailAt += putData(stream, stream.tail, stream.tailAt, length, endsWithData);
        if (stream.tailAt < stream.tailEnd) {
            return false;
        }
        if (!endsWithData) {
            putTrailers(stream, stream.trailers);
        }
        stream.tail = null;
        return true;
    }

    /** Waits until content may be sent. @param timeoutNanos 0 for no limit @return false when the time is over */
    boolean await(SendSide stream, long timeoutNanos) throws IOException, InterruptedException {
        lock.lock();
        try {
            if (stream.writable == null) {
                stream.writable = lock.newCondition();
            }
            waiting.add(stream);
            long left = timeoutNanos;
            while (!mayGoOn(stream)) {
                if (timeoutNanos == 0) {
                    stream.writable.await();
                } else if (left <= 0) {
                    return false;
                } else {
                    left = stream.writable.awaitNanos(left);
                }
            }
            return true;
        } finally {
            waiting.remove(stream);
            lock.unlock();
        }
    }

    /** Whether a write would be taken, at least in part, or fail. If not, the listener is told when it would. */
    boolean isReady(SendSide stream, Runnable listener) {
        lock.lock();
        try {
            if (mayGoOn(stream)) {
                return true;
            }
            stream.listener = listener;
            waiting.add(stream);
            return false;
        } finally {
            lock.unlock();
        }
    }

    private boolean mayGoOn(SendSide stream) {
        return failure != null || stream.closed || stream.window > 0 && window > 0 && roomForContent() > 0;
    }

    private void check(SendSide stream) throws IOException {
        if (failure != null) {
            throw failure;
        }
        if (stream.closed) {
            throw new IOException("stream " + stream.streamId + " was reset");
        }
    }

    /** Ends a stream in failure; what waits of it is dropped. Does nothing to a stream that has ended. */
    void reset(SendSide stream, ErrorCode code) {
        lock.lock();
        try {
            if (!stream.closed && failure == null) {
                putReset(stream.streamId, code);
            }
            drop(stream);
        } finally {
            lock.unlock();
        }
    }

    /** The peer has reset the stream: nothing more is sent on it. */
    void resetByPeer(SendSide stream) {
        lock.lock();
        try {
            drop(stream);
        } finally {
            lock.unlock();
        }
    }

    private void drop(SendSide stream) {
        stream.closed = true;
        stream.tail = null;
        wake(stream);
    }

    /** Whether the stream has nothing more to send. */
    boolean isClosed(SendSide stream) {
        lock.lock();
        try {
            return stream.closed || failure != null;
        } finally {
            lock.unlock();
        }
    }

    // The connection

    /** Resets a stream that is not kept any more, or never was. */
    void resetUnknown(int streamId, ErrorCode code) {
        lock.lock();
        try {
            putReset(streamId, code);
        } finally {
            lock.unlock();
        }
    }

    private void putReset(int streamId, ErrorCode code) {
        frames.header(4, Frames.RST_STREAM, 0, streamId, 0);
        frames.putInt(code.ordinal());
    }

    /** @param pairs identifier, value, identifier, value … */
    void settings(int... pairs) {
        lock.lock();
        try {
            frames.header(pairs.length / 2 * 6, Frames.SETTINGS, 0, 0, 0);
            for (int i = 0; i < pairs.length; i += 2) {
                frames.putShort(pairs[i]);
                frames.putInt(pairs[i + 1]);
            }
        } finally {
            lock.unlock();
        }
    }

    /** How many DATA frames were sent. */
    long dataFrames() {
        lock.lock();
        try {
            return dataFrames;
        } finally {
            lock.unlock();
        }
    }

    void acknowledgeSettings() {
        lock.lock();
        try {
            frames.header(0, Frames.SETTINGS, Frames.ACK, 0, 0);
        } finally {
            lock.unlock();
        }
    }

    void ping(long opaque, boolean acknowledges) {
        lock.lock();
        try {
            frames.header(8, Frames.PING, acknowledges ? Frames.ACK : 0, 0, 0);
            frames.putLong(opaque);
        } finally {
            lock.unlock();
        }
    }

    void windowUpdate(int streamId, int increment) {
        lock.lock();
        try {
            frames.header(4, Frames.WINDOW_UPDATE, 0, streamId, 0);
            frames.putInt(increment);
        } finally {
            lock.unlock();
        }
    }

    void goAway(int lastStreamId, ErrorCode code, String reason) {
        byte[] text = reason.getBytes(StandardCharsets.US_ASCII);
        lock.lock();
        try {
            frames.header(8 + text.length, Frames.GOAWAY, 0, 0, 0);
            frames.putInt(lastStreamId);
            frames.putInt(code.ordinal());
            frames.put(text, 0, text.length);
        } finally {
            lock.unlock();
        }
    }

    // What the peer says

    void peerFrameSize(int bytes) {
        lock.lock();
        try {
            maxFrame = Math.min(bytes, 4 * Frames.DEFAULT_FRAME_SIZE);
        } finally {
            lock.unlock();
        }
    }

    void peerTableSize(long bytes) {
        lock.lock();
        try {
            encoder.peerTableSize(bytes);
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
            }
            wakeAll();
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
            wakeAll();
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
            wake(stream);
        } finally {
            lock.unlock();
        }
    }

    private void wakeAll() {
        for (SendSide stream : waiting.toArray(SendSide[]::new)) {
            wake(stream);
        }
    }

    private void wake(SendSide stream) {
        if (stream.hasTail() && failure == null && !pump(stream)) {
            return;
        }
        if (stream.writable != null) {
            stream.writable.signalAll();
        }
        if (stream.listener != null && mayGoOn(stream)) {
            Runnable told = stream.listener;
            stream.listener = null;
            told.run();
        }
        if (stream.writable == null && stream.listener == null) {
            waiting.remove(stream);
        }
    }

    // The socket

    /** Whether bytes wait for the socket. */
    boolean isPending() {
        lock.lock();
        try {
            return !frames.isEmpty() || writing;
        } finally {
            lock.unlock();
        }
    }

    /** Whether content waits for the client: for a window, or for the socket. */
    boolean isWaiting() {
        lock.lock();
        try {
            return !waiting.isEmpty() || socketFull;
        } finally {
            lock.unlock();
        }
    }

    /** Writes what is there, unless somebody does already or the socket is full. Any thread. */
    void flush() {
        try {
            BufferLease buffer = begin();
            while (buffer != null) {
                int count = connection.transport().write(buffer.buffer());
                countSent.accept(count);
                buffer = next(buffer, count, connection.transport().flush());
            }
        } catch (IOException e) {
            broke(e);
        }
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
            lock.unlock();
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
            if (failure != null) {
                written.close();
                writing = false;
                return null;
            }
            if (written.buffer().hasRemaining()) {
                frames.putBack(written);
                socketFull = true;
            } else {
                written.close();
                socketFull = !taken;
            }
            if (socketFull) {
                connection.poller().execute(this::awaitSocket);
            }
            relieve();
            writing = !socketFull && !frames.isEmpty();
            return writing ? frames.take() : null;
        } finally {
            lock.unlock();
        }
    }

    private void relieve() {
        if (pressed && frames.bytes() <= LOW_MARK) {
            pressed = false;
            wakeAll();
        }
    }

    private void awaitSocket() {
        if (!connection.isClosing()) {
            connection.interestAlso(SelectionKey.OP_WRITE);
        }
    }

    /** The socket takes bytes again; in the loop. @return whether everything is out */
    boolean goOn() throws IOException {
        if (!connection.transport().flush()) {
            return false;
        }
        lock.lock();
        try {
            socketFull = false;
        } finally {
            lock.unlock();
        }
        flush();
        lock.lock();
        try {
            return !socketFull;
        } finally {
            lock.unlock();
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
            }
            wakeAll();
            frames.release();
        } finally {
            lock.unlock();
        }
    }
}
