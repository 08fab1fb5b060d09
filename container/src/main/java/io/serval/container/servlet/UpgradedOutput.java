package io.serval.container.servlet;

import java.io.IOException;
import java.nio.ByteBuffer;

import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;

import io.serval.http.UpgradedStream;

/** What goes to the peer after an upgrade. Written by one thread at a time. */
final class UpgradedOutput extends ServletOutputStream {
    private final UpgradedStream stream;
    private final UpgradedWait<WriteListener> waiting;

    UpgradedOutput(UpgradedStream stream, WebConnectionImpl connection) {
        this.stream = stream;
        this.waiting = new UpgradedWait<>(connection, stream::whenWritable);
    }

    @Override public void write(int octet) throws IOException {
        write(new byte[] {(byte) octet}, 0, 1);
    }

    @Override public void write(byte[] source, int offset, int length) throws IOException {
        write(ByteBuffer.wrap(source, offset, length));
    }

    @Override public void write(ByteBuffer source) throws IOException {
        waiting.checkNotAwaiting("written", "onWritePossible");
        stream.write(source);
    }

    @Override public void flush() throws IOException {
        stream.flush();
    }

    @Override public void close() throws IOException {
        stream.flush();
    }

    @Override public boolean isReady() {
        if (waiting.isAwaiting()) {
            return false;
        }
        if (stream.isWritable()) {
            return true;
        }
        waiting.await();
        return false;
    }

    @Override public void setWriteListener(WriteListener listener) {
        waiting.listen(listener, () -> tell(listener));
    }

    void started() {
        waiting.started();
    }

    private static void tell(WriteListener listener) throws IOException {
        try {
            listener.onWritePossible();
        } catch (IOException | RuntimeException | Error e) {
            listener.onError(e);
            throw e;
        }
    }
}
