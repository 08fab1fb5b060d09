package io.serval.container.servlet;

import java.io.IOException;

import jakarta.servlet.DispatcherType;
import jakarta.servlet.ServletException;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.serval.container.security.GuardedExchange;
import io.serval.http.HttpExchange;
import io.serval.http.HttpExchange.ExchangeTask;
import io.serval.http.ResponseContent;

/**
 * What surrounds the application in the course of a request: scope, errors, asynchronous continuation, the end. One for
 * each application, for all its requests; called by the owner of the request.
 *
 * <p>Each time the application returns, {@link #settle} does what became due meanwhile and finds out whether the
 * request is over or waits.
 */
public final class RequestCycle {
    private static final Logger log = LoggerFactory.getLogger(RequestCycle.class);

    private final ServletContextImpl context;
    private final ErrorDispatch errors;
    private final Runnable atEnd;

    /** @param atEnd called once for each request that was begun, when it is over */
    public RequestCycle(ServletContextImpl context, Runnable atEnd) {
        this.context = context;
        this.errors = new ErrorDispatch(context);
        this.atEnd = atEnd;
    }

    /** The request comes into the scope of the application. */
    public void begin(HttpServletRequestImpl request) {
        request.scope(RequestScope.enter(context, request));
        request.joinSession();
    }

    /** An exception left the application. */
    public void fail(HttpServletRequestImpl request, Throwable failure) {
        if (request.guarded() != null) {
            request.guarded().failed();
        }
        AsyncContextImpl async = request.async();
        if (async == null || !async.fail(failure)) {
            errors.failed(request, failure);
        }
    }

    /** A listener of non-blocking input or output could not go on; it knows already. */
    void ioFailed(HttpServletRequestImpl request, Throwable failure) {
        if (request.async() != null && request.async().isUndecided()) {
            request.async().fail(failure);
        }
    }

    /** No listener took on an asynchronous request that failed, or, without a failure, whose time is up. */
    void asyncFailed(HttpServletRequestImpl request, Throwable failure) {
        if (failure == null) {
            errors.timedOut(request);
        } else {
            errors.failed(request, failure);
        }
    }

    /** Carries on a suspended request by a task, as its owner. Does nothing if the request has ended. */
    void resume(HttpServletRequestImpl request, ExchangeTask task) {
        if (request.isEnded()) {
            return;
        }
        ContextLoader outer = ContextLoader.enter(context.getClassLoader());
        try {
            run(request, task);
            settle(request);
        } finally {
            outer.leave();
        }
    }

    private void run(HttpServletRequestImpl request, ExchangeTask task) {
        try {
            task.run();
        } catch (IOException | RuntimeException | Error e) {
            fail(request, e);
        }
    }

    /** The application has returned: tells of errors, goes where it was told to, ends the request or lets it wait. */
    public void settle(HttpServletRequestImpl request) {
        AsyncContextImpl async = request.async();
        if (async == null) {
            secure(request);
        }
        errors.sent(request);
        async = request.async();
        while (async != null) {
            switch (async.returned()) {
                case WAIT -> {
                    return;
                }
                case DISPATCH -> redispatch(request, async);
                case COMPLETE -> {
                    secure(request);
                    async.completed();
                    async = null;
                }
            }
        }
        end(request);
    }

    /** The mechanism that authenticated the caller has the last word on the response. */
    private void secure(HttpServletRequestImpl request) {
        GuardedExchange guarded = request.guarded();
        if (guarded == null) {
            return;
        }
        try {
            guarded.secure();
        } catch (IOException | ServletException | RuntimeException | LinkageError e) {
            fail(request, e);
        }
        errors.sent(request);
    }

    private void redispatch(HttpServletRequestImpl request, AsyncContextImpl async) {
        AsyncTarget where = async.target();
        DispatchTarget target = where.target();
        RequestView inner = new RequestView(target, target.servlet(), where.uri(), where.query(), DispatcherType.ASYNC);
        RequestView shown = new RequestView(target, target.servlet(), where.uri(), where.full(), DispatcherType.ASYNC);
        request.redispatch(inner, shown);
        ContextLoader outer = ContextLoader.enter(target.context().getClassLoader());
        try {
            target.chain(DispatcherType.ASYNC).doFilter(async.asyncRequest(), async.asyncResponse());
        } catch (Throwable e) {
            fail(request, e);
        } finally {
            outer.leave();
        }
        errors.sent(request);
    }

    private void end(HttpServletRequestImpl request) {
        HttpExchange exchange = request.live();
        try {
            release(request);
            finish(request, exchange);
        } finally {
            request.end();
            if (exchange.isSuspended()) {
                exchange.complete();
            }
            atEnd.run();
        }
    }

    private static void release(HttpServletRequestImpl request) {
        if (request.scope() != null) {
            request.scope().leave();
        }
        if (request.openSession() != null) {
            request.openSession().end();
        }
        if (request.openParts() != null) {
            request.openParts().end();
        }
    }

    private static void finish(HttpServletRequestImpl request, HttpExchange exchange) {
        try {
            if (request.upgrade() != null) {
                request.response().drain();
                exchange.upgrade(request.upgrade());
            } else {
                finish(request.response(), exchange.response());
            }
        } catch (IOException e) {
            log.debug("{} could not be answered to its end: {}", request, e.toString());
            exchange.abort();
        }
    }

    private static void finish(HttpServletResponseImpl response, ResponseContent content) throws IOException {
        if (response.isBrokenOff()) {
            return;
        }
        if (!response.isCommitted()) {
            response.drain();
        }
        response.close();
        content.finish();
    }
}
