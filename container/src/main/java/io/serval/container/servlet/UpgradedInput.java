package io.serval.container.servlet;

import java.io.IOException;
import java.nio.ByteBuffer;

import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletInputStream;

import io.serval.http.UpgradedStream;

/** What comes from the peer after an upgrade. Read by one thread at a time; the state is guarded by the monitor. */
final class UpgradedInput extends ServletInputStream {
    private final UpgradedStream stream;
    private final WebConnectionImpl connection;
    private ReadListener listener;
    private boolean started;
    private boolean awaiting;
    private volatile boolean finished;

    UpgradedInput(UpgradedStream stream, WebConnectionImpl connection) {
        this.stream = stream;
        this.connection = connection;
    }

    @Override public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override public int read(byte[] target, int offset, int length) throws IOException {
        return read(ByteBuffer.wrap(target, offset, length));
    }

    @Override public int read(ByteBuffer target) throws IOException {
        checkReadable();
        if (!target.hasRemaining()) {
            return 0;
        }
        int count = finished ? -1 : stream.read(target);
        finished |= count < 0;
        return count;
    }

    private synchronized void checkReadable() {
        if (awaiting) {
            throw new IllegalStateException("nothing can be read now without waiting: isReady() said no, and"
                    + " onDataAvailable() will be called");
        }
    }

    @Override public boolean isFinished() {
        return finished;
    }

    @Override public boolean isReady() {
        synchronized (this) {
            if (awaiting || finished) {
                return false;
            }
        }
        if (stream.isReadable()) {
            return true;
        }
        await();
        return false;
    }

    private void await() {
        synchronized (this) {
            if (listener == null || !started || awaiting || connection.isClosed()) {
                return;
            }
            awaiting = true;
        }
        stream.whenReadable(this::readable);
    }

    @Override public void setReadListener(ReadListener value) {
        Checks.notNull(value, "listener");
        synchronized (this) {
            if (listener != null) {
                throw new IllegalStateException("a ReadListener was set already for this connection");
            }
            listener = value;
        }
        await();
    }

    void started() {
        synchronized (this) {
            started = true;
        }
        await();
    }

    private void readable() {
        synchronized (this) {
            awaiting = false;
        }
        if (!connection.isClosed() && !connection.owner().call(this::tell)) {
            connection.closeQuietly();
        }
    }

    private void tell() throws IOException {
        try {
            listener.onDataAvailable();
            if (finished && !connection.isClosed()) {
                listener.onAllDataRead();
            }
        } catch (IOException | RuntimeException | Error e) {
            listener.onError(e);
            throw e;
        }
    }
}
