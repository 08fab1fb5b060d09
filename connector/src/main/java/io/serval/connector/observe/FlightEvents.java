package io.serval.connector.observe;

import jdk.jfr.FlightRecorder;

import io.serval.connector.metrics.LoopStall;
import io.serval.http.ExchangeTimes;
import io.serval.http.HttpExchange;

/**
 * Records in JDK Flight Recorder. Whether an event is wanted is asked of an object made once, so an event that is not
 * costs a field and a branch. The only class besides the events that needs the module {@code jdk.jfr}.
 *
 * <p>The first class of an event that is initialized sets Flight Recorder up, which takes longer than all the rest of
 * the connector at its start. So no event is touched before somebody has begun a recording.
 */
final class FlightEvents implements Events {
    static final Events INSTANCE = new FlightEvents();

    private FlightEvents() { }

    /** Events to ask whether their like are wanted; a class of its own, to be initialized on need. */
    private static final class Any {
        static final RequestEvent REQUEST = new RequestEvent();
        static final QueueWaitEvent WAIT = new QueueWaitEvent();
        static final LoopStallEvent STALL = new LoopStallEvent();
        static final ConnectionRefusedEvent REFUSAL = new ConnectionRefusedEvent();
    }

    @Override public void request(HttpExchange exchange, long durationNanos) {
        if (FlightRecorder.isInitialized() && Any.REQUEST.isEnabled()) {
            record(exchange, durationNanos);
        }
    }

    private static void record(HttpExchange exchange, long durationNanos) {
        ExchangeTimes times = exchange.times();
        long zero = RequestWatch.beginning(times);
        RequestEvent event = new RequestEvent();
        event.id = exchange.id();
        event.connection = exchange.connection().id();
        event.protocol = exchange.connection().protocol();
        event.method = exchange.head().method();
        event.path = RequestWatch.path(exchange);
        event.status = exchange.response().status();
        event.accepted = Math.max(0, zero - times.accepted());
        event.headComplete = RequestWatch.after(zero, times.headComplete());
        event.queued = RequestWatch.after(zero, times.queued());
        event.dispatched = RequestWatch.after(zero, times.dispatched());
        event.firstByteOut = RequestWatch.after(zero, times.firstByteOut());
        event.lastByteOut = RequestWatch.after(zero, times.lastByteOut());
        event.queueWait = RequestWatch.queueWait(times);
        event.total = durationNanos;
        event.commit();
    }

    @Override public void queueWait(HttpExchange exchange) {
        if (FlightRecorder.isInitialized() && Any.WAIT.isEnabled()) {
            QueueWaitEvent event = new QueueWaitEvent();
            event.id = exchange.id();
            event.connection = exchange.connection().id();
            event.queueWait = RequestWatch.queueWait(exchange.times());
            event.commit();
        }
    }

    @Override public void loopStall(LoopStall stall) {
        if (FlightRecorder.isInitialized() && Any.STALL.isEnabled()) {
            LoopStallEvent event = new LoopStallEvent();
            event.loop = stall.loop();
            event.culprit = stall.culprit();
            event.blocked = stall.blockedNanos();
            event.stack = String.join("\n", stall.stack());
            event.commit();
        }
    }

    @Override public void connectionRefused(String connector, String remote, String cause) {
        if (FlightRecorder.isInitialized() && Any.REFUSAL.isEnabled()) {
            ConnectionRefusedEvent event = new ConnectionRefusedEvent();
            event.connector = connector;
            event.remote = remote;
            event.cause = cause;
            event.commit();
        }
    }
}
