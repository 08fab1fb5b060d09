package io.serval.container.servlet;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;

import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;

import io.serval.container.resource.FileSender;

/**
 * The content of a response as octets. Arrays go straight to the buffer of the exchange; single octets collect here
 * first. Owned by the thread of the request.
 */
final class ServletOutputStreamImpl extends ServletOutputStream implements FileSender {
    private static final int SMALL = 128;

    private final HttpServletResponseImpl response;
    private byte[] small;
    private int size;
    private WriteCallbacks callbacks;

    ServletOutputStreamImpl(HttpServletResponseImpl response) {
        this.response = response;
    }

    private void check() {
        response.request().live();
        if (callbacks != null) {
            callbacks.checkWritable();
        }
    }

    @Override public void write(int octet) throws IOException {
        check();
        if (small == null) {
            small = new byte[SMALL];
        } else if (size == SMALL) {
            drain();
        }
        small[size++] = (byte) octet;
    }

    @Override public void write(byte[] source, int offset, int length) throws IOException {
        check();
        drain();
        response.write(source, offset, length);
    }

    @Override public void write(ByteBuffer source) throws IOException {
        check();
        drain();
        response.write(source);
    }

    @Override public void transferFrom(FileChannel file, long position, long count) throws IOException {
        check();
        drain();
        response.transferFrom(file, position, count);
    }

    /** Hands over the octets that collected. */
    void drain() throws IOException {
        if (size > 0) {
            int length = size;
            size = 0;
            response.write(small, 0, length);
        }
    }

    void drop() {
        size = 0;
    }

    int pending() {
        return size;
    }

    @Override public void flush() throws IOException {
        check();
        drain();
        response.flushContent();
    }

    @Override public void close() throws IOException {
        response.close();
    }

    @Override public boolean isReady() {
        return callbacks == null ? response.content().isReady() : callbacks.isReady();
    }

    @Override public void setWriteListener(WriteListener listener) {
        Checks.notNull(listener, "listener");
        if (callbacks != null) {
            throw new IllegalStateException("a WriteListener was set already for this response");
        }
        if (!response.request().isAsyncStarted()) {
            throw new IllegalStateException("a WriteListener needs an asynchronous request: call startAsync() first");
        }
        callbacks = new WriteCallbacks(response.content(), listener, response.request());
        callbacks.await();
    }
}
