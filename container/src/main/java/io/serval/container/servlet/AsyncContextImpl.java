package io.serval.container.servlet;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.AsyncEvent;
import jakarta.servlet.AsyncListener;
import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.serval.http.HttpException;
import io.serval.http.HttpExchange.Cancellable;
import io.serval.http.Status;

/**
 * An asynchronous request (Servlet 6.1 §2.3.3.3); one object for all its cycles from {@code startAsync} to the next.
 *
 * <p>May be used by any thread: the state is guarded by a lock that is never held while the application runs. What the
 * application asks for is done by the owner of the request, at once if it is just returning, else by a task of the
 * exchange; so dispatches, time-outs and listeners never overlap.
 */
public final class AsyncContextImpl implements AsyncContext {
    private static final Logger log = LoggerFactory.getLogger(AsyncContextImpl.class);

    private final HttpServletRequestImpl request;
    private final ReentrantLock lock = new ReentrantLock();
    private AsyncState state = AsyncState.DISPATCHED;
    private ServletRequest asyncRequest;
    private ServletResponse asyncResponse;
    private boolean given;
    private RequestView startedIn;
    private AsyncTarget target;
    private long timeoutMillis;
    private Cancellable timer;
    private List<Subscriber> subscribers = new ArrayList<>(2);

    private record Subscriber(AsyncListener listener, ServletRequest request, ServletResponse response) { }

    /** Calls one method of a listener. */
    @FunctionalInterface
    private interface Notice {
        void give(AsyncListener listener, AsyncEvent event) throws IOException;
    }

    AsyncContextImpl(HttpServletRequestImpl request) {
        this.request = request;
    }

    /** Begins a cycle. @param wrapped whether request and response were given by the application */
    void start(ServletRequest newRequest, ServletResponse newResponse, boolean wrapped) {
        List<Subscriber> former;
        lock.lock();
        try {
            if (state != AsyncState.DISPATCHED) {
                throw new IllegalStateException("startAsync() was called already for this dispatch: " + state);
            }
            state = AsyncState.STARTED;
            asyncRequest = newRequest;
            asyncResponse = newResponse;
            given = wrapped;
            startedIn = request.view();
            target = null;
            timeoutMillis = request.settings().asyncTimeout().toMillis();
            former = subscribers;
            subscribers = new ArrayList<>(2);
        } finally {
            lock.unlock();
        }
        request.suspend();
        request.live().whenGone(() -> request.cycle().resume(request, this::abandon));
        tell(former, null, AsyncListener::onStartAsync);
    }

    boolean isStarted() {
        lock.lock();
        try {
            return state != AsyncState.DISPATCHED && state != AsyncState.COMPLETED;
        } finally {
            lock.unlock();
        }
    }

    /** What the owner of the request has to do next. */
    enum Next { WAIT, DISPATCH, COMPLETE }

    /** The owner returns from the application. From here on, if the answer is to wait, tasks carry the request on. */
    Next returned() {
        lock.lock();
        try {
            switch (state) {
                case STARTED -> {
                    state = AsyncState.WAITING;
                    startTimer();
                    return Next.WAIT;
                }
                case DISPATCH_DUE -> {
                    state = AsyncState.DISPATCHED;
                    return Next.DISPATCH;
                }
                case COMPLETE_DUE, DISPATCHED -> {
                    state = AsyncState.COMPLETED;
                    return Next.COMPLETE;
                }
                default -> {
                    return Next.WAIT;
                }
            }
        } finally {
            lock.unlock();
        }
    }

    private void startTimer() {
        if (timeoutMillis > 0) {
            timer = request.live().schedule(Duration.ofMillis(timeoutMillis),
                    () -> request.cycle().resume(request, this::expire));
        }
    }

    private void stopTimer() {
        if (timer != null) {
            timer.cancel();
            timer = null;
        }
    }

    /** The time is up, unless something was decided meanwhile. */
    private void expire() {
        if (move(AsyncState.WAITING, AsyncState.EXPIRING)) {
            tell(subscribers(), null, AsyncListener::onTimeout);
            giveUp(AsyncState.EXPIRING, null);
        }
    }

    /**
     * Something failed while the request was asynchronous: listeners may still save it.
     *
     * @return false if the request was not asynchronous any more
     */
    boolean fail(Throwable failure) {
        lock.lock();
        try {
            if (state == AsyncState.DISPATCHED || state == AsyncState.COMPLETED) {
                return false;
            }
            state = AsyncState.FAILING;
            stopTimer();
        } finally {
            lock.unlock();
        }
        tell(subscribers(), failure, AsyncListener::onError);
        giveUp(AsyncState.FAILING, failure);
        return true;
    }

    /** The client is gone: nobody waits for a response any more. */
    private void abandon() {
        fail(new HttpException(Status.BAD_REQUEST, "the client is gone"));
    }

    /** No listener took the request on: an error page tells the client, and may take it on too (§2.3.3.3). */
    private void giveUp(AsyncState unchanged, Throwable failure) {
        if (is(unchanged)) {
            request.cycle().asyncFailed(request, failure);
        }
        move(unchanged, AsyncState.COMPLETE_DUE);
    }

    /** Whether nobody has called {@code dispatch()} or {@code complete()} yet. */
    boolean isUndecided() {
        lock.lock();
        try {
            return state.isOpen();
        } finally {
            lock.unlock();
        }
    }

