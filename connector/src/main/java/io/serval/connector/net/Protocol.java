package io.serval.connector.net;

import java.io.IOException;

/** What is spoken on a connection. One object a connection; the loop calls all methods, and they must not block. */
public interface Protocol {
    /** Bytes, or the end of input, are there; the loop is the owner. */
    void onReadable() throws IOException;

    /** The socket takes bytes again, after {@link Connection#interest} asked for it; the loop is the owner. */
    void onWritable() throws IOException;

    /** The owner gave the connection back by {@link Connection#handBack} and left something to do. */
    void onHandedBack() throws IOException;

    /** The deadline has passed while the loop was the owner. */
    void onDeadline(long now) throws IOException;

    /**
     * A wait begun with {@link Connection#awaitLater} has ended; the connection belongs to the waiting exchange again.
     *
     * @param ready whether the socket is ready; else the deadline has passed
     */
    void onAwaited(boolean ready);

    /** The channel is closed; called once. A worker that owned the connection notices by itself. */
    void onClosed();

    /** For figures: whether a part of a request or of a response is with the connection. */
    default boolean isUnderWay() {
        return true;
    }

    /** The server wants to end: whether nothing is under way, so that the loop may close the connection. */
    boolean isIdle();
}
