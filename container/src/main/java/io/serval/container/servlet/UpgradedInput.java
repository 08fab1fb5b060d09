package io.serval.container.servlet;

import java.io.IOException;
import java.nio.ByteBuffer;

import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletInputStream;

import io.serval.http.UpgradedStream;

/** What comes from the peer after an upgrade. Read by one thread at a time. */
final class UpgradedInput extends ServletInputStream {
    private final UpgradedStream stream;
    private final WebConnectionImpl connection;
    private final UpgradedWait<ReadListener> waiting;
    private volatile boolean finished;

    UpgradedInput(UpgradedStream stream, WebConnectionImpl connection) {
        this.stream = stream;
        this.connection = connection;
        this.waiting = new UpgradedWait<>(connection, stream::whenReadable);
    }

    @Override public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override public int read(byte[] target, int offset, int length) throws IOException {
        return read(ByteBuffer.wrap(target, offset, length));
    }

    @Override public int read(ByteBuffer target) throws IOException {
        waiting.checkNotAwaiting("read", "onDataAvailable");
        if (!target.hasRemaining()) {
            return 0;
        }
        int count = finished ? -1 : stream.read(target);
        finished |= count < 0;
        return count;
    }

    @Override public boolean isFinished() {
        return finished;
    }

    @Override public boolean isReady() {
        if (finished || waiting.isAwaiting()) {
            return false;
        }
        if (stream.isReadable()) {
            return true;
        }
        waiting.await();
        return false;
    }

    @Override public void setReadListener(ReadListener listener) {
        waiting.listen(listener, () -> tell(listener));
    }

    void started() {
        waiting.started();
    }

    private void tell(ReadListener listener) throws IOException {
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
