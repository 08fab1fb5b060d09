package io.serval.http;

/**
 * When the stages of an exchange happened, in {@link System#nanoTime()} of this JVM; 0 for what has not happened.
 * Stages up to {@code headComplete} are read from the loop's clock, which moves once a tick.
 */
public interface ExchangeTimes {
    /** The connection was accepted. */
    long accepted();

    /** The first byte of this request was read. */
    long firstByte();

    /** The head was complete. */
    long headComplete();

    /** It went to the queue of the workers: the head, and as much of the content as is assembled, were here. */
    long queued();

    /** A worker began with it. */
    long dispatched();

    /** The response was committed. */
    long firstByteOut();

    /** The last byte of the response was handed to the transport. */
    long lastByteOut();
}
