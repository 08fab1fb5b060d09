package io.serval.container.servlet;

import java.io.IOException;

import jakarta.servlet.WriteListener;

import io.serval.http.HttpExchange.ExchangeTask;
import io.serval.http.ResponseContent;

/**
 * Calls a {@link WriteListener} (Servlet 6.1 §5.5): {@code onWritePossible} first when a write is possible, then each
 * time after {@code isReady()} said no; {@code onError} once, and then nothing more. Calls come from tasks of the
 * request, so never two at a time.
 *
 * <p>The state is guarded by its monitor, as {@code isReady()} may be called from a thread of the application; no
 * listener is called while it is held.
 */
final class WriteCallbacks {
    private enum State { READY, AWAITING, DONE }

    private final ResponseContent content;
    private final WriteListener listener;
    private final HttpServletRequestImpl request;
    private final ExchangeTask task;
    private State state = State.READY;

    WriteCallbacks(ResponseContent content, WriteListener listener, HttpServletRequestImpl request) {
        this.content = content;
        this.listener = listener;
        this.request = request;
        this.task = () -> request.cycle().resume(request, this::ready);
    }

    /** Calls the listener as soon as it can write. */
    void await() {
        synchronized (this) {
            if (state != State.READY) {
                return;
            }
            state = State.AWAITING;
        }
        content.whenReady(task);
    }

    /** Whether a write would not wait; if it would, the listener will be called. */
    boolean isReady() {
        synchronized (this) {
            if (state != State.READY) {
                return false;
            }
        }
        if (content.isReady()) {
            return true;
        }
        await();
        return false;
    }

    /** @throws IllegalStateException if {@link #isReady} has said no */
    synchronized void checkWritable() {
        if (state == State.AWAITING) {
            throw new IllegalStateException("nothing can be written now without waiting: isReady() said no, and"
                    + " onWritePossible() will be called");
        }
    }

    private void ready() {
        synchronized (this) {
            if (state != State.AWAITING) {
                return;
            }
            state = State.READY;
        }
        try {
            listener.onWritePossible();
        } catch (IOException | RuntimeException | Error e) {
            synchronized (this) {
                state = State.DONE;
            }
            listener.onError(e);
            request.cycle().ioFailed(request, e);
        }
    }
}
