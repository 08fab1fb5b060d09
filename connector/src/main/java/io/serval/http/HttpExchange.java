package io.serval.http;

import java.io.IOException;
import java.time.Duration;

/**
 * One request and the response to it, whatever protocol carries them.
 *
 * <p>Owned by one thread at a time: the worker in {@link HttpHandler#handle}, and after {@link #suspend()} the worker
 * that
 * runs a task handed to {@link #execute} (tasks of one exchange never run at the same time). {@link #execute},
 * {@link #schedule} and {@link #complete} may be called by any thread. The object may serve another request once this
 * one
 * ended, so a holder that outlives the request must keep a guard of its own in front of it.
 */
public interface HttpExchange {
    /** What came before the content. Valid until the exchange ends; strings taken from it are valid for ever. */
    RequestHead head();

    /** The content of the request and its trailer section. */
    RequestContent content();

    /** The response, to be filled in and written. */
    ResponseContent response();

    /** Facts about the connection; immutable, valid for ever. */
    ConnectionInfo connection();

    /** Identifies this exchange within the life of the connector; unique, never reused. */
    long id();

    /** The identifier the protocol gives the request: the stream identifier in HTTP/2, empty in HTTP/1.x. */
    String protocolRequestId();

    /** When the stages of this exchange happened. */
    ExchangeTimes times();

    /**
     * What the handler attached, or {@code null}; the connector only keeps it, and drops it when the exchange has
     * ended.
     */
    Object attachment();

    /** Attaches anything, for those who see the exchange later (an {@link ExchangeListener}). */
    void attach(Object attachment);

    /**
     * Sends an interim response (RFC 9110 §15.2) at once, such as 103 (Early Hints). Does nothing on HTTP/1.0 and
     * after the
     * response is committed.
     *
     * @param status 100 to 199, but not 101
     */
    void inform(int status, Fields fields) throws IOException;

    /**
     * Lets the exchange live on after the handler, or the current task, returns. From then on the exchange is moved
     * only by
     * {@link #execute} and ended by {@link #complete}. Holds no thread. Suspending twice is the same as once.
     */
    void suspend();

    /** Whether {@link #suspend} was called and neither {@link #complete} nor the end of the exchange came since. */
    boolean isSuspended();

    /**
     * Runs a task on a worker as the owner of this suspended exchange; any thread may call. Tasks run one at a time in
     * the
     * order of submission, the first not before the handler returned. Exceptions of a task are treated as those of
     * {@link HttpHandler#handle}. Tasks submitted after the exchange ended are dropped.
     */
    void execute(ExchangeTask task);

    /** As {@link #execute}, but not before {@code delay} has passed; a timer of the connection's loop. */
    Cancellable schedule(Duration delay, ExchangeTask task);

    /**
     * Runs a task of this exchange once, as {@link #execute} does, when the client is known to be gone while the
     * exchange is suspended: on HTTP/2, when it resets the stream or the connection ends. On HTTP/1.x nobody can tell a
     * client that is gone from one that has ended its side and waits for the response (RFC 9112 §9.6), so there only
     * the next read, write or flush that fails tells. Replaces an earlier task.
     */
    void whenGone(ExchangeTask task);

    /**
     * Ends a suspended exchange: finishes the response when the current owner returns (at once when there is none) and
     * lets
     * the connection go on. Any thread may call; further calls do nothing.
     */
    void complete();

    /**
     * Hands the connection, or the stream, to another protocol. The response head must be filled in before (status 101
     * on
     * HTTP/1.1; 200 for extended CONNECT on HTTP/2) and is sent when the handler returns, whereupon {@code next} is
     * called
     * on a worker. {@code Connection: upgrade} is added when the handler did not set it.
     *
     * @throws IllegalStateException when the response is committed or the protocol cannot be upgraded
     */
    void upgrade(UpgradeHandler next);

    /** Ends the exchange in failure: resets the stream or closes the connection without completing the response. */
    void abort();

    /** Something to be done by the owner of an exchange. */
    @FunctionalInterface
    interface ExchangeTask {
        void run() throws IOException;
    }

    /** A scheduled task that can be taken back; safe for any thread. */
    @FunctionalInterface
    interface Cancellable {
        /** Takes the task back; when it is running or has run, nothing happens. */
        void cancel();
    }
}
