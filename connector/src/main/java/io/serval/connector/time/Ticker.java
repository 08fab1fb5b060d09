package io.serval.connector.time;

/** The clock of the connector: monotonic nanoseconds, comparable by difference only. Safe for any thread. */
@FunctionalInterface
public interface Ticker {
    /** The clock of the JVM. */
    Ticker SYSTEM = System::nanoTime;

    long nanoTime();
}
