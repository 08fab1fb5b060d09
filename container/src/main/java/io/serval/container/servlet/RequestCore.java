package io.serval.container.servlet;

import jakarta.servlet.DispatcherType;

import io.serval.container.config.RequestSettings;
import io.serval.container.security.SavedRequest;
import io.serval.http.Fields;
import io.serval.http.HttpExchange;
import io.serval.http.RequestContent;

/**
 * What the container knows of a request: the exchange while that lives, and the views that dispatches give of it. Cut
 * off when the request ends. Owned by one thread at a time.
 */
abstract class RequestCore {
    private final RequestCycle cycle;
    private final RequestSettings settings;
    private final long id;
    /** {@code null} when the request has ended; volatile, as late users are on threads of their own. */
    private volatile HttpExchange exchange;

    private RequestView view;
    /** The query that the client sent, whatever dispatches came after. */
    private String sentQuery;
    /** As it was last dispatched by the container itself: by the client's request, or asynchronously. */
    private RequestView baseView;
    private Dispatch dispatch;
    private String asyncBlocker;
    private RequestScope scope;
    private boolean telling;
    /** What the servlet that runs was given; {@code null} if nobody wants to know. */
    private ServletArguments arguments;
    private RestoredRequest restored;

    RequestCore(RequestCycle cycle, RequestSettings settings, HttpExchange exchange, RequestView view) {
        this.cycle = cycle;
        this.settings = settings;
        this.id = exchange.id();
        this.exchange = exchange;
        this.view = view;
        this.baseView = view;
        this.sentQuery = view.query();
    }

    /** The request itself, for those who want all of it. */
    abstract HttpServletRequestImpl self();

    /** The exchange. @throws IllegalStateException if the request has ended */
    final HttpExchange live() {
        HttpExchange live = exchange;
        if (live == null) {
            throw ended();
        }
        return live;
    }

    /** What to tell those who use the request, or what came with it, after its end. */
    final IllegalStateException ended() {
        return new IllegalStateException("request " + id + " to servlet [" + view.servlet().name() + "] of "
                + view.context() + " has ended; a request and its response must not be used after service()"
                + " returned, or after AsyncContext.complete()");
    }

    final boolean isEnded() {
        return exchange == null;
    }

    /** The request lives on without its thread; from now on threads of the application use it. */
    final void suspend() {
        HttpExchange live = live();
        live.suspend();
        if (!(live instanceof AsyncExchange)) {
            exchange = new AsyncExchange(live, this);
        }
    }

    /** Cuts the request off: from now on every use throws. */
    final void end() {
        HttpExchange last = exchange;
        exchange = null;
        if (last instanceof AsyncExchange async) {
            async.end();
        }
    }

    public final RequestCycle cycle() {
        return cycle;
    }

    final RequestSettings settings() {
        return settings;
    }

    public final RequestView view() {
        return view;
    }

    final RequestView baseView() {
        return baseView;
    }

    final String sentQuery() {
        return sentQuery;
    }

    final Dispatch dispatch() {
        return dispatch;
    }

    /** What keeps this request, where it is now, from becoming asynchronous; {@code null} if nothing does. */
    final String asyncBlocker() {
        return asyncBlocker;
    }

    final void asyncBlocker(String name) {
        asyncBlocker = name;
    }

    /** Goes into a nested dispatch; {@link #leave} comes out of it again. */
    final Dispatch enter(DispatcherType type, RequestView inner, RequestView shown) {
        dispatch = new Dispatch(dispatch, type, view, inner);
        view = shown;
        return dispatch;
    }

    final void leave(Dispatch left) {
        view = left.view;
        dispatch = left.outer;
    }

    /** A new dispatch by the container itself, which is not left again. */
    final void redispatch(RequestView inner, RequestView shown) {
        enter(DispatcherType.ASYNC, inner, shown);
        baseView = shown;
        asyncBlocker = null;
    }

    /** Whether an error page is told of an error, which is done by GET whatever the request was (§10.9.2). */
    final void telling(boolean value) {
        telling = value;
    }

    final ServletArguments arguments() {
        return arguments;
    }

    final void arguments(ServletArguments value) {
        arguments = value;
    }

    final RequestScope scope() {
        return scope;
    }

    final void scope(RequestScope value) {
        scope = value;
    }

    final Fields fields() {
        HttpExchange live = live();
        return restored == null ? live.head().fields() : restored.fields();
    }

    final RequestContent content() {
        HttpExchange live = live();
        return restored == null ? live.content() : restored.content();
    }

    /** Takes the place of what arrived. */
    final void restoreFrom(SavedRequest saved) {
        restored = new RestoredRequest(saved, live());
        view = new RequestView(view.target(), view.servlet(), view.requestUri(), saved.query(), view.type());
        baseView = view;
        sentQuery = saved.query();
    }

    /** What took the place of the request that arrived; {@code null} if nothing did. */
    final RestoredRequest restored() {
        return restored;
    }

    /** Whether an error page is being told of an error. */
    final boolean isTelling() {
        return telling;
    }

    /** Identifies the request within the life of the connector. */
    final long id() {
        return id;
    }

    /** For messages; works after the end too. */
    @Override public String toString() {
        return "request " + id + " to " + view.requestUri();
    }
}
