package io.serval.container.servlet;

import java.io.IOException;
import java.nio.ByteBuffer;

import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletInputStream;

import io.serval.http.RequestContent;

/**
 * The content of a request. Reading waits for the client, until a {@link ReadListener} is set: from then on it reads
 * only what {@link #isReady} has promised (Servlet 6.1 §3.7). Owned by the thread of the request.
 */
final class ServletInputStreamImpl extends ServletInputStream {
    private final HttpServletRequestImpl request;
    private byte[] one;
    private ReadCallbacks callbacks;
    private boolean closed;

    ServletInputStreamImpl(HttpServletRequestImpl request) {
        this.request = request;
    }

    private RequestContent content() throws IOException {
        RequestContent content = request.content();
        if (closed) {
            throw new IOException("the stream was closed");
        }
        if (callbacks != null) {
            callbacks.checkReadable();
        }
        return content;
    }

    @Override public int read() throws IOException {
        if (one == null) {
            one = new byte[1];
        }
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override public int read(byte[] target, int offset, int length) throws IOException {
        RequestContent content = content();
        try {
            return content.read(target, offset, length);
        } catch (IOException e) {
            throw request.response().clientFailed(e);
        }
    }

    @Override public int read(ByteBuffer target) throws IOException {
        RequestContent content = content();
        try {
            return content.read(target);
        } catch (IOException e) {
            throw request.response().clientFailed(e);
        }
    }

    @Override public int available() throws IOException {
        RequestContent content = request.content();
        return closed ? 0 : content.available();
    }

    @Override public boolean isFinished() {
        return request.content().isFinished();
    }

    @Override public boolean isReady() {
        RequestContent content = request.content();
        return callbacks == null ? content.isReady() : callbacks.isReady();
    }

    @Override public void setReadListener(ReadListener listener) {
        Checks.notNull(listener, "listener");
        if (callbacks != null) {
            throw new IllegalStateException("a ReadListener was set already for this request");
        }
        if (!request.isAsyncStarted()) {
            throw new IllegalStateException("a ReadListener needs an asynchronous request: call startAsync() first");
        }
        callbacks = new ReadCallbacks(request.content(), listener, request);
        callbacks.await();
    }

    @Override public void close() {
        closed = true;
    }
}
