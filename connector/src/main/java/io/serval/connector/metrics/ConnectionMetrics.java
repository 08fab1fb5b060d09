package io.serval.connector.metrics;

/**
 * The connections of a connector at one moment. States are counted by the loops when they are asked; a loop that does
 * not answer in time is left out of them, so their sum may be below {@code open}.
 *
 * @param open      open connections
 * @param max       most connections at the same time ({@code maxConnections}); -1 for any number
 * @param accepted  connections accepted since the start
 * @param refused   connections that ended before they began: accepting failed, or their socket could not be used
 * @param idle      nothing of a request is here: they wait for the next one (keep-alive), or for the first
 * @param receiving a request is on its way in, or a response on its way out, and no worker waits for it
 * @param serving   a request is with a worker or suspended
 * @param waiting   a request waits for its client, to send content or to take the response
 * @param upgraded  another protocol is spoken, or TLS is being agreed on
 * @param closing   about to be closed
 */
public record ConnectionMetrics(int open, int max, long accepted, long refused, int idle, int receiving, int serving,
                                int waiting, int upgraded, int closing) {
    /** What a connector that was never bound has to tell. */
    public static final ConnectionMetrics NONE = new ConnectionMetrics(0, -1, 0, 0, 0, 0, 0, 0, 0, 0);
}
