package io.serval.container.servlet;

import java.io.IOException;
import java.nio.ByteBuffer;

import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;

import io.serval.http.UpgradedStream;

/** What goes to the peer after an upgrade. Written by one thread at a time; the state is guarded by the monitor. */
final class UpgradedOutput extends ServletOutputStream {
    private final UpgradedStream stream;
    private final WebConnectionImpl connection;
    private WriteListener listener;
    private boolean started;
    private boolean awaiting;

    UpgradedOutput(UpgradedStream stream, WebConnectionImpl connection) {
        this.stream = stream;
        this.connection = connection;
    }

    @Override public void write(int octet) throws IOException {
        write(new byte[] {(byte) octet}, 0, 1);
    }

    @Override public void write(byte[] source, int offset, int length) throws IOException {
        write(ByteBuffer.wrap(source, offset, length));
    }

    @Override public void write(ByteBuffer source) throws IOException {
        synchronized (this) {
            if (awaiting) {
                throw new IllegalStateException("nothing can be written now without waiting: isReady() said no, and"
                        + " onWritePossible() will be called");
            }
        }
        stream.write(source);
    }

    @Override public void flush() throws IOException {
        stream.flush();
    }

    @Override public void close() throws IOException {
        stream.flush();
    }

    @Override public boolean isReady() {
        synchronized (this) {
            if (awaiting) {
                return false;
            }
        }
        if (stream.isWritable()) {
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
        stream.whenWritable(this::writable);
    }

    @Override public void setWriteListener(WriteListener value) {
        Checks.notNull(value, "listener");
        synchronized (this) {
            if (listener != null) {
                throw new IllegalStateException("a WriteListener was set already for this connection");
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

    private void writable() {
        synchronized (this) {
            awaiting = false;
        }
        if (!connection.isClosed() && !connection.owner().call(this::tell)) {
            connection.closeQuietly();
        }
    }

    private void tell() throws IOException {
        try {
            listener.onWritePossible();
        } catch (IOException | RuntimeException | Error e) {
            listener.onError(e);
            throw e;
        }
    }
}