    private boolean is(AsyncState expected) {
        lock.lock();
        try {
            return state == expected;
        } finally {
            lock.unlock();
        }
    }

    private boolean move(AsyncState from, AsyncState to) {
        lock.lock();
        try {
            if (state != from) {
                return false;
            }
            state = to;
            return true;
        } finally {
            lock.unlock();
        }
    }

    AsyncTarget target() {
        return target;
    }

    ServletRequest asyncRequest() {
        return asyncRequest;
    }

    ServletResponse asyncResponse() {
        return asyncResponse;
    }

    /** Tells the listeners of the last cycle that all is over. */
    void completed() {
        tell(subscribers(), null, AsyncListener::onComplete);
    }

    private List<Subscriber> subscribers() {
        lock.lock();
        try {
            return List.copyOf(subscribers);
        } finally {
            lock.unlock();
        }
    }

    private void tell(List<Subscriber> whom, Throwable failure, Notice notice) {
        for (Subscriber each : whom) {
            try {
                notice.give(each.listener, new AsyncEvent(this, each.request, each.response, failure));
            } catch (IOException | RuntimeException e) {
                log.warn("AsyncListener [{}] of {} failed; the others are told all the same",
                        each.listener.getClass().getName(), request, e);
            }
        }
    }

    @Override public ServletRequest getRequest() {
        checkNotDecided("getRequest()");
        return asyncRequest;
    }

    @Override public ServletResponse getResponse() {
        checkNotDecided("getResponse()");
        return asyncResponse;
    }

    /** The cycle is over for the application once it said how it goes on. */
    private void checkNotDecided(String what) {
        request.live();
        if (!isUndecided()) {
            throw new IllegalStateException(what + " cannot be called after dispatch() or complete()");
        }
    }

    @Override public boolean hasOriginalRequestAndResponse() {
        request.live();
        return asyncRequest == request.servedRequest() && asyncResponse == request.servedResponse();
    }

    @Override public void dispatch() {
        request.live();
        if (given && asyncRequest instanceof HttpServletRequest http) {
            decide(AsyncTarget.ofUri(startedIn.context(), http.getRequestURI(), startedIn));
        } else {
            decide(AsyncTarget.again(request.baseView()));
        }
    }

    @Override public void dispatch(String path) {
        request.live();
        decide(AsyncTarget.ofPath(startedIn.context(), path));
    }

    @Override public void dispatch(ServletContext context, String path) {
        request.live();
        if (!(context instanceof ServletContextImpl own)) {
            throw new IllegalArgumentException("not a context of this container: " + context);
        }
        decide(AsyncTarget.ofPath(own, path));
    }

    @Override public void complete() {
        request.live();
        decide(null);
    }

    /** @param where {@code null} to complete */
    private void decide(AsyncTarget where) {
        boolean ownerIsAway;
        lock.lock();
        try {
            if (!state.isOpen()) {
                throw new IllegalStateException((where == null ? "complete()" : "dispatch()")
                        + " cannot be called now: the request is " + state
                        + "; dispatch() or complete() came before, or startAsync() did not");
            }
            ownerIsAway = state == AsyncState.WAITING;
            target = where;
            state = where == null ? AsyncState.COMPLETE_DUE : AsyncState.DISPATCH_DUE;
            stopTimer();
        } finally {
            lock.unlock();
        }
        if (ownerIsAway) {
            request.live().execute(() -> request.cycle().resume(request, () -> { }));
        }
    }

    @Override public void start(Runnable task) {
        request.live();
        Checks.notNull(task, "task");
        ServletContextImpl context = startedIn.context();
        context.facts().executor().execute(() -> {
            ContextLoader outer = ContextLoader.enter(context.getClassLoader());
            try {
                task.run();
            } catch (RuntimeException | Error e) {
                log.error("A task of AsyncContext.start() for {} failed", request, e);
                failFromOutside(e);
            } finally {
                outer.leave();
            }
        });
    }

    private void failFromOutside(Throwable failure) {
        if (!request.isEnded()) {
            request.live().execute(() -> request.cycle().resume(request, () -> fail(failure)));
        }
    }

    @Override public void addListener(AsyncListener listener) {
        addListener(listener, null, null);
    }

    @Override public void addListener(AsyncListener listener, ServletRequest listenerRequest,
                                      ServletResponse listenerResponse) {
        request.live();
        Checks.notNull(listener, "listener");
        lock.lock();
        try {
            checkNotReturned("addListener()");
            subscribers.add(new Subscriber(listener, listenerRequest, listenerResponse));
        } finally {
            lock.unlock();
        }
    }

    @Override public <T extends AsyncListener> T createListener(Class<T> type) throws ServletException {
        request.live();
        return startedIn.context().instances().create(type, type.getName());
    }

    @Override public void setTimeout(long timeout) {
        request.live();
        lock.lock();
        try {
            checkNotReturned("setTimeout()");
            timeoutMillis = timeout;
        } finally {
            lock.unlock();
        }
    }

    /**
     * The javadoc of the API allows both only until the dispatch that called startAsync() returned to the container.
     */
    private void checkNotReturned(String what) {
        if (state == AsyncState.WAITING || state == AsyncState.COMPLETED) {
            throw new IllegalStateException(what + " must be called before the dispatch that called startAsync() has"
                    + " returned to the container");
        }
    }

    @Override public long getTimeout() {
        request.live();
        return timeoutMillis;
    }
}
