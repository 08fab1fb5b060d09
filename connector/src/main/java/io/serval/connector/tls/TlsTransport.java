package io.serval.connector.tls;

import java.io.IOException;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.FileChannel;
import java.nio.channels.SelectableChannel;
import java.util.concurrent.locks.ReentrantLock;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLEngineResult.Status;
import javax.net.ssl.SSLException;

import io.serval.connector.buffer.BufferLease;
import io.serval.connector.buffer.BufferPool;
import io.serval.connector.net.Transport;
import io.serval.http.TlsInfo;

/**
 * Bytes in and out of a socket through TLS. {@link TlsHandshake} makes the session first; then this is a transport
 * like any.
 *
 * <p>One thread at a time may read while another writes: reading unwraps, writing wraps, which the engine allows side
 * by
 * side; what reading has to answer by itself (a key update, a close) is wrapped under the lock of the writing side. An
 * idle
 * transport holds no buffer.
 */
public final class TlsTransport implements Transport {
    private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);
    private static final int FILE_BYTES = 16 * 1024;
    /** Room for the largest record (RFC 8446 §5.2), its header included, and as much again. */
    private static final int RECORD_BYTES = 17 * 1024;
    /** Records in a row that carry no content: key updates, empty fragments. No honest peer sends that many. */
    private static final int MOST_IDLE_RECORDS = 64;

    private final Transport socket;
    private final BufferPool pool;
    private SSLEngine engine;
    private TlsInfo info;

    /** Records as received, ready to be read; {@code null} when there are none. */
    private BufferLease received;
    /** What was unwrapped and did not fit the reader, ready to be read; {@code null} when there is none. */
    private BufferLease unwrapped;
    private boolean underflow;
    private boolean inputEnded;
    private boolean endTold;
    private int idleRecords;
    /** Keeps the loop from taking the buffers away while a worker reads; never waited for long. */
    private final ReentrantLock reading = new ReentrantLock();
    private boolean closed;

    private final ReentrantLock writing = new ReentrantLock();
    /** Records that the socket has not taken yet, ready to be written; {@code null} when there are none. */
    private BufferLease wrapped;
    private boolean closeSent;

    /** @param socket the encrypted side  @param pool for records and what is in them */
    TlsTransport(Transport socket, BufferPool pool) {
        this.socket = socket;
        this.pool = pool;
    }

    // The handshake's

    Transport socket() {
        return socket;
    }

    void engine(SSLEngine chosen) {
        engine = chosen;
    }

    SSLEngine engine() {
        return engine;
    }

    void established(TlsInfo session) {
        info = session;
    }

    /** Reads a record, or what is there of it. @return as {@link #receive(int)} */
    int receive() throws IOException {
        return receive(RECORD_BYTES);
    }

    /**
     * Reads from the socket what fits.
     *
     * @param wanted bytes that can be used now: for many, several records are read at once
     * @return as the socket's read, and 0 when the buffer is full
     */
    private int receive(int wanted) throws IOException {
        if (received == null) {
            received = pool.lease(Math.max(RECORD_BYTES, Math.min(wanted, BufferPool.LARGEST)));
            received.buffer().flip();
        }
        ByteBuffer records = received.buffer();
        records.compact();
        int count = records.hasRemaining() ? socket.read(records) : 0;
        records.flip();
        if (!records.hasRemaining()) {
            releaseReceived();
        }
        return count;
    }

    /** What was received and not unwrapped. */
    ByteBuffer received() {
        return received == null ? NOTHING.duplicate() : received.buffer();
    }

    /** Unwraps a handshake record. */
    SSLEngineResult unwrapHandshake() throws SSLException {
        SSLEngineResult result = engine.unwrap(received(), NOTHING.duplicate());
        underflow = result.getStatus() == Status.BUFFER_UNDERFLOW;
        if (received != null && !received.buffer().hasRemaining()) {
            releaseReceived();
        }
        return result;
    }

    /** Wraps what the engine has to say by itself, and passes on what the socket takes. */
    SSLEngineResult wrapHandshake() throws IOException {
        writing.lock();
        try {
            SSLEngineResult result = wrap(NOTHING.duplicate());
            flushWrapped();
            return result;
        } finally {
            writing.unlock();
        }
    }

    /** What must not happen once the session stands: a renegotiation, which TLS 1.3 has abolished. */
    private void answer(HandshakeStatus status) throws IOException {
        if (status == HandshakeStatus.NEED_WRAP && (info == null || info.protocol().equals("TLSv1.3") || inputEnded)) {
            wrapHandshake();
        } else if (status == HandshakeStatus.NEED_TASK && info != null && info.protocol().equals("TLSv1.3")) {
            for (Runnable task; (task = engine.getDelegatedTask()) != null; ) {
                task.run();
            }
        } else if (status != HandshakeStatus.NOT_HANDSHAKING && status != HandshakeStatus.FINISHED
                && status != HandshakeStatus.NEED_UNWRAP && status != HandshakeStatus.NEED_UNWRAP_AGAIN) {
            throw new SSLException("the client wants to renegotiate");
        }
    }

    // Transport

    @Override public int read(ByteBuffer target) throws IOException {
        reading.lock();
        try {
            if (closed) {
                throw new ClosedChannelException();
            }
            return readAll(target);
        } finally {
            reading.unlock();
        }
    }

    private int readAll(ByteBuffer target) throws IOException {
        int count = takeUnwrapped(target);
        while (target.hasRemaining()) {
            if (!received().hasRemaining() || underflow) {
                int more = inputEnded ? -1 : receive(target.remaining());
                if (more <= 0) {
                    inputEnded |= more < 0;
                    return count == 0 && inputEnded ? end() : count;
                }
                underflow = false;
            }
            int before = target.position();
            unwrap(target);
            count += target.position() - before;
        }
        return count;
    }

    /** A peer that closes without saying so may have been cut off by somebody else (RFC 8446 §6.1). */
    private int end() throws SSLException {
        endTold = true;
        if (!engine.isInboundDone()) {
            throw new SSLException("the client ended the connection without ending its TLS session");
        }
        return -1;
    }

    private void unwrap(ByteBuffer target) throws IOException {
        SSLEngineResult result = engine.unwrap(received(), target);
        if (result.getStatus() == Status.BUFFER_OVERFLOW) {
            result = unwrapAside();
            takeUnwrapped(target);
        }
        underflow = result.getStatus() == Status.BUFFER_UNDERFLOW;
        inputEnded |= result.getStatus() == Status.CLOSED;
        checkIdle(result);
        if (underflow) {
            makeRoomForRecord();
        } else if (!received().hasRemaining()) {
            releaseReceived();
        }
        answer(result.getHandshakeStatus());
    }

    /** Unwraps a record that the reader has no room for. */
    private SSLEngineResult unwrapAside() throws SSLException {
        BufferLease aside = pool.lease(Math.max(RECORD_BYTES, engine.getSession().getApplicationBufferSize()));
        try {
            SSLEngineResult result = engine.unwrap(received(), aside.buffer());
            aside.buffer().flip();
            unwrapped = aside;
            return result;
        } finally {
            if (unwrapped != aside) {
                aside.close();
            }
        }
    }

    private void checkIdle(SSLEngineResult result) throws SSLException {
        idleRecords = result.bytesProduced() > 0 ? 0 : idleRecords + (result.bytesConsumed() > 0 ? 1 : 0);
        if (idleRecords > MOST_IDLE_RECORDS) {
            throw new SSLException("more than " + MOST_IDLE_RECORDS + " records without content in a row");
        }
    }

    /** A record larger than the buffer that holds its beginning: some peers send up to 2^14 and a lot more. */
    private void makeRoomForRecord() throws SSLException {
        ByteBuffer records = received();
        int needed = engine.getSession().getPacketBufferSize();
        if (received == null || records.remaining() < received.capacity()) {
            return;
        }
        if (received.capacity() >= needed) {
            throw new SSLException("a record is larger than " + needed + " bytes");
        }
        BufferLease larger = pool.lease(needed);
        larger.buffer().put(records).flip();
        received.close();
        received = larger;
    }

    private int takeUnwrapped(ByteBuffer target) {
        if (unwrapped == null) {
            return 0;
        }
        ByteBuffer source = unwrapped.buffer();
        int count = Math.min(source.remaining(), target.remaining());
        target.put(source.slice(source.position(), count));
        source.position(source.position() + count);
        if (!source.hasRemaining()) {
            unwrapped.close();
            unwrapped = null;
        }
        return count;
    }

    @Override public boolean hasBufferedInput() {
        return unwrapped != null || received != null && !underflow || inputEnded && !endTold;
    }

    @Override public int write(ByteBuffer source) throws IOException {
        writing.lock();
        try {
            int before = source.position();
            if (closeSent) {
                throw new ClosedChannelException();
            }
            while (source.hasRemaining() && flushWrapped()) {
                do {
                    wrapContent(source);
                } while (source.hasRemaining() && hasRoomForRecord());
            }
            flushWrapped();
            return source.position() - before;
        } finally {
            writing.unlock();
        }
    }

    private void wrapContent(ByteBuffer source) throws IOException {
        SSLEngineResult result = wrap(source);
        if (result.getStatus() != Status.OK) {
            throw new IOException("the TLS session is closed");
        }
    }

    private boolean hasRoomForRecord() {
        return wrapped != null && wrapped.capacity() - wrapped.buffer().limit() >= RECORD_BYTES;
    }

    /** Wraps one record behind those that wait. */
    private SSLEngineResult wrap(ByteBuffer source) throws SSLException {
        if (wrapped == null) {
            int wanted = source.remaining() > FILE_BYTES ? BufferPool.LARGEST : RECORD_BYTES + source.remaining() / 8;
            wrapped = pool.lease(Math.max(wanted, engine.getSession().getPacketBufferSize()));
            wrapped.buffer().flip();
        }
        ByteBuffer records = wrapped.buffer();
        records.compact();
        SSLEngineResult result;
        try {
            result = engine.wrap(source, records);
        } finally {
            records.flip();
        }
        return result;
    }

    /** @return whether nothing waits */
    private boolean flushWrapped() throws IOException {
        if (wrapped == null) {
            return true;
        }
        socket.write(wrapped.buffer());
        if (wrapped.buffer().hasRemaining()) {
            return false;
        }
        wrapped.close();
        wrapped = null;
        return true;
    }

    @Override public boolean flush() throws IOException {
        writing.lock();
        try {
            return flushWrapped();
        } finally {
            writing.unlock();
        }
    }

    @Override public long transferFrom(FileChannel file, long position, long count) throws IOException {
        try (BufferLease part = pool.lease((int) Math.min(count, BufferPool.LARGEST))) {
            ByteBuffer content = part.buffer();
            content.limit((int) Math.min(content.capacity(), count));
            if (!flush() || file.read(content, position) <= 0) {
                return 0;
            }
            return write(content.flip());
        }
    }

    @Override public void shutdownOutput() throws IOException {
        sayClose();
        socket.shutdownOutput();
    }

    /** Sends close_notify (RFC 8446 §6.1), once, as far as the socket takes it. */
    private void sayClose() throws IOException {
        writing.lock();
        try {
            if (closeSent || info == null) {
                return;                                     // a handshake that failed has said so by its alert
            }
            closeSent = true;
            engine.closeOutbound();
            if (flushWrapped()) {
                while (!engine.isOutboundDone() && wrap(NOTHING.duplicate()).bytesProduced() > 0) {
                    flushWrapped();
                }
            }
        } finally {
            writing.unlock();
        }
    }

    @Override public SelectableChannel channel() {
        return socket.channel();
    }

    @Override public SocketAddress remoteAddress() {
        return socket.remoteAddress();
    }

    @Override public SocketAddress localAddress() {
        return socket.localAddress();
    }

    @Override public TlsInfo tls() {
        return info;
    }

    @Override public void close() throws IOException {
        try {
            sayClose();
        } catch (IOException e) {
            // The peer is gone, or does not listen any more; the socket is closed all the same.
        } finally {
            release();
            socket.close();
        }
    }

    private void release() {
        reading.lock();
        try {
            closed = true;
            releaseReceived();
            if (unwrapped != null) {
                unwrapped.close();
                unwrapped = null;
            }
        } finally {
            reading.unlock();
        }
        writing.lock();
        try {
            if (wrapped != null) {
                wrapped.close();
                wrapped = null;
            }
        } finally {
            writing.unlock();
        }
    }

    private void releaseReceived() {
        if (received != null) {
            received.close();
            received = null;
            underflow = false;
        }
    }
}
