package io.serval.container.servlet;

import java.io.IOException;

import jakarta.servlet.ReadListener;

import io.serval.http.HttpExchange.ExchangeTask;
import io.serval.http.RequestContent;

/**
 * Calls a {@link ReadListener} (Servlet 6.1 §3.7): {@code onDataAvailable} first when there is something to read, then
 * each time after {@code isReady()} said no; {@code onAllDataRead} once, at the end; {@code onError} once, and then
 * nothing more. Calls come from tasks of the request, so never two at a time.
 *
 * <p>The state is guarded by its monitor, as {@code isReady()} may be called from a thread of the application; no
 * listener is called while it is held.
 */
final class ReadCallbacks {
    private enum State { READY, AWAITING, CALLING, DONE }

    private final RequestContent content;
    private final ReadListener listener;
    private final HttpServletRequestImpl request;
    private final ExchangeTask task;
    private State state = State.READY;
    private boolean called;

    ReadCallbacks(RequestContent content, ReadListener listener, HttpServletRequestImpl request) {
        this.content = content;
        this.listener = listener;
        this.request = request;
        this.task = () -> request.cycle().resume(request, this::ready);
    }

    /** Calls the listener as soon as it can read. */
    void await() {
        synchronized (this) {
            if (state == State.AWAITING || state == State.DONE) {
                return;
            }
            state = State.AWAITING;
        }
        content.whenReady(task);
    }

    /** Whether a read would not wait; if it would, the listener will be called. */
    boolean isReady() {
        if (content.isFinished()) {
            return false;
        }
        synchronized (this) {
            if (state == State.AWAITING || state == State.DONE) {
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
    synchronized void checkReadable() {
        boolean wouldWait = !content.isReady() && !content.isFinished();
        if (state == State.AWAITING || !called || wouldWait) {
            throw new IllegalStateException("nothing can be read now without waiting: isReady() was not asked, or said"
                    + " no; onDataAvailable() will be called");
        }
    }

    private void ready() {
        synchronized (this) {
            if (state != State.AWAITING) {
                return;
            }
            state = State.CALLING;
            called = true;
        }
        try {
            call();
        } catch (IOException | RuntimeException | Error e) {
            fail(e);
        }
    }

    private void call() throws IOException {
        if (!content.isFinished()) {
            listener.onDataAvailable();
        }
        if (request.isEnded()) {
            return;
        }
        boolean finished = content.isFinished();
        synchronized (this) {
            if (state == State.CALLING || finished) {
                state = finished ? State.DONE : State.READY;
            }
        }
        if (finished) {
            listener.onAllDataRead();
        }
    }

    private void fail(Throwable failure) {
        synchronized (this) {
            state = State.DONE;
        }
        listener.onError(failure);
        request.cycle().ioFailed(request, failure);
    }
}
