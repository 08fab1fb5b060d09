package io.serval.connector.observe;

import io.serval.connector.metrics.LoopStall;
import io.serval.http.HttpExchange;

/** Those who record single events. Nothing is made for an event that nobody listens to. Safe for any thread. */
public interface Events {
    /** Records nothing. */
    Events NONE = new Events() { };

    /** An exchange is over. @param durationNanos from its first byte on */
    default void request(HttpExchange exchange, long durationNanos) { }

    /** A worker has begun with an exchange. */
    default void queueWait(HttpExchange exchange) { }

    /** A loop does not go on. */
    default void loopStall(LoopStall stall) { }

    /**
     * A connection was not taken.
     *
     * @param connector name of the connector
     * @param remote    its client, or an empty string if that is not known
     * @param cause     why
     */
    default void connectionRefused(String connector, String remote, String cause) { }

    /** JDK Flight Recorder where the JVM has it (module {@code jdk.jfr}), else nobody. */
    static Events ofThisJvm() {
        return ModuleLayer.boot().findModule("jdk.jfr").isPresent() ? FlightEvents.INSTANCE : NONE;
    }
}
