package io.serval.connector.http2;

import java.io.IOException;
import java.util.function.LongConsumer;

import io.serval.connector.net.Connection;
import io.serval.http.Fields;

/**
 * The writing half of a connection: frames from all streams and from the loop come together here and go out in few
 * writes. What is said here needs no window; content goes by {@link SendFlow}, and {@link SocketWriter} writes it all.
 * The three share one lock. Safe for any thread.
 */
final class Http2Output {
    private final Connection connection;
    private final OutputLock lock = new OutputLock();
    private final FrameWriter writer;
    private final SocketWriter socket;
    private final SendFlow flow;

    /** @param countSent told how many bytes the socket took */
    Http2Output(Connection connection, Http2Settings settings, ResponseFields responseFields,
                LongConsumer countSent) {
        this.connection = connection;
        writer = new FrameWriter(connection.poller().direct(), responseFields);
        socket = new SocketWriter(connection, lock, writer.buffers(), countSent);
        flow = new SendFlow(lock, writer, socket, connection.poller().ticker(),
                new Patience(socket, settings.rates(), settings.writeNanos()));
    }

    SendFlow flow() {
        return flow;
    }

    SocketWriter socket() {
        return socket;
    }

    /** The frames, for what is said by {@link #say}. */
    FrameWriter writer() {
        return writer;
    }

    /** Something about the connection as a whole is said; not after its end. */
    void say(Runnable frame) {
        lock.lock();
        try {
            if (socket.failure() == null) {
                frame.run();
            }
        } finally {
            lock.unlock();
        }
    }

    void windowUpdate(int streamId, int increment) {
        say(() -> writer.windowUpdate(streamId, increment));
    }

    /** Resets a stream that is not kept any more, or never was. */
    void resetUnknown(int streamId, ErrorCode code) {
        say(() -> writer.reset(streamId, code));
    }

    /** Sends a header section: an interim response or a response. */
    void headers(SendSide stream, int status, Fields fields, long contentLength, boolean endStream) throws IOException {
        lock.lock();
        try {
            flow.check(stream);
            writer.headers(stream.streamId, status, fields, contentLength, endStream);
            if (endStream) {
                flow.ended(stream);
            }
        } finally {
            lock.unlock();
        }
    }

    /** Ends a stream in failure; what waits of it is dropped. Does nothing to a stream that has ended. */
    void reset(SendSide stream, ErrorCode code) {
        lock.lock();
        try {
            if (!stream.closed && socket.failure() == null) {
                writer.reset(stream.streamId, code);
            }
            flow.ended(stream);
            flow.serve();
        } finally {
            lock.unlock();
        }
    }

    /** The peer has reset the stream: nothing more is sent on it. */
    void resetByPeer(SendSide stream) {
        lock.lock();
        try {
            flow.ended(stream);
            flow.serve();
        } finally {
            lock.unlock();
        }
    }

    /** Writes what is there, unless somebody does already or the socket is full. */
    void flush() {
        try {
            socket.flush();
        } catch (IOException e) {
            close(e);
            connection.poller().execute(connection::close);
        }
    }

    /** The socket takes bytes again; in the loop. @return whether everything is out, or somebody else writes */
    boolean goOn() throws IOException {
        if (!socket.resume()) {
            return false;
        }
        flush();
        return !socket.isFull();
    }

    /** Nothing more can be written: every writer fails, now and later. */
    void close(IOException cause) {
        lock.lock();
        try {
            socket.fail(cause);
            flow.endAll();
        } finally {
            lock.unlock();
        }
    }
}
